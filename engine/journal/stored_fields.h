#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "engine/calendar/limit.h"
#include "engine/casework/state/case.h"
#include "engine/core/check.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"
#include "engine/journal/error.h"
#include "engine/policy/rule_book.h"
#include "engine/triage/findings.h"

// Values of the engine into fields of the stored messages and back. What the writing side refuses
// by a check, because only a bug can bring it about, the reading side refuses as Corrupt.
namespace whistle::journal {

// True for the values an enumeration has. The switches have no default: a new value is found by
// the compiler.
template <class Enum>
constexpr bool is_known(Enum value) {
  return from_number<Enum>(static_cast<std::int64_t>(value)).has_value();
}
constexpr bool is_known(casework::Status value) {
  switch (value) {
    case casework::Status::AwaitsTriage:
    case casework::Status::Dispatched:
    case casework::Status::SignedFor:
    case casework::Status::Finished:
    case casework::Status::Replied:
    case casework::Status::Closed:
    case casework::Status::Returned:
    case casework::Status::Deferred:
      return true;
  }
  return false;
}
constexpr bool is_known(casework::Place value) {
  switch (value) {
    case casework::Place::Queue:
    case casework::Place::Lease:
    case casework::Place::Hands:
    case casework::Place::Desk:
    case casework::Place::Ledger:
      return true;
  }
  return false;
}
constexpr bool is_known(calendar::LimitUnit value) {
  switch (value) {
    case calendar::LimitUnit::Minute:
    case calendar::LimitUnit::Hour:
    case calendar::LimitUnit::NaturalDay:
    case calendar::LimitUnit::WorkHour:
    case calendar::LimitUnit::WorkDay:
    case calendar::LimitUnit::WorkDayEnd:
      return true;
  }
  return false;
}
constexpr bool is_known(triage::Certainty value) {
  switch (value) {
    case triage::Certainty::None:
    case triage::Certainty::Unsure:
    case triage::Certainty::Certain:
    case triage::Certainty::Given:
    case triage::Certainty::Person:
      return true;
  }
  return false;
}
constexpr bool is_known(policy::RungMode value) {
  switch (value) {
    case policy::RungMode::HandOver:
    case policy::RungMode::Supervise:
    case policy::RungMode::Parallel:
      return true;
  }
  return false;
}

inline std::int64_t to_ms(Timestamp at) { return at.time_since_epoch().count(); }
inline Timestamp from_ms(std::int64_t ms) { return Timestamp{Milliseconds{ms}}; }

// Reads fields and remembers the first that holds what this program never writes. Reading goes on
// with harmless values, so that the codecs need one look at the end.
class FieldReader {
 public:
  // One of the values of Enum.
  template <class Enum>
  Enum value(int number, const char* field) {
    if (!fits<Enum>(number) || !is_known(static_cast<Enum>(number))) {
      refuse(field, number);
      return Enum{};
    }
    return static_cast<Enum>(number);
  }
  // A number that fits into Small.
  template <class Small>
  Small number(std::uint32_t wide, const char* field) {
    if (wide > std::numeric_limits<Small>::max()) {
      refuse(field, wide);
      return Small{};
    }
    return static_cast<Small>(wide);
  }
  // An instant that is not kNever, since that is absent.
  Timestamp deadline(std::int64_t ms, const char* field) {
    if (from_ms(ms) == kNever) refuse(field, ms);
    return from_ms(ms);
  }
  void refuse(const char* field, std::int64_t number);
  void refuse(const char* field, const char* problem);

  bool is_fine() const { return problem_.empty(); }
  // Names the field and what is wrong with it.
  Error error(const std::string& where) const;

 private:
  template <class Enum>
  static bool fits(int number) {
    return number >= 0 && number <= std::numeric_limits<std::underlying_type_t<Enum>>::max();
  }

  std::string problem_;
};

}  // namespace whistle::journal
