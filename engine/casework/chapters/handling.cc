#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"

// What the holder does: first contact, on site, progress, evidence, finished. Said twice, after a
// lost answer, it changes nothing the second time, with two exceptions: a note of progress or a
// piece of evidence stands there twice, and a finish that closed the case finds it closed.
namespace whistle::casework {
namespace {

Decision not_in_hand(const Case& item) {
  return refuse(Reason::WrongState,
                "the case is " + std::string(to_word(item.status)) + ", not in anybody's hands");
}

// What holds up the end of the work, if anything does.
std::optional<Refusal> check_finish(const Case& item, const Context& context) {
  if (item.dossier->suspended) {
    return Refusal{Reason::WrongState, "the case is suspended; resume it first, then finish"};
  }
  if (item.dossier->panel_stops_clocks) {
    return Refusal{Reason::WrongState, "a mediation goes on; conclude the panel, then finish"};
  }
  return check_assists(item, context);
}

// The number of a milestone, from 1.
std::uint8_t number_of(Stage milestone) {
  return static_cast<std::uint8_t>(static_cast<unsigned>(milestone) -
                                   static_cast<unsigned>(Stage::Milestone1) + 1);
}

// The first milestone that was promised and is not reached.
std::optional<Stage> next_milestone(const Draft& draft) {
  const auto next = std::ranges::find_if(
      kMilestones, [&](Stage milestone) { return draft.clock(milestone) != nullptr; });
  return next != kMilestones.end() ? std::optional(*next) : std::nullopt;
}

void reach(Draft& draft, Stage milestone, const std::string& note) {
  const auto granted = draft.limit_of(milestone);
  draft.record(MilestoneReached{.id = draft.id,
                                .number = number_of(milestone),
                                .rule = granted ? granted->rule : RuleName{},
                                .note = note});
  draft.meet(milestone);
}

// A digest as the adapters write it: hexadecimal, of 64 to 512 bits.
bool is_digest(const std::string& digest) {
  constexpr std::size_t kDigitsMin = 16;
  constexpr std::size_t kDigitsMax = 128;
  const auto is_digit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  };
  return digest.size() >= kDigitsMin && digest.size() <= kDigitsMax &&
         std::ranges::all_of(digest, is_digit);
}

}  // namespace

Decision on(const RecordContact& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->contacted) return Decided{{}, NoAnswer{}};
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  if ((*item)->kind == CaseKind::Assist) {
    return refuse(Reason::WrongState,
                  "the lead of case " + std::to_string((*item)->dossier->parent.value) +
                      " contacts the requester; an assistance is progressed and finished");
  }
  Draft draft(context, **item);
  draft.record(FirstContacted{.id = command.id, .note = command.note});
  draft.meet(Stage::Contact);
  draft.meet(Stage::FirstResponse);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const ArriveOnSite& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->arrived) return Decided{{}, NoAnswer{}};
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  Draft draft(context, **item);
  draft.record(ArrivedOnSite{.id = command.id, .note = command.note});
  draft.meet(Stage::OnSite);
  draft.meet(Stage::AtDoor);
  // Who stands at the door has made contact, unless it is the lead's to make.
  if (!draft.contacted && draft.kind != CaseKind::Assist) {
    draft.record(FirstContacted{.id = command.id, .note = {}});
    draft.meet(Stage::Contact);
    draft.meet(Stage::FirstResponse);
  }
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const NoteProgress& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  Draft draft(context, **item);
  draft.record(ProgressNoted{.id = command.id, .note = command.note});
  draft.meet(Stage::InitialResult);
  draft.meet(Stage::ReminderAnswer);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const FinishHandling& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->status == Status::Finished || (*item)->status == Status::Replied) {
    return Decided{{}, NoAnswer{}};
  }
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  if (auto refusal = check_finish(**item, context)) return Failure{*std::move(refusal)};
  Draft draft(context, **item);
  if (draft.kind == CaseKind::Assist) {
    report_assist(draft, command.result, command.note);
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  let_go(draft, {"finished"});
  draft.record(HandlingFinished{
      .id = command.id, .at = context.now, .result = command.result, .note = command.note});
  draft.meet(Stage::Rung);
  draft.meet(Stage::InitialResult);
  draft.meet(Stage::ReminderAnswer);
  // Who has demolished has stopped the work as well.
  while (const auto milestone = next_milestone(draft)) reach(draft, *milestone, {});
  // Work that is finished needs no visit any more; what was promised and missed is in the journal.
  for (const Stage stage : {Stage::Contact, Stage::OnSite, Stage::FirstResponse, Stage::AtDoor}) {
    draft.drop(stage);
  }
  // The promise to resolve rests while others check; if they send the work back it goes on. The
  // requester's own clock goes on: only a closed case has kept it.
  draft.pause(Stage::Resolve);
  withdraw_assists(draft);
  if (context.policy.settings().post_check.has(draft.severity)) {
    draft.start(Stage::PostCheck);
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  const RuleName rule{"checks.post_check:not_for_" + std::string(whistle::to_word(draft.severity))};
  pass_post_check(draft, {}, rule, {});
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const ReachMilestone& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  Draft draft(context, **item);
  const auto next = next_milestone(draft);
  const std::uint32_t awaited = next ? number_of(*next) : kMilestones.size() + 1;
  const bool was_promised = command.number >= 1 && command.number <= kMilestones.size() &&
                            draft.limit_of(kMilestones[command.number - 1]).has_value();
  if (was_promised && command.number < awaited) return Decided{{}, NoAnswer{}};
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  if (!next) return refuse(Reason::WrongState, "the case has no milestone that is not reached");
  if (command.number != 0 && command.number != awaited) {
    return refuse(was_promised ? Reason::WrongState : Reason::BadValue,
                  was_promised
                      ? "milestone " + std::to_string(awaited) + " comes first"
                      : "number: the case has no milestone " + std::to_string(command.number) +
                            "; the next one is " + std::to_string(awaited));
  }
  reach(draft, *next, command.note);
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const AddEvidence& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "worker: is empty");
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  const bool in_hand = (*item)->status == Status::SignedFor || (*item)->status == Status::Finished;
  if (!in_hand) return not_in_hand(**item);
  if (!from_number<EvidenceKind>(static_cast<std::int64_t>(command.kind))) {
    return refuse(Reason::BadValue, "kind: is photo, voice, video or document");
  }
  if (!is_digest(command.digest)) {
    return refuse(Reason::BadValue, "digest: has 16 to 128 hexadecimal digits");
  }
  constexpr std::uint16_t kEvidenceMax = std::numeric_limits<std::uint16_t>::max();
  if ((*item)->dossier->evidence == kEvidenceMax) {
    return refuse(Reason::LimitReached,
                  "the case has " + std::to_string(kEvidenceMax) + " pieces of evidence already");
  }
  return Decided{{EvidenceAdded{.id = command.id,
                                .kind = command.kind,
                                .digest = command.digest,
                                .by = command.worker,
                                .note = command.note}},
                 NoAnswer{}};
}

}  // namespace whistle::casework
