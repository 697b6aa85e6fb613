#include <string>

#include "engine/casework/chapters.h"

// A unit may ask that a closed case be left out of its score: once, when it was late or carded,
// until a date. Two persons review; the raw facts stay.
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

}  // namespace

Decision on(const FileAppeal& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const auto found = closed_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Appealable& row = **found;
  if (row.unit != command.unit) {
    return refuse(Reason::NotPermitted,
                  "unit: only " + row.unit.value + ", which answered for the case, can appeal");
  }
  if (row.filed) {
    return refuse(Reason::AlreadyAppealed, "case " + std::to_string(row.id.value) +
                                               " was appealed already; a case is appealed once");
  }
  if (context.now > row.until) {
    return refuse(Reason::NothingToAppeal, "the time to appeal against the score of case " +
                                               std::to_string(row.id.value) + " is over");
  }
  if (command.ground.empty()) return refuse(Reason::MissingReason, "ground: is empty");
  return Decided{
      {AppealFiled{.id = row.id, .unit = row.unit, .by = command.worker, .ground = command.ground}},
      NoAnswer{}};
}

Decision on(const ReviewAppeal& command, const Context& context) {
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  const auto found = closed_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Appealable& row = **found;
  if (!row.filed) {
    return refuse(Reason::WrongState, "no appeal was filed for case " +
                                          std::to_string(row.id.value) + "; " + row.unit.value +
                                          " can file one");
  }
  if (row.settled) {
    return refuse(Reason::WrongState,
                  "the appeal for case " + std::to_string(row.id.value) + " is settled");
  }
  if (row.reviews > 0 && row.first_reviewer == command.by) {
    return refuse(Reason::NotPermitted, "by: " + command.by.value +
                                            " gave the first review; somebody else gives the next");
  }
  const auto review = static_cast<std::uint8_t>(row.reviews + 1);
  Decided decided;
  decided.events.emplace_back(AppealReviewed{.id = row.id,
                                             .review = review,
                                             .upheld = command.upheld,
                                             .by = command.by,
                                             .note = command.note});
  const bool exempt = command.upheld && review == kReviews;
  if (exempt) {
    decided.events.emplace_back(
        CaseExempted{.id = row.id, .unit = row.unit, .rule = {"appeal:upheld"}});
  }
  // Until its window ends the row stays, so that a second appeal is told that it is one.
  const bool settled = exempt || !command.upheld;
  if (settled && context.now >= row.until) {
    decided.events.emplace_back(AppealWindowEnded{.id = row.id});
  }
  return decided;
}

std::vector<Event> fire(const Appealable& item, const Context&) {
  return {AppealWindowEnded{.id = item.id}};
}

}  // namespace whistle::casework
