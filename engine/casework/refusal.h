#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/core/words.h"

namespace whistle::casework {

// Why a wish was not granted. The word is a stable interface; the detail is for people and may
// change. A refusal changes nothing.
enum class Reason : std::uint8_t {
  MissingText = 1,
  TextTooLong,
  TimeInFuture,
  UnknownArea,
  UnknownCategory,
  UnknownUnit,
  UnknownCase,
  CaseClosed,
  TokenSuperseded,  // somebody else holds the order now
  WrongState,       // the detail says what would be allowed
  LookUpTooOld,     // the receipt was looked up too long ago: try again
  NoUnitForPlace,
  MissingIdentity,  // source, external id or worker is empty
};

constexpr auto spellings(Reason) {
  return std::to_array<Spelling<Reason>>({{Reason::MissingText, "MISSING_TEXT"},
                                          {Reason::TextTooLong, "TEXT_TOO_LONG"},
                                          {Reason::TimeInFuture, "TIME_IN_FUTURE"},
                                          {Reason::UnknownArea, "UNKNOWN_AREA"},
                                          {Reason::UnknownCategory, "UNKNOWN_CATEGORY"},
                                          {Reason::UnknownUnit, "UNKNOWN_UNIT"},
                                          {Reason::UnknownCase, "UNKNOWN_CASE"},
                                          {Reason::CaseClosed, "CASE_CLOSED"},
                                          {Reason::TokenSuperseded, "TOKEN_SUPERSEDED"},
                                          {Reason::WrongState, "WRONG_STATE"},
                                          {Reason::LookUpTooOld, "LOOK_UP_TOO_OLD"},
                                          {Reason::NoUnitForPlace, "NO_UNIT_FOR_PLACE"},
                                          {Reason::MissingIdentity, "MISSING_IDENTITY"}});
}

struct Refusal {
  Reason reason{};
  std::string detail;

  bool operator==(const Refusal&) const = default;
};

}  // namespace whistle::casework
