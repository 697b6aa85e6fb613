#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace whistle {

// A number that names one thing and cannot be mixed up with a number that names another.
// Zero names nothing.
template <class Tag>
struct Number {
  std::uint64_t value{};

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Number&) const = default;
};

using CaseId = Number<struct CaseTag>;            // what must be solved; counts up from 1
using ComplaintId = Number<struct ComplaintTag>;  // what a resident said; counts up from 1
using Sequence = Number<struct SequenceTag>;      // place of a record in the journal, from 1
using Token = Number<struct TokenTag>;            // fences a lease or an ownership; only grows
using WhistleId = Number<struct WhistleTag>;      // a street's call; counts up from 1
using DutyId = Number<struct DutyTag>;            // a recurring duty; counts up from 1
using EntryId = Number<struct EntryTag>;          // of a claimable list; counts up from 1
using StormId = Number<struct StormTag>;          // a burst of cases in one area; counts up from 1
using AdoptionId = Number<struct AdoptionTag>;    // a rule book put in force; counts up from 1

// A word that names one thing: a code from the rule book or a principal. Empty names nothing.
template <class Tag>
struct Word {
  std::string value;

  explicit operator bool() const { return !value.empty(); }
  auto operator<=>(const Word&) const = default;
};

using CategoryCode = Word<struct CategoryTag>;      // "06028", "svc-pipe-burst"
using ConditionCode = Word<struct ConditionTag>;    // filing condition: selects the limit
using DepartmentCode = Word<struct DepartmentTag>;  // "water"
using RuleName = Word<struct RuleTag>;              // the rule that decided, as an explanation
using UnitCode = Word<struct UnitTag>;              // who has the queue: "wuan", "changtai-water"
using DutyCode = Word<struct DutyCodeTag>;          // kind of duty: "care_visit", "grid_patrol"
using PauseCode = Word<struct PauseTag>;            // reason to pause: "waits_for_requester"
using HolderName = Word<struct HolderTag>;          // who owns points
using WorkerName = Word<struct WorkerTag>;          // the person or desk who acts

}  // namespace whistle

template <class Tag>
struct std::hash<whistle::Number<Tag>> {
  std::size_t operator()(const whistle::Number<Tag>& number) const noexcept {
    return std::hash<std::uint64_t>{}(number.value);
  }
};

template <class Tag>
struct std::hash<whistle::Word<Tag>> {
  std::size_t operator()(const whistle::Word<Tag>& word) const noexcept {
    return std::hash<std::string>{}(word.value);
  }
};
