#include "tests/support/invariants.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace whistle::support {
namespace {

using casework::Case;
using casework::CaseClock;
using casework::Place;
using casework::State;
using casework::Status;

std::string of_case(const Case& item, const std::string& problem) {
  return "case " + std::to_string(item.id.value) + ": " + problem;
}

bool place_fits(const Case& item) {
  switch (item.place) {
    case Place::Queue:
      return item.status == Status::AwaitsTriage || item.status == Status::Dispatched ||
             item.status == Status::Returned;
    case Place::Lease:
      return (item.status == Status::AwaitsTriage || item.status == Status::Dispatched ||
              item.status == Status::Returned) &&
             item.token && item.lease_until != kNever;
    case Place::Hands:
      return item.status == Status::SignedFor && item.token && item.worker != 0;
    case Place::Desk:
      return item.status == Status::Finished || item.status == Status::Replied;
    case Place::Ledger:
      return item.status == Status::Deferred;
  }
  return false;
}

// True when something stops the clocks of a case that is not on the desk.
bool may_rest(const Case& item) {
  return item.dossier->suspended || item.dossier->panel_stops_clocks ||
         item.status == Status::Returned || item.status == Status::Deferred;
}

std::string problem_of(const Case& item) {
  if (!place_fits(item)) return of_case(item, "its place does not fit its status");
  if (item.place != Place::Lease && item.lease_until != kNever) {
    return of_case(item, "a lease goes on where there is none");
  }
  if (item.status == Status::AwaitsTriage && item.order_number != 0) {
    return of_case(item, "orders are counted from the first dispatch");
  }
  if (item.status != Status::AwaitsTriage && item.order_number == 0 &&
      item.status != Status::Replied) {
    return of_case(item, "only a person who reads it may settle a case without an order");
  }
  std::set<Stage> stages;
  for (const CaseClock& clock : item.clocks) {
    if (!stages.insert(clock.stage).second) return of_case(item, "a stage has two clocks");
    if (!clock.running && clock.stage != Stage::Resolve && !may_rest(item)) {
      return of_case(item, "a clock rests");
    }
    if (clock.far_overdue && !clock.overdue) return of_case(item, "far overdue before overdue");
    if (clock.since < clock.started) return of_case(item, "a stretch before the first");
  }
  const CaseClock* resolve = item.clock(Stage::Resolve);
  if (resolve != nullptr && item.place == Place::Desk && resolve->running) {
    return of_case(item, "the promise to resolve runs on the desk");
  }
  if (resolve != nullptr && item.place != Place::Desk && !resolve->running && !may_rest(item)) {
    return of_case(item, "the promise to resolve rests");
  }
  const std::set<std::uint64_t> others(item.requesters.begin(), item.requesters.end());
  if (others.size() != item.requesters.size() || others.contains(item.requester)) {
    return of_case(item, "a requester is counted twice");
  }
  return {};
}

std::string lines_problem(const State& state) {
  std::map<CaseId, std::string> waiting;
  std::string problem;
  state.each_line([&](const std::string& unit, const queues::WaitingLine& line) {
    std::size_t seen = 0;
    queues::in_order(line, Timestamp{}, [&](const queues::Position& position) {
      ++seen;
      const Case* item = state.find(position.id);
      const bool fits =
          item != nullptr && item->place == Place::Queue &&
          state.symbols().name(item->unit) == unit &&
          position == queues::Position{item->severity, item->queue_due, item->entered, item->id};
      if (!fits) problem = unit + ": a wrong place for " + std::to_string(position.id.value);
      if (!waiting.emplace(position.id, unit).second) problem = unit + ": waits twice";
      return true;
    });
    if (seen != line.size()) problem = unit + ": not all that wait are visited";
  });
  state.each_case([&](const Case& item) {
    if ((item.place == Place::Queue) != waiting.contains(item.id)) {
      problem = of_case(item, "in line if and only if its place is the queue");
    }
  });
  return problem;
}

std::string alarms_problem(const State& state) {
  std::vector<std::pair<Timestamp, CaseId>> expected;
  state.each_case([&](const Case& item) {
    if (item.next_alarm() != kNever) expected.emplace_back(item.next_alarm(), item.id);
  });
  std::ranges::sort(expected);
  const Timestamp first = expected.empty() ? kNever : expected.front().first;
  if (state.next_alarm() != std::min(first, state.registers().next_alarm())) {
    return "the next alarm is not the earliest of cases and registers";
  }
  const std::vector<CaseId> due = state.due(kNever, expected.size() + 1);
  const bool same =
      std::ranges::equal(due, expected, {}, {}, &std::pair<Timestamp, CaseId>::second);
  return same ? "" : "the alarms are not in the order of their time";
}

std::string tallies_problem(const State& state) {
  const casework::Tallies& tallies = state.tallies();
  // An assistance is open and has a number, but is no request.
  std::uint64_t open = 0;
  state.each_case([&](const Case& item) { open += item.kind == CaseKind::Request ? 1 : 0; });
  if (tallies.cases - tallies.closed != open) return "cases - closed != open";
  if (tallies.complaints < tallies.merged + tallies.declined) {
    return "complaints < merged + declined";
  }
  if (tallies.cases != tallies.by_colour[0] + tallies.by_colour[1] + tallies.by_colour[2]) {
    return "cases != sum of the colours";
  }
  if (tallies.closed_on_time > tallies.closed) return "more closed on time than closed";
  const casework::Counters& counters = state.counters();
  if (counters.last_case.value < tallies.cases) return "more cases than numbers";
  if (counters.last_complaint.value != tallies.complaints) return "complaint numbers have gaps";
  return {};
}

std::string tokens_problem(const State& state) {
  std::set<Token> tokens;
  std::string problem;
  state.each_case([&](const Case& item) {
    if (item.token > state.counters().last_token) problem = of_case(item, "a token ahead");
    if (item.token && !tokens.insert(item.token).second) problem = of_case(item, "a token twice");
  });
  return problem;
}

std::string causes_problem(const State& state) {
  using Cause = std::tuple<std::string, AreaCode, std::uint64_t>;
  std::map<Cause, CaseId> newest;
  state.each_case([&](const Case& item) {
    if (item.category == 0 || !item.cause_area) return;
    const std::string& category = state.symbols().name(item.category);
    const auto note = [&](std::uint64_t requester) {
      CaseId& id = newest[{category, item.cause_area, requester}];
      id = std::max(id, item.id);
    };
    note(0);
    note(item.requester);
    for (const std::uint64_t requester : item.requesters) note(requester);
  });
  for (const auto& [cause, id] : newest) {
    const auto& [category, area, requester] = cause;
    const Case* found = requester == 0 ? state.same_cause(category, area)
                                       : state.same_request(requester, category, area);
    if (found == nullptr || found->id != id) return "a cause does not name its newest open case";
  }
  return {};
}

std::string registers_difference(const casework::Registers& left,
                                 const casework::Registers& right) {
  if (left.counters() != right.counters()) return "the counters of the registers";
  std::map<casework::RegisterKey, casework::RegisterRow> rows;
  right.each_row([&](const casework::RegisterRow& row) { rows.emplace(key_of(row), row); });
  std::string problem;
  left.each_row([&](const casework::RegisterRow& row) {
    const casework::RegisterKey key = key_of(row);
    const auto other = rows.find(key);
    const bool same = other != rows.end() && other->second == row;
    if (!same) problem = "register " + std::to_string(key.kind) + " " + key.name + " differs";
    if (other != rows.end()) rows.erase(other);
  });
  if (problem.empty() && !rows.empty())
    problem = "register " + rows.begin()->first.name + " is new";
  if (problem.empty() && left.due(kNever, SIZE_MAX) != right.due(kNever, SIZE_MAX)) {
    problem = "the alarms of the registers";
  }
  return problem;
}

std::vector<CaseId> in_line(const queues::WaitingLine& line) {
  std::vector<CaseId> ids;
  queues::in_order(line, Timestamp{}, [&](const queues::Position& position) {
    ids.push_back(position.id);
    return true;
  });
  return ids;
}

}  // namespace

