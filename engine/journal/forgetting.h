#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/forgotten.h"
#include "engine/journal/journal.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// Lets go of the oldest records once their time is over. Whole groups go, from the beginning on, up
// to the first record that somebody may still ask for: those of an open case, or of one whose score
// can still be appealed, stay from its first record on. Trails go when all records of a case have
// gone. Rows of cases, texts, receipts, registers and rule books stay.
//
// Once a day it looks for how far it may go, piece by piece, one with each group, so that no group
// waits for it. What it finds becomes one row, and from then on nobody looks before it; the rows
// themselves are let go of a day later, when nobody can still have a view of before.
// Thread: one, that of append().
class Forgetting {
 public:
  // As the rows have it. Fails with Corrupt.
  static Outcome<Forgetting, Error> open(const RowStore::View& rows);

  // So long are records kept at least; zero: for ever, as it is until somebody says otherwise.
  void keep_for(Milliseconds time) { keep_ = time; }

  // A piece of the work, into the batch of a group that follows `head`.
  Outcome<Done, Error> take_turn(const Group& group, const Head& head, RowStore& rows,
                                 RowStore::Batch& batch);

  // With what the batches say, once they are durable.
  const Forgotten& forgotten() const { return forgotten_; }

 private:
  enum class Work : std::uint8_t { Rest, Search, Trails };

  Outcome<Done, Error> look(Timestamp now, const Head& head, RowStore& rows);
  Outcome<Done, Error> search(const RowStore::View& rows, CaseId oldest_needed,
                              RowStore::Batch& batch);
  Outcome<Done, Error> halve(const RowStore::View& rows);
  Outcome<Done, Error> forget(const RowStore::View& rows, CaseId oldest_needed,
                              RowStore::Batch& batch);
  Outcome<Done, Error> sweep(const RowStore::View& rows, std::size_t cases, RowStore::Batch& batch);
  void end_sweep(RowStore::Batch& batch);
  void put(RowStore::Batch& batch) const;

  Milliseconds keep_{};
  Forgotten forgotten_;
  Work work_{Work::Rest};
  Timestamp next_look_{Timestamp::min()};
  // Search: the last group that begins before `bound_` holds a record from low_ to high_, or is the
  // first one.
  Timestamp bound_{};
  std::uint64_t low_{};
  std::uint64_t high_{};
  CaseId at_{};  // Trails: of cases before this one no record is kept
};

// What the rows say is gone. Fails with Corrupt.
Outcome<Forgotten, Error> stored_forgotten(const RowStore::View& rows);

}  // namespace whistle::journal
