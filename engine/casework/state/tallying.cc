#include <array>
#include <charconv>
#include <cstddef>
#include <initializer_list>
#include <memory_resource>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/casework/state/state.h"

// What each fact of a case is worth on the scoreboard of its month. Runs for every fact, before it
// is made true, so the case is still as the fact found it. Facts of whistles, duties, ratings and
// appeals count themselves (registers_*.cc).
namespace whistle::casework {
namespace {

// The promises of a unit. The others are the centre's own, or a tier's budget, which is a promise
// to nobody outside.
constexpr bool is_of_unit(Stage stage) {
  switch (stage) {
    case Stage::Sign:
    case Stage::Contact:
    case Stage::OnSite:
    case Stage::InitialResult:
    case Stage::Resolve:
    case Stage::FirstResponse:
    case Stage::AtDoor:
    case Stage::Transfer:
    case Stage::ReminderAnswer:
    case Stage::Requester:
    case Stage::Assist:
    case Stage::Milestone1:
    case Stage::Milestone2:
    case Stage::Milestone3:
    case Stage::Milestone4:
      return true;
    case Stage::Accept:
    case Stage::Dispatch:
    case Stage::PostCheck:
    case Stage::Callback:
    case Stage::Rung:
    case Stage::Objection:
      return false;
  }
  return false;
}

// Steps that earn a point when they are done in time.
constexpr bool is_step(Stage stage) {
  return stage == Stage::Sign || stage == Stage::Contact || stage == Stage::OnSite ||
         stage == Stage::InitialResult || stage == Stage::Resolve;
}

// The desks of the centre have lines, but no score.
bool is_unit(const std::string& name) {
  return !name.empty() && name != kTriageDesk && name != kDispatchDesk;
}

// The key of an area, or of an area and a category: words that live for one look-up, so they lie on
// the stack unless they are very long.
class AreaKey {
 public:
  explicit AreaKey(AreaCode area) {
    words_.reserve(kUsual);
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), area.value).ptr;
    words_.append(digits.begin(), end);
  }
  AreaKey(AreaCode area, std::string_view category) : AreaKey(area) {
    words_ += '/';
    words_ += category;
  }

  std::string_view words() const { return words_; }

 private:
  static constexpr std::size_t kUsual = 64;
  std::array<std::byte, kUsual + 1> memory_{};  // and a zero at the end
  std::pmr::monotonic_buffer_resource pool_{memory_.data(), memory_.size()};
  std::pmr::string words_{&pool_};
};

// Work that is finished now: was the promise to resolve (of a share in another unit's case: the
// promise to the lead) kept? Whether it ran out may not have been told yet.
bool is_finished_in_time(const Case& item, Timestamp at) {
  const Stage stage = item.kind == CaseKind::Assist ? Stage::Assist : Stage::Resolve;
  const CaseClock* clock = item.clock(stage);
  if (clock == nullptr) return true;
  return !clock->overdue && !(clock->running && at > clock->alarms.due);
}

class Tally {
 public:
  Tally(const State& state, Registers& registers)
      : state_(state), registers_(registers), period_(registers.counters().period) {}

  void operator()(const CaseFiled& event) {
    const triage::Findings& findings = *event.findings;
    const bool placed = findings.place.certainty >= triage::Certainty::Certain;
    const AreaCode area = placed ? findings.place.area : AreaCode{};
    add(Dimension::All, {}, {{Measure::Accepted}});
    accept(area,
           event.awaits_triage ? std::string_view()
                               : std::string_view(findings.category.category.value),
           1);
  }

