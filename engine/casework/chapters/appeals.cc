#include <algorithm>
#include <string>

#include "engine/casework/chapters/chapters.h"

// A unit may ask that a closed case be left out of its score: once, when it was late or carded,
// until a date. Units that had the case before the last one, too: their cards are theirs. Two
// persons review each appeal; the raw facts stay.
namespace whistle::casework {
namespace {

constexpr std::uint8_t kReviews = 2;

// The closed case that can be appealed, or why there is none.
Outcome<const Appealable*, Refusal> closed_case(const Context& context, CaseId id) {
  if (context.state.find(id) != nullptr) {
    return refuse(Reason::WrongState, "case " + std::to_string(id.value) +
                                          " is open; a unit appeals after it is closed");
  }
  if (!id || id > context.state.counters().last_case) {
    return refuse(Reason::UnknownCase, "there is no case " + std::to_string(id.value));
  }
  if (const Appealable* row = context.state.registers().appealable(id)) return row;
  return refuse(Reason::NothingToAppeal,
                "case " + std::to_string(id.value) +
                    " was neither late nor carded, or the time to appeal is over");
}

template <class Is>
std::string names_of(const Appealable& row, Is is) {
  std::string names;
  for (const Appellant& each : row.units) {
    if (is(each)) names += (names.empty() ? "" : ", ") + each.unit.value;
  }
  return names;
}

// The appeal under review that is meant, or why there is none.
Outcome<const Appellant*, Refusal> appeal_of(const Appealable& row, const UnitCode& unit) {
  const std::string id = std::to_string(row.id.value);
  const auto waits = [](const Appellant& each) { return each.is_under_review(); };
  if (!unit && std::ranges::count_if(row.units, waits) > 1) {
    return refuse(Reason::BadValue, "unit: say whose appeal: " + names_of(row, waits));
  }
  bool settled = false;
  for (const Appellant& each : row.units) {
    if (unit && each.unit != unit) continue;
    if (waits(each)) return &each;
    settled = settled || each.settled;
  }
  if (settled) return refuse(Reason::WrongState, "the appeal for case " + id + " is settled");
  return refuse(Reason::WrongState,
                "no appeal was filed for case " + id + "; who can file one: " +
                    names_of(row, [](const Appellant& each) { return !each.filed; }));
}

}  // namespace

Decision on(const FileAppeal& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const auto found = closed_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Appealable& row = **found;
  const Appellant* own = row.find(command.unit);
  if (own == nullptr) {
    return refuse(Reason::NotPermitted, "unit: only who was late or has a card can appeal: " +
                                            names_of(row, [](const Appellant&) { return true; }));
  }
  if (own->filed) {
    return refuse(Reason::AlreadyAppealed,
                  own->unit.value + " appealed against the score of case " +
                      std::to_string(row.id.value) + " already; a unit appeals once");
  }
  if (context.now > row.until) {
    return refuse(Reason::NothingToAppeal, "the time to appeal against the score of case " +
                                               std::to_string(row.id.value) + " is over");
  }
  if (command.ground.empty()) return refuse(Reason::MissingReason, "ground: is empty");
  return Decided{
      {AppealFiled{
          .id = row.id, .unit = own->unit, .by = command.worker, .ground = command.ground}},
      NoAnswer{}};
}

Decision on(const ReviewAppeal& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto found = closed_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Appealable& row = **found;
  const auto chosen = appeal_of(row, command.unit);
  if (!chosen) return Failure{chosen.error()};
  const Appellant& own = **chosen;
  if (own.reviews > 0 && own.first_reviewer == command.by) {
    return refuse(Reason::NotPermitted, "by: " + command.by.value +
                                            " gave the first review; somebody else gives the next");
  }
  const auto review = static_cast<std::uint8_t>(own.reviews + 1);
  Decided decided;
  decided.events.emplace_back(AppealReviewed{.id = row.id,
                                             .review = review,
                                             .upheld = command.upheld,
                                             .by = command.by,
                                             .note = command.note,
                                             .unit = own.unit});
  const bool exempt = command.upheld && review == kReviews;
  if (exempt) {
    decided.events.emplace_back(
        CaseExempted{.id = row.id, .unit = own.unit, .rule = {"appeal:upheld"}});
  }
  // Until its window ends the row stays, so that a second appeal is told that it is one.
  const bool settled = exempt || !command.upheld;
  const bool others_wait = std::ranges::any_of(row.units, [&](const Appellant& each) {
    return each.unit != own.unit && each.is_under_review();
  });
  if (settled && !others_wait && context.now >= row.until) {
    decided.events.emplace_back(AppealWindowEnded{.id = row.id});
  }
  return decided;
}

std::vector<Event> fire(const Appealable& item, const Context&) {
  return {AppealWindowEnded{.id = item.id}};
}

}  // namespace whistle::casework
