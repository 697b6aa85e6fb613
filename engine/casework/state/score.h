#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// What a counter is about. On disk: append, never renumber.
enum class Dimension : std::uint8_t {
  All = 1,           // key empty
  Unit = 2,          // key: unit code
  Worker = 3,        // key: worker
  Tier = 4,          // key: word of the tier
  Area = 5,          // key: area code, as precise as it was known
  AreaCategory = 6,  // key: area code, "/", category code
};
constexpr auto spellings(Dimension) {
  return std::to_array<Spelling<Dimension>>({{Dimension::All, "all"},
                                             {Dimension::Unit, "unit"},
                                             {Dimension::Worker, "worker"},
                                             {Dimension::Tier, "tier"},
                                             {Dimension::Area, "area"},
                                             {Dimension::AreaCategory, "area_category"}});
}

// What is counted, and of whom. Complaints (Accepted, Repeats) and Closed are counted of All, Area
// and, the first, of AreaCategory; Reminders of All. Everything is counted of the Unit that it
// concerns, complaints that were accepted alone excepted. Orders, first contacts, work that was
// finished, returns, callbacks and broken promises are counted of the Tier as well; first contacts,
// work that was finished, callbacks and rounds of duties of the Worker; callbacks of the Area.
// On disk: append, never renumber.
enum class Measure : std::uint8_t {
  Accepted = 1,         // complaints that became or joined a case
  Dispatched = 2,       // orders that went to the unit
  Contacted = 3,        // first contacts
  ContactedInTime = 4,  // of these
  Finished = 5,         // orders finished
  FinishedInTime = 6,   // before the promise to resolve was broken
  ValidCallbacks = 7,   // callbacks with a rating
  Solved = 8,           // of the first complaint of a case: solved
  SolveAsked = 9,       // callbacks about the first complaint of a case, with a rating
  Satisfied = 10,       // very satisfied, satisfied, fairly satisfied
  Returned = 11,        // orders given back
  Repeats = 12,         // complaints that repeat an open case
  Reminders = 13,       // by residents
  YellowCards = 14,
  RedCards = 15,
  Points = 16,  // of cards; mostly negative
  Reworked = 17,
  Closed = 18,  // with an answer to the requester; shares in another unit's case are not
  ClosedInTime = 19,
  WhistlesBlown = 20,     // by the unit
  WhistlesAnswered = 21,  // invitations
  WhistleSteps = 22,      // steps owed and done or missed
  WhistleStepsInTime = 23,
  Stars = 24,        // sum over ratings from the other side of a whistle
  StarRatings = 25,  // how many
  DutiesOwed = 26,   // rounds that ended
  DutiesDone = 27,
  Exempted = 28,       // cases left out after an appeal
  ExemptedLate = 29,   // of these, late ones: taken out of Finished and Closed in the rates
  OthersStars = 30,    // sum of the stars that others than owners gave
  OthersRatings = 31,  // how many
  Overdue = 32,        // promises broken by the unit; budgets of tiers are none
  Exposed = 33,        // on the public list for being far overdue or failing a check
  OnTimeSteps = 34,    // steps done in time; what each is worth is in the rules
  OwnersStars = 35,    // sum of the stars that owners gave
  OwnersRatings = 36,  // how many
};
inline constexpr std::size_t kMeasureCount = 36;
constexpr auto spellings(Measure) {
  return std::to_array<Spelling<Measure>>({{Measure::Accepted, "accepted"},
                                           {Measure::Dispatched, "dispatched"},
                                           {Measure::Contacted, "contacted"},
                                           {Measure::ContactedInTime, "contacted_in_time"},
                                           {Measure::Finished, "finished"},
                                           {Measure::FinishedInTime, "finished_in_time"},
                                           {Measure::ValidCallbacks, "valid_callbacks"},
                                           {Measure::Solved, "solved"},
                                           {Measure::SolveAsked, "solve_asked"},
                                           {Measure::Satisfied, "satisfied"},
                                           {Measure::Returned, "returned"},
                                           {Measure::Repeats, "repeats"},
                                           {Measure::Reminders, "reminders"},
                                           {Measure::YellowCards, "yellow_cards"},
                                           {Measure::RedCards, "red_cards"},
                                           {Measure::Points, "points"},
                                           {Measure::Reworked, "reworked"},
                                           {Measure::Closed, "closed"},
                                           {Measure::ClosedInTime, "closed_in_time"},
                                           {Measure::WhistlesBlown, "whistles_blown"},
                                           {Measure::WhistlesAnswered, "whistles_answered"},
                                           {Measure::WhistleSteps, "whistle_steps"},
                                           {Measure::WhistleStepsInTime, "whistle_steps_in_time"},
                                           {Measure::Stars, "stars"},
                                           {Measure::StarRatings, "star_ratings"},
                                           {Measure::DutiesOwed, "duties_owed"},
                                           {Measure::DutiesDone, "duties_done"},
                                           {Measure::Exempted, "exempted"},
                                           {Measure::ExemptedLate, "exempted_late"},
                                           {Measure::OthersStars, "others_stars"},
                                           {Measure::OthersRatings, "others_ratings"},
                                           {Measure::Overdue, "overdue"},
                                           {Measure::Exposed, "exposed"},
                                           {Measure::OnTimeSteps, "on_time_steps"},
                                           {Measure::OwnersStars, "owners_stars"},
                                           {Measure::OwnersRatings, "owners_ratings"}});
}

