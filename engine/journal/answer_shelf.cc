#include "engine/journal/answer_shelf.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "engine/core/check.h"
#include "engine/journal/corrupt.h"
#include "engine/journal/keys.h"

namespace whistle::journal {
namespace {

// Beyond twice as many as come: so the table shrinks although the engine is busy, and a group that
// brings none is hardly slower.
constexpr std::size_t kErasedMax = 64;

Outcome<AnswerTurn, Error> turn_of(const RowStore::View& rows, std::uint64_t number) {
  const auto bytes = rows.get(Table::Answers, answer_turn_key(number));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return corrupt(fmt::format("answer {}: its turn is missing", number));
  return decode_answer_turn(**bytes);
}

Outcome<KeptAnswer, Error> answer_at(const RowStore::View& rows, const std::string& key) {
  const auto bytes = rows.get(Table::Answers, key);
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return corrupt("an answer is missing whose turn is kept");
  return decode_answer(**bytes);
}

bool is_turn(std::string_view key) { return key.starts_with(answer_turn_key(0).front()); }

// One row of the walk. Counts turns; answers are found through them.
Outcome<std::uint64_t, Error> check_row(const RowStore::View& rows, const RowStore::Cursor& row,
                                        const KeptAnswers& kept) {
  if (is_turn(row.key())) {
    const auto number = number_at(row.key(), 1);
    const auto turn = decode_answer_turn(row.value());
    if (!turn) return Failure{turn.error()};
    if (!number || *number < kept.first || *number > kept.last) {
      return corrupt("an answer has a turn that is none");
    }
    const auto answer = answer_at(rows, turn->key);
    if (!answer) return Failure{answer.error()};
    if (answer->number < *number) return corrupt(fmt::format("answer {} is older", *number));
    return std::uint64_t{1};
  }
  const auto answer = decode_answer(row.value());
  if (!answer) return Failure{answer.error()};
  const auto turn = turn_of(rows, answer->number);
  if (!turn) return Failure{turn.error()};
  if (turn->key != row.key() || turn->time != answer->time) {
    return corrupt(fmt::format("answer {}: its turn is another's", answer->number));
  }
  return std::uint64_t{0};
}

}  // namespace

Outcome<AnswerShelf, Error> AnswerShelf::open(const RowStore::View& rows) {
  AnswerShelf shelf;
  const auto bytes = rows.get(Table::Meta, kAnswersKey);
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return shelf;
  const auto kept = decode_answers(**bytes);
  if (!kept) return Failure{kept.error()};
  shelf.kept_ = *kept;
  const auto found = shelf.find_oldest(rows);
  if (!found) return Failure{found.error()};
  return shelf;
}

Outcome<Done, Error> AnswerShelf::find_oldest(const RowStore::View& rows) {
  kept_.oldest = kNever;
  if (kept_.count() == 0) return Done{};
  auto turn = turn_of(rows, kept_.first);
  if (!turn) return Failure{turn.error()};
  oldest_ = *std::move(turn);
  kept_.oldest = oldest_.time;
  return Done{};
}

bool AnswerShelf::has_work(const std::vector<KeptAnswer>& answers, Timestamp now) const {
  return !answers.empty() || (kept_.count() > 0 && is_over(kept_.oldest, now));
}

Outcome<Done, Error> AnswerShelf::turn_over(const std::vector<KeptAnswer>& answers, Timestamp now,
                                            const RowStore& rows, RowStore::Batch& batch) {
  if (!has_work(answers, now)) return Done{};
  // First, so that an answer under a key that is free again stays.
  if (kept_.count() > 0 && is_over(kept_.oldest, now)) {
    const auto view = rows.view();
    std::size_t left = kErasedMax + 2 * answers.size();
    for (; left > 0 && kept_.count() > 0 && is_over(kept_.oldest, now); --left) {
      auto erased = erase_first(*view, batch);
      if (!erased) return erased;
    }
  }
  for (const KeptAnswer& kept : answers) put(kept, batch);
  batch.put(Table::Meta, kAnswersKey, encode_answers(kept_));
  return Done{};
}

void AnswerShelf::put(const KeptAnswer& kept, RowStore::Batch& batch) {
  WHISTLE_CHECK(kept.number == kept_.last + 1);
  AnswerTurn turn{kept.time, answer_key(kept.principal, kept.key)};
  batch.put(Table::Answers, turn.key, encode_answer(kept));
  batch.put(Table::Answers, answer_turn_key(kept.number), encode_answer_turn(turn));
  if (kept_.count() == 0) {
    kept_.oldest = turn.time;
    oldest_ = std::move(turn);
  }
  kept_.last = kept.number;
}

Outcome<Done, Error> AnswerShelf::erase_first(const RowStore::View& rows, RowStore::Batch& batch) {
  const auto answer = answer_at(rows, oldest_.key);
  if (!answer) return Failure{answer.error()};
  // Once its time was over, another wish may have come under the same key.
  if (answer->number == kept_.first) batch.erase(Table::Answers, oldest_.key);
  batch.erase(Table::Answers, answer_turn_key(kept_.first));
  ++kept_.first;
  return find_oldest(rows);
}

Outcome<std::uint64_t, Error> check_answers(const RowStore::View& rows) {
  const auto shelf = AnswerShelf::open(rows);
  if (!shelf) return Failure{shelf.error()};
  std::uint64_t turns = 0;
  const auto cursor = rows.cursor(Table::Answers, {});
  for (cursor->seek({}); cursor->valid(); cursor->next()) {
    const auto counted = check_row(rows, *cursor, shelf->kept());
    if (!counted) return counted;
    turns += *counted;
  }
  const auto ended = cursor->end();
  if (!ended) return Failure{ended.error()};
  if (turns != shelf->kept().count()) {
    return corrupt(
        fmt::format("{} answers are kept, and {} have a turn", shelf->kept().count(), turns));
  }
  return turns;
}

}  // namespace whistle::journal
