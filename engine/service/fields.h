#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/outcome.h"
#include "engine/core/words.h"
#include "engine/service/frames.h"

// What the fields of any message may hold, and how a client is told that one is wrong.
namespace whistle::service {

// Names and codes are short; whatever is longer was not meant for the field.
inline constexpr std::size_t kShortTextMax = 128;
inline constexpr std::size_t kNoteMax = 4096;
// Of a complaint, beside its text.
inline constexpr std::size_t kAddressMax = 1024;
inline constexpr std::size_t kUrlMax = 2048;
inline constexpr int kMediaUrlsMax = 16;
inline constexpr int kAttributesMax = 64;
inline constexpr std::int64_t kYear2200Ms{7'258'118'400'000};

inline Failure<Problem> violation(std::string message) {
  return Failure{Problem{kInvalidArgument, "FIELD_VIOLATION", std::move(message), 0}};
}

inline std::optional<Problem> first_of(std::initializer_list<std::optional<Problem>> problems) {
  for (const auto& problem : problems) {
    if (problem) return problem;
  }
  return std::nullopt;
}

// The words of an enumeration, for people.
template <class Enum>
std::string words_of() {
  std::string words;
  for (const auto& spelling : kSpellings<Enum>) {
    if (!words.empty()) words += ' ';
    words += spelling.word;
  }
  return words;
}

template <class Enum>
Outcome<Enum, Problem> word_field(std::string_view field, const std::string& word) {
  if (const auto value = from_word<Enum>(word)) return *value;
  return violation(std::string(field) + ": \"" + word + "\" is none of: " + words_of<Enum>());
}

// Nothing when the value is short enough. An empty name of the field is left out.
inline std::optional<Problem> too_long(std::string_view field, const std::string& value,
                                       std::size_t max) {
  if (value.size() <= max) return std::nullopt;
  std::string message = field.empty() ? "" : std::string(field) + ": ";
  message += std::to_string(value.size()) + " bytes, at most " + std::to_string(max);
  return violation(std::move(message)).error;
}

}  // namespace whistle::service
