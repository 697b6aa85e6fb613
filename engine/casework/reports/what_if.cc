#include "engine/casework/reports/what_if.h"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <optional>
#include <utility>

namespace whistle::casework {
namespace {

std::string word_of(const std::optional<Disposition>& disposition) {
  return disposition ? std::string(to_word(*disposition)) : std::string("refused");
}

bool is_case(const Course& course) {
  return course.disposition == Disposition::Filed ||
         course.disposition == Disposition::AwaitsTriage;
}

// Both sides made it a case, and somebody worked on it.
bool can_be_judged(const CourseDifference& pair) {
  return is_case(pair.before) && is_case(pair.after) && !pair.before.unfollowed &&
         !pair.after.unfollowed;
}

UnitCode first_unit(const Course& course) {
  return course.route.empty() ? UnitCode{} : course.route.front().unit;
}

bool is_same_way(const Course& before, const Course& after) {
  return std::ranges::equal(before.route, after.route, {}, &Stop::unit, &Stop::unit);
}

// Visits all stages that either side promised, ascending; a tier's budget is one of them.
template <class Visit>
void each_stage(const Course& before, const Course& after, Visit visit) {
  std::bitset<kStageCount + 1> stages;
  for (const Course* side : {&before, &after}) {
    for (const CoursePromise& each : side->promises) {
      stages.set(static_cast<std::size_t>(each.stage));
    }
  }
  for (std::size_t number = 0; number < stages.size(); ++number) {
    if (stages[number]) visit(static_cast<Stage>(number));
  }
}

bool is_broken(const Course& course, Stage stage) {
  const CoursePromise* promise = course.promise(stage);
  return promise != nullptr && promise->broken;
}

void add(BeforeAfter& both, bool before, bool after) {
  both.before += before ? 1U : 0U;
  both.after += after ? 1U : 0U;
}

void compare_promises(CourseDifference& pair) {
  each_stage(pair.before, pair.after, [&pair](Stage stage) {
    const CoursePromise* before = pair.before.promise(stage);
    const CoursePromise* after = pair.after.promise(stage);
    const bool both = before != nullptr && after != nullptr;
    if (!both || before->due != after->due) pair.deadlines.push_back(stage);
    if (is_broken(pair.before, stage) != is_broken(pair.after, stage)) {
      pair.broken.push_back(stage);
    }
  });
}

void count_due(const CoursePromise& before, const CoursePromise& after, StageChange& change) {
  if (before.due == after.due) {
    ++change.same;
    return;
  }
  const bool is_later = before.due < after.due;
  ++(is_later ? change.later : change.sooner);
  if (before.due == kNever || after.due == kNever) return;
  const Milliseconds by = is_later ? after.due - before.due : before.due - after.due;
  Milliseconds& sum = is_later ? change.later_by : change.sooner_by;
  Milliseconds& most = is_later ? change.later_by_max : change.sooner_by_max;
  sum += by;
  most = std::max(most, by);
}

}  // namespace

CourseDifference difference_of(Course before, Course after) {
  CourseDifference pair;
  pair.before = std::move(before);
  pair.after = std::move(after);
  const Course& old = pair.before;
  const Course& now = pair.after;
  pair.disposition = old.disposition != now.disposition;
  pair.category = old.category != now.category;
  pair.colour = old.severity != now.severity;
  pair.route = is_case(old) && is_case(now) && !can_be_judged(pair)
                   ? first_unit(old) != first_unit(now)
                   : is_case(old) && is_case(now) && !is_same_way(old, now);
  if (!can_be_judged(pair)) return pair;
  compare_promises(pair);
  pair.climbs = old.climbs.size() != now.climbs.size();
  pair.card = old.card != now.card;
  return pair;
}

void WhatIfComparison::add(Side side, std::vector<CoursePointer> ended) {
  for (CoursePointer& course : ended) {
    const auto waiting = waiting_.try_emplace(course->complaint).first;
    Sides& sides = waiting->second;
    sides.at(static_cast<std::size_t>(side)) = std::move(course);
    if (!std::ranges::all_of(sides, [](const CoursePointer& each) { return each != nullptr; })) {
      continue;
    }
    compare(sides);
    waiting_.erase(waiting);
  }
}

void WhatIfComparison::compare(Sides& sides) {
  const Course& journal = *sides[0];
  Course& before = *sides[1];
  Course& after = *sides[2];
  compare_with_journal(journal, before);
  // People know cases by the numbers of the journal.
  before.id = journal.id;
  after.id = journal.id;
  const CourseDifference found = difference_of(std::move(before), std::move(after));
  count(found);
  if (!found.any()) return;
  ++result_.different;
  differs_(found);
}

void WhatIfComparison::compare_with_journal(const Course& journal, const Course& before) {
  ++result_.fidelity.compared;
  const CoursePromise* said = journal.promise(Stage::Resolve);
  const CoursePromise* run = before.promise(Stage::Resolve);
  const bool due =
      (said == nullptr) == (run == nullptr) && (said == nullptr || said->due == run->due);
  const bool agree = journal.disposition == before.disposition &&
                     journal.category == before.category && journal.severity == before.severity &&
                     first_unit(journal) == first_unit(before) && due;
  if (agree) {
    ++result_.fidelity.agree;
  } else {
    result_.fidelity.disagree.push_back(journal.complaint);
  }
}

void WhatIfComparison::count(const CourseDifference& found) {
  const Course& before = found.before;
  const Course& after = found.after;
  ++result_.complaints;
  casework::add(result_.cases, is_case(before), is_case(after));
  casework::add(result_.read_by_person, before.disposition == Disposition::AwaitsTriage,
                after.disposition == Disposition::AwaitsTriage);
  if (found.disposition) {
    ++result_.dispositions[{word_of(before.disposition), word_of(after.disposition)}];
  }
  if (found.category) ++result_.categories[{before.category.value, after.category.value}];
  if (found.colour) ++result_.colours[{before.severity, after.severity}];
  if (found.route) {
    const std::string from = first_unit(before).value;
    const std::string to = first_unit(after).value;
    if (from != to) {
      ++result_.units[{from, to}];
    } else {
      ++result_.other_ways;
    }
  }
  if (!can_be_judged(found)) return;
  count_promises(found);
  result_.climbs.before += before.climbs.size();
  result_.climbs.after += after.climbs.size();
  if (after.climbs.size() > before.climbs.size()) ++result_.climb_more;
  if (after.climbs.size() < before.climbs.size()) ++result_.climb_less;
  casework::add(result_.yellow_cards, before.card == Card::Yellow, after.card == Card::Yellow);
  casework::add(result_.red_cards, before.card == Card::Red, after.card == Card::Red);
}

void WhatIfComparison::count_promises(const CourseDifference& found) {
  each_stage(found.before, found.after, [&](Stage stage) {
    StageChange& change = result_.stages[stage];
    const CoursePromise* before = found.before.promise(stage);
    const CoursePromise* after = found.after.promise(stage);
    if (before == nullptr) {
      ++change.only_after;
    } else if (after == nullptr) {
      ++change.only_before;
    } else {
      count_due(*before, *after, change);
    }
    const bool was = is_broken(found.before, stage);
    const bool is = is_broken(found.after, stage);
    casework::add(change.broken, was, is);
    if (is && !was) ++change.newly_broken;
    if (was && !is) ++change.no_longer_broken;
  });
}

WhatIf WhatIfComparison::finish(const Shadow& before, const Shadow& after) {
  std::ranges::sort(result_.fidelity.disagree);
  before.each_load([this](const UnitCode& unit, const Load& load) {
    result_.loads[unit][0].before = load.arrivals;
    result_.loads[unit][1].before = load.peak;
  });
  after.each_load([this](const UnitCode& unit, const Load& load) {
    result_.loads[unit][0].after = load.arrivals;
    result_.loads[unit][1].after = load.peak;
  });
  for (const auto& [reason, count] : before.refused()) {
    result_.refused[std::string(to_word(reason))].before = count;
  }
  for (const auto& [reason, count] : after.refused()) {
    result_.refused[std::string(to_word(reason))].after = count;
  }
  return std::move(result_);
}

}  // namespace whistle::casework
