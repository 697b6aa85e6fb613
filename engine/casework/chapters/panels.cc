#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/merging.h"

// Those concerned sit together over a case: three-party and five-party talks, joint clinics and
// conferences, and mediation before a lawsuit, for which time rests if the rules say so.
namespace whistle::casework {
namespace {

// Who takes part: as many as the name says, or at least two.
struct Seats {
  std::size_t min{};
  std::size_t max{};
};
constexpr std::size_t kSeatsMax = 32;

std::optional<Seats> seats_of(PanelKind kind) {
  switch (kind) {
    case PanelKind::ThreeParty:
      return Seats{3, 3};
    case PanelKind::FiveParty:
      return Seats{5, 5};
    case PanelKind::JointClinic:
    case PanelKind::JointConference:
    case PanelKind::Mediation:
      return Seats{2, kSeatsMax};
  }
  return std::nullopt;
}

std::optional<Refusal> problem_with_parties(const ConvenePanel& command) {
  const auto seats = seats_of(command.kind);
  if (!seats) return Refusal{Reason::BadValue, "no such kind of panel"};
  const std::set<std::string> names(command.parties.begin(), command.parties.end());
  const bool named = names.size() == command.parties.size() && !names.contains({});
  if (named && names.size() >= seats->min && names.size() <= seats->max) return std::nullopt;
  const std::string many = seats->min == seats->max
                               ? std::to_string(seats->min)
                               : std::to_string(seats->min) + " to " + std::to_string(seats->max);
  return Refusal{Reason::BadValue, "name " + many + " different parties for a panel of the kind " +
                                       std::string(whistle::to_word(command.kind))};
}

// The clinic and the conference are where deferred cases are looked at.
bool may_sit_over(const Case& item, PanelKind kind) {
  if (is_in_work(item)) return true;
  return item.status == Status::Deferred &&
         (kind == PanelKind::JointClinic || kind == PanelKind::JointConference);
}

}  // namespace

Decision on(const ConvenePanel& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "say who convenes the panel");
  if (auto problem = problem_with_parties(command)) return Failure{*std::move(problem)};
  if (!may_sit_over(item, command.kind)) {
    return refuse(Reason::WrongState, "the case is " + std::string(to_word(item.status)) +
                                          "; panels sit over cases that are dispatched or signed "
                                          "for, clinics and conferences over deferred ones, too");
  }
  if (item.dossier->panel != PanelKind{}) {
    return refuse(Reason::AlreadyTaken, "one panel at a time; conclude this one first: " +
                                            std::string(whistle::to_word(item.dossier->panel)));
  }
  const bool mediates = command.kind == PanelKind::Mediation;
  if (mediates && item.dossier->suspended) {
    return refuse(Reason::WrongState, "the case is suspended; resume it first, then mediate");
  }
  const policy::PauseRule* pause =
      mediates ? context.policy.pause({std::string(whistle::to_word(command.kind))}) : nullptr;
  Draft draft(context, item);
  const CaseClock* resolve = draft.clock(Stage::Resolve);
  const bool is_late =
      resolve != nullptr && (resolve->overdue || context.now > resolve->alarms.due);
  if (pause != nullptr && is_late) {
    return refuse(Reason::AlreadyOverdue,
                  "the promise to resolve is broken; talks may go on, but stop no clock any more");
  }
  draft.record(PanelConvened{
      .id = command.id,
      .kind = command.kind,
      .parties = command.parties,
      .convener = command.by,
      .stops_clocks = pause != nullptr,
      .until = pause != nullptr
                   ? context.policy.calendar(pause->calendar).due(context.now, pause->cap)
                   : kNever});
  if (pause != nullptr) draft.pause_all(pause->stops_requester);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const ConcludePanel& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "say who concludes the panel");
  if (item.dossier->panel == PanelKind{}) {
    return refuse(Reason::WrongState, "no panel sits over the case; convene one first");
  }
  Draft draft(context, item);
  draft.record(PanelConcluded{.id = command.id,
                              .kind = item.dossier->panel,
                              .agreed = command.agreed,
                              .by = command.by,
                              .note = command.note});
  // Meanwhile the case may have come to rest for another reason, which still holds.
  const bool goes_on =
      item.dossier->panel_stops_clocks && is_in_work(item) && !item.dossier->suspended;
  if (goes_on) draft.resume_all();
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