struct ScoreKey {
  std::uint32_t period{};  // 202603
  Dimension dimension{Dimension::All};
  std::string key;

  auto operator<=>(const ScoreKey&) const = default;
};
// The same for a look-up, with words that are somebody else's.
struct ScoreKeyView {
  std::uint32_t period{};
  Dimension dimension{Dimension::All};
  std::string_view key;
};
// Either beside either.
struct ScoreOrder {
  using is_transparent = void;

  template <class Left, class Right>
  bool operator()(const Left& left, const Right& right) const {
    if (left.period != right.period) return left.period < right.period;
    if (left.dimension != right.dimension) return left.dimension < right.dimension;
    return std::string_view(left.key) < std::string_view(right.key);
  }
};

// The counters of one month and one unit, area, worker, ...
struct Score {
  std::uint32_t period{};
  Dimension dimension{Dimension::All};
  std::string key;
  std::array<std::int64_t, kMeasureCount> counts{};

  std::int64_t count(Measure measure) const {
    return counts[static_cast<std::size_t>(measure) - 1];
  }
  bool operator==(const Score&) const = default;
};

// What a closed case did to the score of one unit: it may appeal once.
struct Appellant {
  UnitCode unit;
  bool late{};  // the case was closed late in its hands
  bool filed{};
  std::uint8_t reviews{};
  bool settled{};
  WorkerName first_reviewer{};  // the second one must be somebody else

  bool is_under_review() const { return filed && !settled; }
  bool operator==(const Appellant&) const = default;
};

// A closed case whose scores can still be appealed: by who was late with it, and by who has a card
// for it.
struct Appealable {
  CaseId id{};
  std::uint32_t period{};   // its score was counted in
  Timestamp until{kNever};  // to file an appeal
  std::vector<Appellant> units;

  const Appellant* find(const UnitCode& unit) const {
    for (const Appellant& each : units) {
      if (each.unit == unit) return &each;
    }
    return nullptr;
  }
  bool is_under_review() const {
    for (const Appellant& each : units) {
      if (each.is_under_review()) return true;
    }
    return false;
  }
  // The instant at which it is forgotten. An appeal under review is waited for.
  Timestamp next_alarm() const { return is_under_review() ? kNever : until; }

  bool operator==(const Appealable&) const = default;
};

// What a volunteer or a member has earned and not spent.
struct Account {
  HolderName holder;
  std::uint64_t earned{};
  std::uint64_t spent{};

  bool operator==(const Account&) const = default;
};

}  // namespace whistle::casework
