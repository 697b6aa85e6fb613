#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"
#include "engine/casework/chapters/finishing.h"
#include "engine/casework/chapters/intake.h"
#include "engine/casework/chapters/merging.h"
#include "engine/casework/limits.h"
#include "engine/casework/state/joined.h"

// What a person finds out later: a complaint that had joined a case is another matter, or two cases
// are one. Receipts keep the number of the case that they were given; that one is closed then.
namespace whistle::casework {
namespace {

// The complaint as a case of its own, as if it had never been merged: what was promised to its
// requester counts from when it came in.
std::vector<Event> split(const Context& context, const Case& parent, const Joined& complaint) {
  const Draft of_parent(context, parent);
  const CaseId id{context.state.counters().last_case.value + 1};
  Draft draft(context, id, complaint.severity, complaint.request_type);
  draft.received = complaint.received;
  draft.condition = of_parent.condition;
  draft.area = complaint.area ? complaint.area : parent.area;
  const policy::Category* category = of_parent.category;
  const auto destination = category != nullptr
                               ? context.policy.destination(*category, draft.condition, draft.area,
                                                            draft.severity, draft.request_type)
                               : std::nullopt;
  draft.record(CaseSplit{
      .id = id,
      .from = parent.id,
      .complaint = complaint.complaint,
      .received = complaint.received,
      .requester = complaint.requester,
      .request_type = complaint.request_type,
      .severity = complaint.severity,
      .category = destination ? category->code : CategoryCode{},
      .condition = draft.condition,
      .area = draft.area,
      .cause_area = destination ? cause_area(context.policy, *category, draft.area) : AreaCode{}});
  if (!destination) {
    send_to_triage(draft, category == nullptr ? "category" : "unit");
    return std::move(draft.events);
  }
  draft.category = category;
  draft.unit = destination->unit;
  draft.settle_area();
  draft.start(Stage::Resolve, draft.received);
  draft.start(Stage::Requester, draft.received);
  dispatch(draft, *destination);
  return std::move(draft.events);
}

// Whether nobody is left to be called back once the complaint is gone.
bool is_all_asked_without(const Case& item, ComplaintId complaint) {
  if (item.status != Status::Replied) return false;
  std::vector<Joined> rest = item.dossier->joined;
  take_out(rest, complaint);
  return all_called_back(item.dossier->first_called_back, rest);
}

std::optional<Failure<Refusal>> cannot_merge(const Case& item, const std::string& field) {
  const std::string number = field + ": case " + std::to_string(item.id.value);
  if (item.kind == CaseKind::Assist) {
    return refuse(Reason::WrongState,
                  number + " is an assistance; only what residents asked for can be merged");
  }
  if (!is_in_work(item)) {
    return refuse(Reason::WrongState, number + " is " + std::string(to_word(item.status)) +
                                          "; both must be dispatched or signed for");
  }
  return std::nullopt;
}

}  // namespace

Decision on(const UnmergeComplaint& command, const Context& context) {
  const auto found = open_case(context, command.id);
  if (!found) return Failure{found.error()};
  const Case& item = **found;
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: say why it is another matter");
  }
  const std::vector<Joined>& joined = item.dossier->joined;
  const auto complaint = std::ranges::find(joined, command.complaint, &Joined::complaint);
  if (complaint == joined.end()) {
    return refuse(Reason::UnknownComplaint,
                  command.complaint == item.first_complaint
                      ? "complaint: the case began with it; only one that joined can be taken out"
                      : "complaint: " + std::to_string(command.complaint.value) +
                            " is not one of those that joined the case");
  }
  Decided decided;
  decided.events.emplace_back(ComplaintUnmerged{
      .id = item.id, .complaint = command.complaint, .by = command.by, .reason = command.reason});
  append(decided.events, split(context, item, *complaint));
  if (is_all_asked_without(item, command.complaint)) {
    Draft draft(context, item);
    close_after_callbacks(draft, {"callback:unmerged"});
    append(decided.events, std::move(draft.events));
  }
  decided.answer = NumberAnswer{.id = context.state.counters().last_case.value + 1};
  return decided;
}

Decision on(const MergeCases& command, const Context& context) {
  const auto from = open_case(context, command.id);
  if (!from) return Failure{from.error()};
  const auto into = open_case(context, command.into);
  if (!into) return Failure{into.error()};
  if (!command.by) return refuse(Reason::MissingIdentity, "by: is empty");
  if (command.reason.empty()) {
    return refuse(Reason::MissingReason, "reason: say why the two are one");
  }
  if (command.id == command.into) {
    return refuse(Reason::MustDiffer, "into: must be another case than the one that joins it");
  }
  if (auto refusal = cannot_merge(**from, "id")) return *std::move(refusal);
  if (auto refusal = cannot_merge(**into, "into")) return *std::move(refusal);
  // The younger joins the older, so that no promise and no card is forgotten.
  if ((*from)->received < (*into)->received || (*from)->card > (*into)->card) {
    return refuse(Reason::WrongState,
                  "into: is younger than id or has the lesser card; merge the other way round");
  }
  if (!(*from)->dossier->assists.empty()) {
    return refuse(Reason::WrongState,
                  "id: others are helping with this case; they must report or be excused first");
  }
  if (joined_with(**into, **from).size() > kJoinedMax) {
    return refuse(Reason::LimitReached, "into: at most " + std::to_string(kJoinedMax) +
                                            " complaints join one case; leave them apart");
  }
  Draft draft(context, **into);
  draft.record(CaseMerged{
      .id = command.id, .into = command.into, .by = command.by, .reason = command.reason});
  warm(draft, {.worst = (*from)->severity,
               .rule = {"merge:case_" + std::to_string(command.id.value)},
               .households = households_of(**into, **from)});
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
