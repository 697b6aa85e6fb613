#include "tests/support/recount.h"

#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

namespace whistle::support {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): many facts are named below

using Cell = std::tuple<std::uint32_t, Dimension, std::string, Measure>;
using Table = std::map<Cell, std::int64_t>;

struct Promise {
  bool runs{true};
  bool late{};
  bool far{};
  Timestamp due{};
};

// What the facts say of an open case.
struct Seen {
  bool assist{};
  bool declined{};
  ComplaintId first{};
  std::int64_t complaints{1};
  AreaCode area{};
  std::string category;
  std::string unit;
  std::string worker;
  Tier tier{};
  std::map<Stage, Promise> promises;
};

struct Left {  // of a case that was closed
  std::uint32_t period{};
  std::string late;  // who had it then; empty: it was in time
};

struct Watch {  // a duty
  std::string unit;
  std::string person;
};

struct Call {  // a whistle
  std::map<WhistleStep, Timestamp> due;
  std::set<std::pair<std::string, WhistleStep>> settled;
};

const std::set<std::string> kDesks{"", "triage", "dispatch"};
const std::set<Stage> kOfTheCentre{Stage::Accept,   Stage::Dispatch,  Stage::PostCheck,
                                   Stage::Callback, Stage::Objection, Stage::Rung};
const std::set<Stage> kSteps{Stage::Sign, Stage::Contact, Stage::OnSite, Stage::InitialResult,
                             Stage::Resolve};

class Recount {
 public:
  Table table;

  void operator()(const PeriodBegan& event) { period_ = event.period; }

  // ---- Complaints ----

  void operator()(const CaseFiled& event) {
    Seen& seen = cases_[event.id];
    seen.first = event.complaint;
    if (event.findings->place.certainty >= triage::Certainty::Certain) {
      seen.area = event.findings->place.area;
    }
    if (!event.awaits_triage) seen.category = event.findings->category.category.value;
    accepted(seen.area, seen.category);
    count(Dimension::All, "", Measure::Accepted);
  }
  void operator()(const CaseDisposed& event) {
    Seen& seen = cases_.at(event.id);
    seen.declined = event.disposition == Disposition::Declined;
    if (!seen.declined) return;
    accepted(seen.area, seen.category, -1);
    count(Dimension::All, "", Measure::Accepted, -1);
  }
  void operator()(const ComplaintMerged& event) {
    Seen& seen = cases_.at(event.id);
    ++seen.complaints;
    accepted(seen.area, seen.category);
    count(Dimension::All, "", Measure::Accepted);
    if (!event.repeat) return;
    for (const Measure measure : {Measure::Repeats, Measure::Reminders}) {
      count(Dimension::All, "", measure);
      of_unit(seen.unit, measure);
    }
    if (seen.area) count(Dimension::Area, text(seen.area), Measure::Repeats);
  }
  void operator()(const CaseClassified& event) {
    Seen& seen = cases_.at(event.id);
    for (std::int64_t i = 0; i < seen.complaints; ++i) {
      if (!seen.area) count(Dimension::Area, text(event.area), Measure::Accepted);
      count(Dimension::AreaCategory, text(event.area) + "/" + event.category.value,
            Measure::Accepted);
    }
    seen.area = event.area;
    seen.category = event.category.value;
  }
  void operator()(const ComplaintUnmerged& event) { --cases_.at(event.id).complaints; }
  void operator()(const CaseSplit& event) {
    Seen& seen = cases_[event.id];
    seen.first = event.complaint;
    seen.area = event.area;
    seen.category = event.category.value;
  }
  void operator()(const CaseMerged& event) {
    cases_.at(event.into).complaints += cases_.at(event.id).complaints;
    cases_.erase(event.id);
  }
  void operator()(const CaseReminded& event) {
    count(Dimension::All, "", Measure::Reminders);
    of_unit(cases_.at(event.id).unit, Measure::Reminders);
  }

  // ---- Orders ----

