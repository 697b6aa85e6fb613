#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/core/colour.h"

// Enumerations of the field and the one spelling each value has in files, on the wire and on
// screens. Values are on disk and on the wire: append, never renumber.
namespace whistle {

// Who can act, lowest first. `Building` includes the grid.
enum class Tier : std::uint8_t {
  Building = 1,
  Compound = 2,
  Community = 3,
  Street = 4,
  Department = 5,
  District = 6,
};

// The kind of matter, which selects the tier that starts (Longkou: 日常事楼栋议、焦点事小区议、
// 综合事社区议、专业事街道议).
enum class MatterClass : std::uint8_t { Routine = 1, Focal = 2, Composite = 3, Specialist = 4 };

// What a requester wants (Beijing ordinance on handling complaints, art. 2).
enum class RequestType : std::uint8_t {
  Inquiry = 1,
  Help = 2,
  Grievance = 3,
  ReportViolation = 4,
  Suggestion = 5,
  Thanks = 6,
};

enum class Channel : std::uint8_t {
  Other = 1,
  Phone = 2,
  WechatAccount = 3,
  WechatGroup = 4,
  Patrol = 5,
  Web = 6,
  App = 7,
  OnSite = 8,
};

// A stage of a case with a promise of its own. `Rung` is a tier's budget on the ladder.
enum class Stage : std::uint8_t {
  Accept = 1,
  Dispatch = 2,
  Sign = 3,
  Contact = 4,
  OnSite = 5,
  InitialResult = 6,
  Resolve = 7,
  PostCheck = 8,
  Callback = 9,
  FirstResponse = 10,
  AtDoor = 11,
  Rung = 12,
};
inline constexpr std::size_t kStageCount = 12;

// What the resident says of the result at the callback.
enum class Solved : std::uint8_t { Solved = 1, PartlySolved = 2, Unsolved = 3 };
enum class Satisfaction : std::uint8_t {
  VerySatisfied = 1,
  Satisfied = 2,
  FairlySatisfied = 3,
  Dissatisfied = 4,
  Unrated = 5,
};

template <class Enum>
struct Spelling {
  Enum value;
  std::string_view word;
};

constexpr auto spellings(Severity) {
  return std::to_array<Spelling<Severity>>(
      {{Severity::Blue, "blue"}, {Severity::Yellow, "yellow"}, {Severity::Red, "red"}});
}
constexpr auto spellings(Card) {
  return std::to_array<Spelling<Card>>({{Card::None, "none"},
                                        {Card::Notice, "notice"},
                                        {Card::Yellow, "yellow_card"},
                                        {Card::Red, "red_card"}});
}
constexpr auto spellings(Tier) {
  return std::to_array<Spelling<Tier>>({{Tier::Building, "building"},
                                        {Tier::Compound, "compound"},
                                        {Tier::Community, "community"},
                                        {Tier::Street, "street"},
                                        {Tier::Department, "department"},
                                        {Tier::District, "district"}});
}
constexpr auto spellings(MatterClass) {
  return std::to_array<Spelling<MatterClass>>({{MatterClass::Routine, "routine"},
                                               {MatterClass::Focal, "focal"},
                                               {MatterClass::Composite, "composite"},
                                               {MatterClass::Specialist, "specialist"}});
}
constexpr auto spellings(RequestType) {
  return std::to_array<Spelling<RequestType>>({{RequestType::Inquiry, "inquiry"},
                                               {RequestType::Help, "help"},
                                               {RequestType::Grievance, "grievance"},
                                               {RequestType::ReportViolation, "report_violation"},
                                               {RequestType::Suggestion, "suggestion"},
                                               {RequestType::Thanks, "thanks"}});
}
constexpr auto spellings(Channel) {
  return std::to_array<Spelling<Channel>>({{Channel::Other, "other"},
                                           {Channel::Phone, "phone"},
                                           {Channel::WechatAccount, "wechat_account"},
                                           {Channel::WechatGroup, "wechat_group"},
                                           {Channel::Patrol, "patrol"},
                                           {Channel::Web, "web"},
                                           {Channel::App, "app"},
                                           {Channel::OnSite, "on_site"}});
}
constexpr auto spellings(Stage) {
  return std::to_array<Spelling<Stage>>({{Stage::Accept, "accept"},
                                         {Stage::Dispatch, "dispatch"},
                                         {Stage::Sign, "sign"},
                                         {Stage::Contact, "contact"},
                                         {Stage::OnSite, "on_site"},
                                         {Stage::InitialResult, "initial_result"},
                                         {Stage::Resolve, "resolve"},
                                         {Stage::PostCheck, "post_check"},
                                         {Stage::Callback, "callback"},
                                         {Stage::FirstResponse, "first_response"},
                                         {Stage::AtDoor, "at_door"},
                                         {Stage::Rung, "rung"}});
}
constexpr auto spellings(Solved) {
  return std::to_array<Spelling<Solved>>({{Solved::Solved, "solved"},
                                          {Solved::PartlySolved, "partly_solved"},
                                          {Solved::Unsolved, "unsolved"}});
}
constexpr auto spellings(Satisfaction) {
  return std::to_array<Spelling<Satisfaction>>({{Satisfaction::VerySatisfied, "very_satisfied"},
                                                {Satisfaction::Satisfied, "satisfied"},
                                                {Satisfaction::FairlySatisfied, "fairly_satisfied"},
                                                {Satisfaction::Dissatisfied, "dissatisfied"},
                                                {Satisfaction::Unrated, "unrated"}});
}

// The word of a value; "?" for a number that is no value.
template <class Enum>
constexpr std::string_view to_word(Enum value) {
  for (const auto& spelling : spellings(value)) {
    if (spelling.value == value) return spelling.word;
  }
  return "?";
}

// The value of a word, or nothing when no value is spelt so.
template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view word) {
  for (const auto& spelling : spellings(Enum{})) {
    if (spelling.word == word) return spelling.value;
  }
  return std::nullopt;
}

// The value of a number from disk or wire, or nothing when there is no such value.
template <class Enum>
constexpr std::optional<Enum> from_number(std::int64_t number) {
  for (const auto& spelling : spellings(Enum{})) {
    if (static_cast<std::int64_t>(spelling.value) == number) return spelling.value;
  }
  return std::nullopt;
}

}  // namespace whistle
