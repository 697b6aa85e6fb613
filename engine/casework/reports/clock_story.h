#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/casework/events/events.h"
#include "engine/policy/policy.h"

// What became of each promise of a case, told from the facts of its trail. Pure: the same facts
// tell the same story, whenever they are asked. Nothing is decided anew; what the facts say stands,
// and only what they leave out (how much of a stretch was working time) is worked out with the
// calendar of the rule book that was in force then.
namespace whistle::casework {

// A record of the trail of a case.
struct TrailRecord {
  Timestamp time{};
  std::string policy;  // version of the rule book it was decided under
  std::string verb;
  std::vector<Event> events;  // of all cases it is about
};

// The rule book of a version; nullptr when it is not known. A journal that has only ever known one
// book answers every version with it.
using BookOf = std::function<const policy::Policy*(const std::string& version)>;

// A stretch of a promise that ran or rested.
struct Stretch {
  Timestamp from{};
  Timestamp until{kNever};  // kNever: it goes on
  bool running{};
  // What began it: "started", "extended", "suspended:wait_parts", "finished", "resumed", ...
  std::string why;
  std::string calendar;
  calendar::Limit limit{};
  std::string policy;                // under which it was counted
  std::optional<Milliseconds> used;  // by this stretch; nothing: its calendar is not known
  Milliseconds used_total{};         // by all, at its end

  bool operator==(const Stretch&) const = default;
};

// A promise in progress was given another limit or another calendar.
struct PromiseChange {
  Timestamp at{};
  std::string what;  // extended, recoloured, recounted, moved
  RuleName rule;
  calendar::Limit limit{};
  Timestamp due_before{kNever};  // kNever: it rested
  Timestamp due{kNever};         // kNever: it rests

  bool operator==(const PromiseChange&) const = default;
};

// What became of a promise.
enum class Fate : std::uint8_t {
  Running,
  Resting,
  Overdue,  // open, and broken
  Kept,
  KeptLate,  // done in the end
  Dropped,   // nobody's any more before it was due
  Broken,    // dropped after it was broken
};
std::string_view to_word(Fate fate);

// Whether a promise made the case climb.
enum class Climbing : std::uint8_t {
  MovesNothing,  // a broken promise of this stage moves no case
  May,           // it is open
  Climbed,
  DidNot,
};
std::string_view to_word(Climbing climbing);

struct Promise {
  Stage stage{};
  RuleName rule{};         // by which it was given
  std::string policy{};    // under which it was given
  std::string calendar{};  // as they stand last
  calendar::Limit limit{};
  Timestamp started{};
  Timestamp ended{kNever};  // kNever: open
  Fate fate{};
  std::string ended_by{};
  Timestamp due{kNever};   // as it stood last
  Milliseconds granted{};  // Milliseconds::max(): without end
  Milliseconds used{};     // until it ended, or until the last fact of the case
  // What was left when it ended, in the limit's own way of counting; negative: how late it was.
  // Nothing while it is open, without end, or when its calendar is not known.
  std::optional<Milliseconds> spare{};
  Timestamp ran_out{kNever};  // when it was told that it was broken
  bool far{};
  std::vector<Stretch> stretches{};
  std::vector<PromiseChange> changes{};
  Climbing climbing{};
  std::string climb_why{};  // of DidNot: "kept", "dropped", "card_only", "found_late", ...
  UnitCode climbed_to{};
  Card card{Card::None};  // that it earned
  UnitCode card_unit{};

  bool operator==(const Promise&) const = default;
};

// Whether the case came to a step of its ladder.
enum class StepFate : std::uint8_t {
  Reached,
  Told,  // at once with the one that got it, as red is
  NotReached,
  PassedOver,  // several had come due, or somebody sent the case higher
  BelowStart,  // the case began above it
  Nobody,      // no unit of that tier serves the place; the step costs no time
};
std::string_view to_word(StepFate fate);

struct LadderStep {
  std::string ladder;
  Tier tier{};
  UnitCode unit;
  std::optional<calendar::Limit> budget;  // none: until the promise to resolve is broken
  std::string calendar;
  policy::RungMode mode{};
  StepFate fate{};
  Timestamp reached{kNever};

  bool operator==(const LadderStep&) const = default;
};

// The promises of a case in the order in which they began. `trail` is ascending.
std::vector<Promise> promises_of(CaseId id, const std::vector<TrailRecord>& trail,
                                 const BookOf& book_of);

// The ladder the case stands on by its colour and category, bottom to top, in the rule book of its
// last order; empty when nobody knows what it is, and for an assistance.
std::vector<LadderStep> ladder_of(CaseId id, const std::vector<TrailRecord>& trail,
                                  const BookOf& book_of);

}  // namespace whistle::casework