  void operator()(const AssistOrdered& event) {
    Seen& seen = cases_[event.id];
    seen.assist = true;
    seen.area = event.area;
    seen.category = event.category.value;
  }
  void operator()(const AssistWithdrawn& event) { cases_.erase(event.id); }
  void operator()(const OrderDispatched& event) {
    Seen& seen = cases_.at(event.id);
    seen.unit = event.unit.value;
    seen.tier = event.tier;
    seen.worker.clear();
    if (kDesks.contains(seen.unit)) return;
    of_unit(seen.unit, Measure::Dispatched);
    count(Dimension::Tier, std::string(to_word(seen.tier)), Measure::Dispatched);
  }
  void operator()(const OrderLeased& event) { cases_.at(event.id).worker = event.worker.value; }
  void operator()(const OrderSigned& event) { cases_.at(event.id).worker = event.worker.value; }
  void operator()(const OrderReturned& event) {
    Seen& seen = cases_.at(event.id);
    if (!kDesks.contains(event.unit.value)) {
      of_unit(event.unit.value, Measure::Returned);
      count(Dimension::Tier, std::string(to_word(seen.tier)), Measure::Returned);
    }
    seen.unit = "dispatch";
    seen.worker.clear();
  }
  void operator()(const OrderParked& event) {
    Seen& seen = cases_.at(event.id);
    seen.unit = "dispatch";
    seen.worker.clear();
  }
  void operator()(const OrderRecalled& event) { cases_.at(event.id).worker.clear(); }
  void operator()(const CaseDeferred& event) { cases_.at(event.id).worker.clear(); }

  void operator()(const FirstContacted& event) {
    const Seen& seen = cases_.at(event.id);
    if (seen.promises.contains(Stage::Contact)) return;
    of_work(seen, Measure::Contacted);
    of_work(seen, Measure::ContactedInTime);
  }
  void operator()(const HandlingFinished& event) {
    const Seen& seen = cases_.at(event.id);
    of_work(seen, Measure::Finished);
    const auto found = seen.promises.find(seen.assist ? Stage::Assist : Stage::Resolve);
    const bool late = found != seen.promises.end() &&
                      (found->second.late || (found->second.runs && found->second.due < event.at));
    if (!late) of_work(seen, Measure::FinishedInTime);
  }
  void operator()(const PostChecked& event) {
    if (!event.passed) of_unit(cases_.at(event.id).unit, Measure::Exposed);
  }
  void operator()(const CaseReworked& event) {
    of_unit(cases_.at(event.id).unit, Measure::Reworked);
  }
  void operator()(const CalledBack& event) {
    const Seen& seen = cases_.at(event.id);
    if (seen.assist || event.satisfaction == Satisfaction::Unrated) return;
    std::set<Measure> measures{Measure::ValidCallbacks};
    if (event.satisfaction != Satisfaction::Dissatisfied) measures.insert(Measure::Satisfied);
    if (event.complaint == ComplaintId{} || event.complaint == seen.first) {
      measures.insert(Measure::SolveAsked);
      if (event.solved == Solved::Solved) measures.insert(Measure::Solved);
    }
    for (const Measure measure : measures) {
      of_work(seen, measure);
      if (seen.area) count(Dimension::Area, text(seen.area), measure);
    }
  }
  void operator()(const CaseClosed& event) {
    Seen& seen = cases_.at(event.id);
    seen.promises.clear();
    closed_[event.id] = {period_, event.on_time ? std::string() : seen.unit};
    if (seen.assist || seen.declined) return;
    closed(seen, Measure::Closed);
    if (event.on_time) closed(seen, Measure::ClosedInTime);
  }
  void operator()(const CaseStruckOff& event) { cases_.erase(event.id); }
  void operator()(const CaseExempted& event) {
    const Left& left = closed_.at(event.id);
    ++table[{left.period, Dimension::Unit, event.unit.value, Measure::Exempted}];
    if (left.late == event.unit.value) {
      ++table[{left.period, Dimension::Unit, event.unit.value, Measure::ExemptedLate}];
    }
  }

