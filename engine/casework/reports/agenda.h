#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/casework/state/state.h"
#include "engine/policy/policy.h"

namespace whistle::casework {

// What keeps a case on the agenda.
enum class AgendaReason : std::uint8_t {
  ReviewDue = 1,        // deferred, and its review date has come
  LadderExhausted = 2,  // no tier above can be told any more
  Deferred = 3,         // deferred, for information
};
constexpr auto spellings(AgendaReason) {
  return std::to_array<Spelling<AgendaReason>>({{AgendaReason::ReviewDue, "review_due"},
                                                {AgendaReason::LadderExhausted, "ladder_exhausted"},
                                                {AgendaReason::Deferred, "deferred"}});
}

struct AgendaItem {
  CaseId id{};
  AgendaReason why{AgendaReason::Deferred};
  Timestamp since{};  // the complaint came in
  UnitCode unit;      // that answers for it
  CategoryCode category;
  Timestamp review_at{kNever};  // while deferred

  bool operator==(const AgendaItem&) const = default;
};

struct Agenda {
  Timestamp meets_at{kNever};
  std::vector<AgendaItem> items;

  bool operator==(const Agenda&) const = default;
};

// A case that nobody settled within so many days is a matter for the conference.
inline constexpr int kConferenceDays = 30;

// What a panel has to talk about when it meets next: what is due for review first, then what no
// tier could solve, then what rests; the oldest first. The fortnightly clinic sees all of it, the
// quarterly conference the cases that are older than kConferenceDays. Other panels sit over one
// case and have no agenda. Pure.
Agenda agenda(const State& state, const policy::Policy& policy, PanelKind panel, Timestamp now);

}  // namespace whistle::casework
