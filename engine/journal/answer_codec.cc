#include "engine/journal/answer_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/journal/by_position.h"
#include "engine/journal/hash.h"
#include "engine/journal/stored_receipt.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

Failure<Error> no_message(const char* row) {
  return Failure{Error{Error::Kind::Corrupt, fmt::format("{}: is no message", row)}};
}

template <class Message>
bool parse(std::string_view bytes, Message& stored) {
  return stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void on(const casework::NoAnswer&, v1::AnswerRow& stored) { stored.mutable_no_answer(); }
void on(const casework::Receipt& receipt, v1::AnswerRow& stored) {
  journal::write(receipt, *stored.mutable_receipt());
}
void on(const casework::PullAnswer& answer, v1::AnswerRow& stored) {
  write_fields(answer, *stored.mutable_pull());
}
void on(const casework::TokenAnswer& answer, v1::AnswerRow& stored) {
  write_fields(answer, *stored.mutable_token());
}
// Never kept.
void on(const casework::TickAnswer&, v1::AnswerRow&) { WHISTLE_CHECK(false); }
void on(const casework::HeldAnswer&, v1::AnswerRow&) { WHISTLE_CHECK(false); }
void on(const casework::DrainAnswer&, v1::AnswerRow&) { WHISTLE_CHECK(false); }
void on(const casework::NumberAnswer& answer, v1::AnswerRow& stored) {
  write_fields(answer, *stored.mutable_made());
}

casework::Answer read_answer(const v1::AnswerRow& stored, FieldReader& reader) {
  switch (stored.answer_case()) {
    case v1::AnswerRow::kNoAnswer:
      return casework::NoAnswer{};
    case v1::AnswerRow::kReceipt:
      return journal::read(stored.receipt(), reader);
    case v1::AnswerRow::kPull:
      return read_fields<casework::PullAnswer>(stored.pull(), reader);
    case v1::AnswerRow::kToken:
      return read_fields<casework::TokenAnswer>(stored.token(), reader);
    case v1::AnswerRow::kMade:
      return read_fields<casework::NumberAnswer>(stored.made(), reader);
    case v1::AnswerRow::ANSWER_NOT_SET:
      break;
  }
  reader.refuse("answer", "is missing");
  return casework::NoAnswer{};
}

}  // namespace

std::string encode_answer(const KeptAnswer& kept) {
  ScratchArena arena;
  auto& stored = arena.make<v1::AnswerRow>();
  stored.mutable_fingerprint()->assign(as_bytes(kept.fingerprint));
  stored.set_number(kept.number);
  stored.set_time_ms(to_ms(kept.time));
  std::visit([&](const auto& answer) { on(answer, stored); }, kept.answer);
  return stored.SerializeAsString();
}

Outcome<KeptAnswer, Error> decode_answer(std::string_view bytes) {
  ScratchArena arena;
  auto& stored = arena.make<v1::AnswerRow>();
  if (!parse(bytes, stored)) return no_message("answer");
  FieldReader reader;
  KeptAnswer kept{.principal = {},
                  .key = {},
                  .fingerprint = {},
                  .number = stored.number(),
                  .time = from_ms(stored.time_ms()),
                  .answer = read_answer(stored, reader)};
  if (stored.fingerprint().size() == kept.fingerprint.size()) {
    std::copy(stored.fingerprint().begin(), stored.fingerprint().end(), kept.fingerprint.begin());
  } else {
    reader.refuse("fingerprint", "is not whole");
  }
  if (kept.number == 0) reader.refuse("number", "is missing");
  if (!reader.is_fine()) return Failure{reader.error("answer")};
  return kept;
}

std::string encode_answer_turn(const AnswerTurn& turn) {
  v1::AnswerTurnRow stored;
  stored.set_time_ms(to_ms(turn.time));
  stored.set_key(turn.key);
  return stored.SerializeAsString();
}

Outcome<AnswerTurn, Error> decode_answer_turn(std::string_view bytes) {
  v1::AnswerTurnRow stored;
  if (!parse(bytes, stored) || stored.key().empty()) return no_message("turn of an answer");
  return AnswerTurn{from_ms(stored.time_ms()), stored.key()};
}

std::string encode_answers(const KeptAnswers& answers) {
  v1::AnswersRow stored;
  stored.set_first(answers.first);
  stored.set_last(answers.last);
  return stored.SerializeAsString();
}

Outcome<KeptAnswers, Error> decode_answers(std::string_view bytes) {
  v1::AnswersRow stored;
  if (!parse(bytes, stored)) return no_message("answers");
  if (stored.first() == 0 || stored.first() - 1 > stored.last()) {
    return Failure{Error{Error::Kind::Corrupt, fmt::format("answers: from {} to {} are none",
                                                           stored.first(), stored.last())}};
  }
  return KeptAnswers{.first = stored.first(), .last = stored.last(), .oldest = kNever};
}

}  // namespace whistle::journal