  // ---- Clocks and cards ----

  void operator()(const ClockStarted& event) {
    cases_.at(event.id).promises[event.stage] = {.due = event.alarms.due};
  }
  void operator()(const ClockPaused& event) { promise(event.id, event.stage).runs = false; }
  void operator()(const ClockResumed& event) {
    promise(event.id, event.stage).runs = true;
    promise(event.id, event.stage).due = event.alarms.due;
  }
  void operator()(const ClockDropped& event) { cases_.at(event.id).promises.erase(event.stage); }
  void operator()(const ClockMet& event) {
    Seen& seen = cases_.at(event.id);
    seen.promises.erase(event.stage);
    if (event.stage == Stage::Contact) {
      of_work(seen, Measure::Contacted);
      if (event.on_time) of_work(seen, Measure::ContactedInTime);
    }
    if (event.on_time && kSteps.contains(event.stage)) of_unit(seen.unit, Measure::OnTimeSteps);
  }
  void operator()(const ClockRanOut& event) {
    Promise& clock = promise(event.id, event.stage);
    const bool of_a_unit =
        !kOfTheCentre.contains(event.stage) && !kDesks.contains(event.unit.value);
    if (of_a_unit && !clock.late) {
      of_unit(event.unit.value, Measure::Overdue);
      count(Dimension::Tier, std::string(to_word(cases_.at(event.id).tier)), Measure::Overdue);
    }
    if (of_a_unit && event.far && !clock.far) of_unit(event.unit.value, Measure::Exposed);
    clock.late = true;
    clock.far = clock.far || event.far;
  }
  void operator()(const CardIssued& event) {
    if (!kDesks.contains(event.unit.value)) card(event.unit.value, event.card, event.points);
  }
  void operator()(const UnitCarded& event) { card(event.unit.value, event.card, event.points); }

  // ---- Duties, ratings, whistles ----

  void operator()(const DutyAssigned& event) {
    duties_[event.id] = {event.unit.value, event.person.value};
  }
  void operator()(const DutyRoundEnded& event) {
    const Watch& duty = duties_.at(event.id);
    std::set<Measure> measures{Measure::DutiesOwed};
    if (!event.missed) measures.insert(Measure::DutiesDone);
    for (const Measure measure : measures) {
      ++table[{event.period, Dimension::Unit, duty.unit, measure}];
      if (!duty.person.empty()) ++table[{event.period, Dimension::Worker, duty.person, measure}];
    }
  }
  void operator()(const UnitRated& event) {
    const bool owners = event.rater == Rater::Owners;
    count(Dimension::Unit, event.unit.value, owners ? Measure::OwnersStars : Measure::OthersStars,
          event.stars);
    count(Dimension::Unit, event.unit.value,
          owners ? Measure::OwnersRatings : Measure::OthersRatings, 1);
  }
  void operator()(const WhistleBlown& event) {
    calls_[event.id].due = {{WhistleStep::Acknowledge, event.acknowledge_by},
                            {WhistleStep::Arrive, event.arrive_by},
                            {WhistleStep::Plan, event.plan_by},
                            {WhistleStep::Finish, event.finish_by}};
    count(Dimension::Unit, event.whistler.value, Measure::WhistlesBlown);
    for (const UnitCode& unit : event.invited) {
      count(Dimension::Unit, unit.value, Measure::WhistlesAnswered);
    }
  }
  void operator()(const WhistleAcknowledged& event) {
    step(event.id, event.unit, WhistleStep::Acknowledge, event.on_time);
  }
  void operator()(const UnitReportedIn& event) {
    step(event.id, event.unit, WhistleStep::Arrive, event.on_time);
  }
  void operator()(const MeasureRecorded& event) {
    if (event.plan) step(event.id, event.unit, WhistleStep::Plan, true);
  }
  void operator()(const UnitReleased& event) {
    step(event.id, event.unit, WhistleStep::Finish, event.on_time);
  }
  void operator()(const WhistleMissed& event) { step(event.id, event.unit, event.step, false); }
  void operator()(const WhistleRated& event) {
    count(Dimension::Unit, event.to.value, Measure::Stars, event.stars);
    count(Dimension::Unit, event.to.value, Measure::StarRatings);
  }

