#include "engine/journal/answer_codec.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <variant>

#include "engine/journal/by_position.h"
#include "engine/journal/corrupt.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

// A kept answer; one of the last five is there. Who writes several is not this program: of theirs
// the one counts that stands last here, wherever it stands in the bytes.
struct StoredAnswer {
  Hash fingerprint{};
  std::uint64_t number{};
  Timestamp time{};
  std::optional<casework::NoAnswer> no_answer;
  std::optional<casework::Receipt> receipt;
  std::optional<casework::PullAnswer> pull;
  std::optional<casework::TokenAnswer> token;
  std::optional<casework::NumberAnswer> made;
};
struct StoredAnswers {
  std::uint64_t first{};
  std::uint64_t last{};
};

}  // namespace

template <>
struct Stored<StoredAnswer> {
  using Message = v1::AnswerRow;
};
template <>
struct Stored<StoredAnswers> {
  using Message = v1::AnswersRow;
};
template <>
struct Stored<AnswerTurn> {
  using Message = v1::AnswerTurnRow;
};

namespace {

void put(const casework::NoAnswer& answer, StoredAnswer& stored) { stored.no_answer = answer; }
void put(const casework::Receipt& answer, StoredAnswer& stored) { stored.receipt = answer; }
void put(const casework::PullAnswer& answer, StoredAnswer& stored) { stored.pull = answer; }
void put(const casework::TokenAnswer& answer, StoredAnswer& stored) { stored.token = answer; }
void put(const casework::NumberAnswer& answer, StoredAnswer& stored) { stored.made = answer; }
// Never kept.
void put(const casework::TickAnswer&, StoredAnswer&) { WHISTLE_CHECK(false); }
void put(const casework::HeldAnswer&, StoredAnswer&) { WHISTLE_CHECK(false); }
void put(const casework::DrainAnswer&, StoredAnswer&) { WHISTLE_CHECK(false); }

std::optional<casework::Answer> answer_in(StoredAnswer& stored) {
  if (stored.made) return *stored.made;
  if (stored.token) return *stored.token;
  if (stored.pull) return *std::move(stored.pull);
  if (stored.receipt) return *std::move(stored.receipt);
  if (stored.no_answer) return *stored.no_answer;
  return std::nullopt;
}

}  // namespace

std::string encode_answer(const KeptAnswer& kept) {
  StoredAnswer stored{.fingerprint = kept.fingerprint,
                      .number = kept.number,
                      .time = kept.time,
                      .no_answer = {},
                      .receipt = {},
                      .pull = {},
                      .token = {},
                      .made = {}};
  std::visit([&](const auto& answer) { put(answer, stored); }, kept.answer);
  return encode_fields(stored);
}

Outcome<KeptAnswer, Error> decode_answer(std::string_view bytes) {
  auto stored = decode_fields<StoredAnswer>("answer", bytes);
  if (!stored) return Failure{stored.error()};
  auto answer = answer_in(*stored);
  if (!answer) return corrupt("answer: answer: is missing");
  if (stored->number == 0) return corrupt("answer: number: is missing");
  return KeptAnswer{.principal = {},
                    .key = {},
                    .fingerprint = stored->fingerprint,
                    .number = stored->number,
                    .time = stored->time,
                    .answer = *std::move(answer)};
}

std::string encode_answer_turn(const AnswerTurn& turn) { return encode_fields(turn); }

Outcome<AnswerTurn, Error> decode_answer_turn(std::string_view bytes) {
  auto turn = decode_fields<AnswerTurn>("turn of an answer", bytes);
  if (turn && turn->key.empty()) return corrupt("turn of an answer: key: is missing");
  return turn;
}

std::string encode_answers(const KeptAnswers& answers) {
  return encode_fields(StoredAnswers{answers.first, answers.last});
}

Outcome<KeptAnswers, Error> decode_answers(std::string_view bytes) {
  const auto stored = decode_fields<StoredAnswers>("answers", bytes);
  if (!stored) return Failure{stored.error()};
  if (stored->first == 0 || stored->first - 1 > stored->last) {
    return corrupt(fmt::format("answers: from {} to {} are none", stored->first, stored->last));
  }
  return KeptAnswers{.first = stored->first, .last = stored->last, .oldest = kNever};
}

}  // namespace whistle::journal
