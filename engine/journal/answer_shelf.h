#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/journal/answer_codec.h"
#include "engine/journal/error.h"
#include "engine/journal/kept_answer.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// The rows of kept answers: each is found by its key, and they are erased in the order in which
// they came, once their time is over. Rows are asked for by name only, never looked for: a table
// that is used as a queue would drown in what was erased from it.
// Thread: one, that of append().
class AnswerShelf {
 public:
  // As the rows have it. Fails with Corrupt when they contradict themselves.
  static Outcome<AnswerShelf, Error> open(const RowStore::View& rows);

  // Adds the answers, and takes off some whose time is over at `now`: of the present rows only, and
  // not more than a group can bear. Requires: their numbers follow kept().last.
  Outcome<Done, Error> turn_over(const std::vector<KeptAnswer>& answers, Timestamp now,
                                 const RowStore& rows, RowStore::Batch& batch);
  // False when turn_over() would change nothing: no answers come, and none have to go.
  bool has_work(const std::vector<KeptAnswer>& answers, Timestamp now) const;

  const KeptAnswers& kept() const { return kept_; }

 private:
  void put(const KeptAnswer& kept, RowStore::Batch& batch);
  Outcome<Done, Error> erase_first(const RowStore::View& rows, RowStore::Batch& batch);
  Outcome<Done, Error> find_oldest(const RowStore::View& rows);

  KeptAnswers kept_;
  AnswerTurn oldest_;  // that of kept_.first, when there is one
};

// Walks all rows: each answer can be read and has its turn, each number has one, and no others are
// there. Returns how many are kept; fails with Corrupt.
Outcome<std::uint64_t, Error> check_answers(const RowStore::View& rows);

}  // namespace whistle::journal