std::string broken_invariant(const State& state) {
  std::string problem;
  std::size_t open = 0;
  state.each_case([&](const Case& item) {
    ++open;
    const Case* found = state.find(item.id);
    if (found == nullptr || *found != item) problem = of_case(item, "is not found by its number");
    if (problem.empty()) problem = problem_of(item);
  });
  if (problem.empty() && open != state.open_cases()) problem = "open cases are not all visited";
  if (problem.empty()) problem = lines_problem(state);
  if (problem.empty()) problem = alarms_problem(state);
  if (problem.empty()) problem = tallies_problem(state);
  if (problem.empty()) problem = tokens_problem(state);
  if (problem.empty()) problem = causes_problem(state);
  return problem;
}

std::string difference(const State& left, const State& right) {
  if (left.counters() != right.counters()) return "counters";
  if (left.tallies() != right.tallies()) return "tallies";
  if (left.open_cases() != right.open_cases()) return "open cases";
  if (left.next_alarm() != right.next_alarm()) return "the next alarm";
  std::string problem = registers_difference(left.registers(), right.registers());
  left.each_case([&](const Case& item) {
    const Case* other = right.find(item.id);
    if (other == nullptr || *other != item) problem = of_case(item, "differs");
  });
  left.each_line([&](const std::string& unit, const queues::WaitingLine& line) {
    const queues::WaitingLine* other = right.line(unit);
    const std::vector<CaseId> ids = other != nullptr ? in_line(*other) : std::vector<CaseId>{};
    if (ids != in_line(line)) problem = "the line of " + unit;
  });
  return problem;
}

}  // namespace whistle::support
