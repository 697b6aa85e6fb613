#pragma once

#include <absl/container/inlined_vector.h>

#include <array>
#include <optional>
#include <string>
#include <string_view>
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

  // Promises that run at the same time in nearly every case.
  static constexpr std::size_t kClocksUsual = 8;

  const Context& context;
  const Case* before{};  // the case as it was; nullptr for one that this decision files
  CaseId id;
  CaseKind kind{CaseKind::Request};
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
  std::vector<Carded> carded;  // who has which card for the case
  bool arrived{};
  bool contacted{};
  bool ladder_exhausted{};
  UnitCode transferred_from;    // while a transfer waits for a signature
  WorkerName assignee;          // by the roster
  std::vector<CaseId> assists;  // that have not reported
  absl::InlinedVector<CaseClock, kClocksUsual> clocks;
  std::vector<Event> events;

  // Where the place is unknown, the area its unit serves stands for it: the ladder needs one.
  void settle_area();

  // What happened to the case off the straight way, as it was before this decision.
  const Dossier& dossier() const;
  // Whether the nearest area around the case that has an operating mode is at war.
  bool wartime() const;
  // Who answers for a promise of the case: the unit that has the order. While a transfer waits for
  // a signature the giver answers for all but what the receiver owes: to sign.
  const UnitCode& answering(Stage stage) const;

  template <class Fact>
  void record(Fact fact) {
    events.emplace_back(std::move(fact));
  }

  Card card_of(const UnitCode& unit) const;
  // Requires: the card is higher than the one its unit has.
  void issue(CardIssued card);

  // Clocks. Starting a stage for which the rules grant no limit does nothing; ending one that does
  // not run does nothing.
  void start(Stage stage) { start(stage, context.now); }
  void start(Stage stage, Timestamp from);
  // Starts a clock with a limit that stands elsewhere than in the table of limits.
  void start(Stage stage, Timestamp from, policy::GrantedLimit granted);
  // The limit that holds now, whether the stage runs already or begins.
  void settle(Stage stage, Timestamp from);
  void meet(Stage stage);
  void drop(Stage stage);
  void pause(Stage stage);
  void resume(Stage stage);
  const CaseClock* clock(Stage stage) const;
  // What the rules grant for a stage of the case as it stands now.
  std::optional<policy::GrantedLimit> limit_of(Stage stage) const {
    return limit_of(stage, severity);
  }
  Timestamp earliest_due() const;
  // All clocks of the unit rest, or go on; on request the requester's rests as well. What goes on
  // is everything that rests.
  void pause_all(bool requester_too);
  void resume_all();
  // The limits of the present colour, for all clocks. A promise that the colour before did not make
  // begins now.
  void recolour_clocks();
  // The promises of a first order that the colour before did not make: they begin now, and rest
  // when the unit's clocks rest.
  void start_new_promises();
  // The limits of the present operating mode, for all clocks: from now on time is counted the new
  // way, the share of each limit that is used up stays the same. Extensions stay granted.
  void recount_clocks();
  // Another limit for a clock, also one that rests; time used up stays used up, what is broken
  // stays broken. The present stretch is counted in the new way.
  void change_limit(Stage stage, const policy::GrantedLimit& granted);
  // More time for a clock: due `more` after its present due instant, as its own calendar counts.
  // What is broken stays broken.
  void extend(Stage stage, calendar::Limit more, const RuleName& why);
  // Says that a clock that runs is past its due instant. Returns whether it is far past.
  bool run_out(Stage stage);

 private:
  CaseClock* find(Stage stage);
  void erase(Stage stage);
  // Whoever ends or rests a clock before its alarm was told says first that it was late.
  void run_out_if_late(const CaseClock& clock);
  std::optional<policy::GrantedLimit> limit_of(Stage stage, Severity colour) const;
  const calendar::Calendar& calendar_of(const CaseClock& clock) const;
  // Limit and calendar of a clock from now on. One that rests goes on resting.
  void replace(CaseClock& clock, const policy::GrantedLimit& granted, Milliseconds used,
               Milliseconds extra);
  void recount(CaseClock& clock, const policy::GrantedLimit& granted);
  void record_started(const CaseClock& clock, RuleName why);

  // By stage, the calendars of clocks that this decision started: the state may not know them yet.
  std::array<const calendar::Calendar*, kStageCount + 1> calendars_{};
};

// Sends the case to a unit's line as a new order: clocks of the order start, those of the order
// before are dropped. Red tells the units of all parallel rungs at the same time. The first unit
// that is sent a case leads it, whoever else is asked to help (首接负责制). The promise to resolve
// and the requester's clock run on whatever happens to orders. A transfer that waited for a
// signature is over.
void dispatch(Draft& draft, policy::Destination destination);
// Sends a case that was on the deferred ledger into work again: its promises go on with what was
// left of them, the order is a new one.
void send_after_deferral(Draft& draft, const policy::Destination& to);
// Sends a returned case back to the unit that returned it: its clocks go on where they rested.
void dispatch_again(Draft& draft, const policy::Destination& destination);
// Sends the case to another unit, which must sign in time (Stage::Transfer) or it snaps back.
void dispatch_transfer(Draft& draft, const policy::Destination& destination);

// A case that became red where it is: tells the units of all parallel rungs.
void tell_all(Draft& draft);

// Nobody ruled on the objection to a red case in time: the street of the place must do it
// (属地兜底). Does nothing when nobody is there to do it; then the case goes on waiting for a
// ruling.
void rule_by_default(Draft& draft);

// Signs for the order in the name of a worker.
void sign(Draft& draft, const WorkerName& worker, Token token);

// A lease has come to nothing. When that happened more often than the rules allow, the order leaves
// its line for the dispatcher's. Requires: the fact that ends the lease is recorded.
void park_if_too_often(Draft& draft, ParkCause cause);

// The receiver of a transfer did not sign in time, or will not: the giver has the order again.
// Requires: draft.transferred_from.
void snap_back(Draft& draft, const RuleName& why = {"transfer:not_signed"});

// The required assistances that have not reported, as a refusal that names them.
std::optional<Refusal> check_assists(const Case& lead, const Context& context);
// An assistance is done: reported to the lead, closed and struck off.
void report_assist(Draft& draft, Solved result, const std::string& note);
// The case is finished or closed: assistances that are still open have nothing left to do.
void withdraw_assists(Draft& draft);

// The budget of a tier on the case's ladder, if it has one, and the clock that counts it.
std::optional<policy::GrantedLimit> rung_budget(const Draft& draft, Tier tier);
void start_rung(Draft& draft, Tier tier);

// Climbs one rung of the case's ladder. At the top it says so, once.
void escalate(Draft& draft, const RuleName& why);
// Who is told, and carded, when a promise of this stage is broken: whoever holds the order, save
// for what the centre or the dispatch desk owes.
UnitCode answers_for(const Draft& draft, Stage stage);

// A pause ends and the clocks go on; nothing when the case is not suspended.
void end_pause(Draft& draft, const WorkerName& by, const RuleName& rule);
// Whoever holds the order is about to hold it no more: a pause ends, a request for more time is
// void. Said twice in one decision, it does nothing the second time.
void let_go(Draft& draft, const RuleName& rule);

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
