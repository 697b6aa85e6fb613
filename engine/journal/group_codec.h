#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/core/shared.h"
#include "engine/journal/error.h"
#include "engine/journal/field_writer.h"
#include "engine/journal/forgotten.h"
#include "engine/journal/journal.h"
#include "engine/journal/record.h"

namespace whistle::journal {

// Makes the journal row of a group and the hash of each record. Keeps its memory between groups: on
// the way to the disk nothing should wait for the heap.
// Thread: one.
class GroupEncoder {
 public:
  struct Encoded {
    std::string_view bytes;  // good until the next call
    Head head;               // after the last record
  };
  // Requires: the records follow `before` without a gap, and times do not go back.
  Encoded encode(const Head& before, const std::vector<Record>& records);

 private:
  ByteBuffer record_;
  ByteBuffer bytes_;
};

// A record as its group keeps it.
struct StoredRecord {
  std::string_view record;  // bytes of a record
  std::string_view hash;
};
// The records of a row, which must outlive them. Fails with Corrupt: it is no message, or empty.
Outcome<std::vector<StoredRecord>, Error> read_group(std::string_view row, Sequence first);

// When the first record of a group was decided; the others are not looked at. `first`: its
// sequence, which the row's key says. Fails with Corrupt.
Outcome<Timestamp, Error> time_of_group(std::string_view row, Sequence first);
// The last record of a group. Fails with Corrupt; whether the group is what was written is not
// asked.
Outcome<Head, Error> end_of_group(std::string_view row, Sequence first);

// Reads journal rows in order and checks the chain link by link.
class ChainReader {
 public:
  // Records from `from` on are decoded and checked; those before only lead there.
  explicit ChainReader(Sequence from) : from_(from) {}
  // The same from the first record that is kept, which is chained to the last one that is not.
  ChainReader(Sequence from, const Forgotten& before)
      : from_(from),
        head_{.sequence = before.sequence, .time = before.time, .hash = before.hash},
        begun_(true) {}

  // Adds the wanted records of a row to `records`, until it holds `max`. Fails with Corrupt when
  // the row does not follow the rows read before, or is not what was written.
  Outcome<Done, Error> read(std::string_view row, Sequence first, std::size_t max,
                            std::vector<Record>& records);

  // Of the last record met; sequence 0 before the first.
  const Head& head() const { return head_; }

 private:
  Outcome<Done, Error> link(const StoredRecord& stored, Sequence sequence,
                            std::vector<Record>& records);

  Sequence from_;
  Head head_{};
  bool begun_{};
  Shared<std::string> policy_{};  // of the last record
};

}  // namespace whistle::journal