  // What is declined is not scored, whether a rule declined it or a person who read it.
  void operator()(const CaseDisposed& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || event.disposition != Disposition::Declined) return;
    add(Dimension::All, {}, {{Measure::Accepted, -1}});
    accept(item->area, name(item->category), -1);
  }

  void operator()(const ComplaintMerged& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr) return;
    const std::int64_t repeat = event.repeat ? 1 : 0;
    add(Dimension::All, {},
        {{Measure::Accepted, 1}, {Measure::Repeats, repeat}, {Measure::Reminders, repeat}});
    accept(item->area, name(item->category), 1);
    if (!event.repeat) return;
    if (item->area) add(Dimension::Area, AreaKey(item->area).words(), {{Measure::Repeats}});
    unit(*item, {{Measure::Repeats}, {Measure::Reminders}});
  }

  // Complaints are counted where they are as soon as somebody knows.
  void operator()(const CaseClassified& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || !event.area) return;
    const std::int64_t complaints = item->complaints;
    if (!item->area) {
      add(Dimension::Area, AreaKey(event.area).words(), {{Measure::Accepted, complaints}});
    }
    add(Dimension::AreaCategory, AreaKey(event.area, event.category.value).words(),
        {{Measure::Accepted, complaints}});
  }

  void operator()(const OrderDispatched& event) {
    if (!is_unit(event.unit.value)) return;
    add(Dimension::Unit, event.unit.value, {{Measure::Dispatched}});
    add(Dimension::Tier, to_word(event.tier), {{Measure::Dispatched}});
  }

  // Where the rules promise no first contact, any is in time.
  void operator()(const FirstContacted& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || item->clock(Stage::Contact) != nullptr) return;
    worked(*item, {{Measure::Contacted}, {Measure::ContactedInTime}});
  }

  void operator()(const ClockMet& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr) return;
    const std::int64_t in_time = event.on_time ? 1 : 0;
    if (event.stage == Stage::Contact) {
      worked(*item, {{Measure::Contacted, 1}, {Measure::ContactedInTime, in_time}});
    }
    if (is_step(event.stage)) unit(*item, {{Measure::OnTimeSteps, in_time}});
  }

  void operator()(const ClockRanOut& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || !is_of_unit(event.stage) || !is_unit(event.unit.value)) return;
    const CaseClock* clock = item->clock(event.stage);
    if (clock == nullptr) return;
    const std::int64_t overdue = clock->overdue ? 0 : 1;
    const std::int64_t far = event.far && !clock->far_overdue ? 1 : 0;
    add(Dimension::Unit, event.unit.value, {{Measure::Overdue, overdue}, {Measure::Exposed, far}});
    add(Dimension::Tier, to_word(item->tier), {{Measure::Overdue, overdue}});
  }

  void operator()(const HandlingFinished& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr) return;
    const std::int64_t in_time = is_finished_in_time(*item, event.at) ? 1 : 0;
    worked(*item, {{Measure::Finished, 1}, {Measure::FinishedInTime, in_time}});
  }

  void operator()(const PostChecked& event) {
    const Case* item = state_.find(event.id);
    if (item != nullptr && !event.passed) unit(*item, {{Measure::Exposed}});
  }

  // Complaints that joined a case count once in what was solved, each in who is satisfied.
  void operator()(const CalledBack& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || item->kind == CaseKind::Assist) return;
    if (event.satisfaction == Satisfaction::Unrated) return;
    const bool first = !event.complaint || event.complaint == item->first_complaint;
    const std::int64_t asked = first ? 1 : 0;
    const std::int64_t solved = first && event.solved == Solved::Solved ? 1 : 0;
    const std::int64_t satisfied = event.satisfaction == Satisfaction::Dissatisfied ? 0 : 1;
    const std::initializer_list<Registers::Counted> counted{{Measure::ValidCallbacks, 1},
                                                            {Measure::Satisfied, satisfied},
                                                            {Measure::SolveAsked, asked},
                                                            {Measure::Solved, solved}};
    worked(*item, counted);
    if (item->area) add(Dimension::Area, AreaKey(item->area).words(), counted);
  }

  void operator()(const CaseReminded& event) {
    add(Dimension::All, {}, {{Measure::Reminders}});
    const Case* item = state_.find(event.id);
    if (item != nullptr) unit(*item, {{Measure::Reminders}});
  }

  void operator()(const OrderReturned& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr || !is_unit(event.unit.value)) return;
    add(Dimension::Unit, event.unit.value, {{Measure::Returned}});
    add(Dimension::Tier, to_word(item->tier), {{Measure::Returned}});
  }

  void operator()(const CaseReworked& event) {
    const Case* item = state_.find(event.id);
    if (item != nullptr) unit(*item, {{Measure::Reworked}});
  }

  void operator()(const CardIssued& event) {
    if (!is_unit(event.unit.value)) return;
    add(Dimension::Unit, event.unit.value,
        {{Measure::YellowCards, event.card == Card::Yellow ? 1 : 0},
         {Measure::RedCards, event.card == Card::Red ? 1 : 0},
         {Measure::Points, event.points}});
  }

  void operator()(const CaseClosed& event) {
    const Case* item = state_.find(event.id);
    if (item == nullptr) return;
    const bool declined = event.rule.value.starts_with("disposed:declined");
    if (item->kind == CaseKind::Request && !declined) {
      const std::int64_t in_time = event.on_time ? 1 : 0;
      const std::initializer_list<Registers::Counted> counted{{Measure::Closed, 1},
                                                              {Measure::ClosedInTime, in_time}};
      add(Dimension::All, {}, counted);
      if (item->area) add(Dimension::Area, AreaKey(item->area).words(), counted);
      unit(*item, counted);
    }
    if (event.appeal_until == kNever) return;
    Appealable closed{.id = event.id, .period = period_, .until = event.appeal_until, .units = {}};
    // Facts that name nobody are older than the names: it was the last unit's to appeal.
    if (event.may_appeal.empty() && is_unit(name(item->unit))) {
      closed.units.push_back({.unit = {name(item->unit)}, .late = !event.on_time});
    }
    for (const UnitCode& each : event.may_appeal) {
      closed.units.push_back(
          {.unit = each, .late = !event.on_time && each.value == name(item->unit)});
    }
    if (!closed.units.empty()) registers_.remember(std::move(closed));
  }

  // Most facts are worth nothing.
  template <class Fact>
  void operator()(const Fact&) {}

 private:
  using Counts = std::initializer_list<Registers::Counted>;

  void add(Dimension dimension, std::string_view key, Counts counted) {
    registers_.add(period_, dimension, key, counted);
  }
  // The unit that answers for the case.
  void unit(const Case& item, Counts counted) {
    const std::string& holder = name(item.unit);
    if (is_unit(holder)) add(Dimension::Unit, holder, counted);
  }
  // Whoever did something about the case: unit, tier and worker.
  void worked(const Case& item, Counts counted) {
    if (!is_unit(name(item.unit))) return;
    add(Dimension::Unit, name(item.unit), counted);
    add(Dimension::Tier, to_word(item.tier), counted);
    if (item.worker != 0) add(Dimension::Worker, name(item.worker), counted);
  }
  void accept(AreaCode area, std::string_view category, std::int64_t complaints) {
    if (!area) return;
    add(Dimension::Area, AreaKey(area).words(), {{Measure::Accepted, complaints}});
    if (category.empty()) return;
    add(Dimension::AreaCategory, AreaKey(area, category).words(),
        {{Measure::Accepted, complaints}});
  }
  const std::string& name(Symbol symbol) const { return state_.symbols().name(symbol); }

  const State& state_;
  Registers& registers_;
  std::uint32_t period_;
};

}  // namespace

void State::count(const Event& event) { std::visit(Tally(*this, registers_), event); }

}  // namespace whistle::casework
