#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/kept_answer.h"

// The rows of kept answers as bytes of row.proto. Reading fails with Corrupt on anything the
// encoders cannot produce.
namespace whistle::journal {

// Requires: is_worth_keeping().
std::string encode_answer(const KeptAnswer& kept);
// Without the principal and the key, which are the key of the row.
Outcome<KeptAnswer, Error> decode_answer(std::string_view bytes);

// Whose turn it is to be erased: the key of an answer's row, and since when it is kept.
struct AnswerTurn {
  Timestamp time{};
  std::string key;

  bool operator==(const AnswerTurn&) const = default;
};
std::string encode_answer_turn(const AnswerTurn& turn);
Outcome<AnswerTurn, Error> decode_answer_turn(std::string_view bytes);

// `first` and `last`; when the oldest was kept stands in its own row.
std::string encode_answers(const KeptAnswers& answers);
Outcome<KeptAnswers, Error> decode_answers(std::string_view bytes);

}  // namespace whistle::journal
