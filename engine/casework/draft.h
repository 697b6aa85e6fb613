#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/casework/decide.h"

namespace whistle::casework {

// One decision about one case while it is being made: the events so far, and the few things that
// later steps of the same decision must see as earlier ones left them. The chapters of a case
// (intake.cc, dispatch.cc, ...) are written in its verbs.
class Draft {
 public:
  // About a case that is open.
  Draft(const Context& context, const Case& item);
  // About a case that this decision files. `severity` and `request_type` as triage found them.
  Draft(const Context& context, CaseId id, Severity severity, RequestType request_type);

  const Context& context;
  CaseId id;
  const policy::Category* category{};  // nullptr while nobody knows
  ConditionCode condition;
  AreaCode area{};
  Severity severity{};
  RequestType request_type{};
  Timestamp received{};
  Tier tier{};
  Tier watch_tier{};
  UnitCode unit;
  std::uint16_t order_number{};
  Card card{};
  bool arrived{};
  bool contacted{};
  bool ladder_exhausted{};
  std::vector<CaseClock> clocks;
  std::vector<Event> events;

  // Where the place is unknown, the area its unit serves stands for it: the ladder needs one.
  void settle_area();

  template <class Fact>
  void record(Fact fact) {
    events.emplace_back(std::move(fact));
  }

  // Clocks. Starting a stage for which the rules grant no limit does nothing; ending one that does
  // not run does nothing.
  void start(Stage stage) { start(stage, context.now); }
  void start(Stage stage, Timestamp from);
  // Starts a clock with a limit that stands elsewhere than in the table of limits.
  void start(Stage stage, Timestamp from, const policy::GrantedLimit& granted);
  // The limit that holds now, whether the stage runs already or begins.
  void settle(Stage stage, Timestamp from);
  void meet(Stage stage);
  void drop(Stage stage);
  void pause(Stage stage);
  void resume(Stage stage);
  const CaseClock* clock(Stage stage) const;
  Timestamp earliest_due() const;
  // The limits of the present colour, for all clocks that run. A promise that the colour before did
  // not make begins now.
  void recolour_clocks();
  // Another limit for a clock that runs; time used up stays used up, what is broken stays broken.
  void change_limit(Stage stage, const policy::GrantedLimit& granted);
  // Says that a clock that runs is past its due instant. Returns whether it is far past.
  bool run_out(Stage stage);

 private:
  CaseClock* find(Stage stage);
  void erase(Stage stage);
  // Whoever ends or rests a clock before its alarm was told says first that it was late.
  void run_out_if_late(const CaseClock& clock);
  std::optional<policy::GrantedLimit> limit_of(Stage stage, Severity colour) const;
  const calendar::Calendar& calendar_of(const CaseClock& clock) const;
};

// Sends the case to a unit's line as a new order: clocks of the order start, those of the order
// before are dropped. `told` are informed at the same time.
void dispatch(Draft& draft, const policy::Destination& destination);

// The budget of a tier on the case's ladder, if it has one, and the clock that counts it.
std::optional<policy::GrantedLimit> rung_budget(const Draft& draft, Tier tier);
void start_rung(Draft& draft, Tier tier);

// Climbs one rung of the case's ladder. At the top it says so, once.
void escalate(Draft& draft, const RuleName& why);

// Sends the case back into work after a failed check or an unhappy resident.
void rework(Draft& draft, std::uint8_t round, const std::string& reason);

// The check of finished work is passed, by a person or by rule; the requester is answered.
void pass_post_check(Draft& draft, const WorkerName& by, const RuleName& rule,
                     const std::string& note);

// Closes a case whose requester has been answered, and strikes it off the list.
void close(Draft& draft, const RuleName& rule);

// A hash of a requester's pseudonym that is the same on every machine; 0 for none.
std::uint64_t requester_hash(std::string_view requester);

// The area within which complaints of this category count as reports of one cause.
AreaCode cause_area(const policy::Policy& policy, const policy::Category& category, AreaCode area);

// The open case that this complaint belongs to, if there is one, and the rule that says so.
struct Parent {
  const Case* item{};
  bool repeat{};
  RuleName rule;
};
std::optional<Parent> find_parent(const Context& context, const SubmitComplaint& command);

// Joins a complaint to an open case; its heat may raise the colour.
Decided merge_into(const Context& context, const SubmitComplaint& command, const Parent& parent);

}  // namespace whistle::casework