  template <class Fact>
  void operator()(const Fact&) {}

 private:
  static std::string text(AreaCode area) { return std::to_string(area.value); }

  void count(Dimension dimension, const std::string& key, Measure measure, std::int64_t by = 1) {
    table[{period_, dimension, key, measure}] += by;
  }
  void accepted(AreaCode area, const std::string& category, std::int64_t by = 1) {
    if (!area) return;
    count(Dimension::Area, text(area), Measure::Accepted, by);
    if (category.empty()) return;
    count(Dimension::AreaCategory, text(area) + "/" + category, Measure::Accepted, by);
  }
  void closed(const Seen& seen, Measure measure) {
    count(Dimension::All, "", measure);
    of_unit(seen.unit, measure);
    if (seen.area) count(Dimension::Area, text(seen.area), measure);
  }
  void of_unit(const std::string& unit, Measure measure) {
    if (!kDesks.contains(unit)) count(Dimension::Unit, unit, measure);
  }
  void of_work(const Seen& seen, Measure measure) {
    if (kDesks.contains(seen.unit)) return;
    of_unit(seen.unit, measure);
    count(Dimension::Tier, std::string(to_word(seen.tier)), measure);
    if (!seen.worker.empty()) count(Dimension::Worker, seen.worker, measure);
  }
  void card(const std::string& unit, Card card, std::int32_t points) {
    count(Dimension::Unit, unit, Measure::Points, points);
    if (card == Card::Yellow) count(Dimension::Unit, unit, Measure::YellowCards);
    if (card == Card::Red) count(Dimension::Unit, unit, Measure::RedCards);
  }
  // What a unit owes on a whistle counts once: done, or missed before that.
  void step(WhistleId id, const UnitCode& unit, WhistleStep step, bool in_time) {
    Call& call = calls_.at(id);
    if (call.due.at(step) == kNever || !call.settled.insert({unit.value, step}).second) return;
    count(Dimension::Unit, unit.value, Measure::WhistleSteps);
    if (in_time) count(Dimension::Unit, unit.value, Measure::WhistleStepsInTime);
  }
  Promise& promise(CaseId id, Stage stage) { return cases_.at(id).promises.at(stage); }

  std::uint32_t period_{};
  std::map<CaseId, Seen> cases_;
  std::map<CaseId, Left> closed_;
  std::map<DutyId, Watch> duties_;
  std::map<WhistleId, Call> calls_;
};

}  // namespace

std::string scores_difference(const State& state, const std::vector<Event>& facts) {
  Recount recount;
  for (const Event& fact : facts) std::visit(recount, fact);
  Table counted;
  for (const auto& [key, score] : state.registers().scores()) {
    for (const auto& spelling : kSpellings<Measure>) {
      const std::int64_t count = score.count(spelling.value);
      if (count != 0) counted[{key.period, key.dimension, key.key, spelling.value}] = count;
    }
  }
  for (const auto& [cell, count] : recount.table) counted[cell] -= count;
  std::string differences;
  for (const auto& [cell, off_by] : counted) {
    if (off_by == 0) continue;
    const auto& [period, dimension, key, measure] = cell;
    const auto found = recount.table.find(cell);
    const std::int64_t by_facts = found != recount.table.end() ? found->second : 0;
    differences += std::to_string(period) + "/" + std::string(to_word(dimension)) + "/" + key +
                   " " + std::string(to_word(measure)) + ": " + std::to_string(by_facts + off_by) +
                   " on the scoreboard, " + std::to_string(by_facts) + " by the facts\n";
  }
  return differences;
}

}  // namespace whistle::support
