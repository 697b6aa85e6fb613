#include <string>

#include "engine/casework/chapters.h"

// What the holder does: first contact, on site, progress, finished. Said twice, after a lost
// answer, it changes nothing the second time, with two exceptions: a note of progress stands there
// twice, and a finish that closed the case finds it closed.
namespace whistle::casework {
namespace {

Decision not_in_hand(const Case& item) {
  return refuse(Reason::WrongState,
                "the case is " + std::string(to_word(item.status)) + ", not in anybody's hands");
}

}  // namespace

Decision on(const RecordContact& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->contacted) return Decided{{}, NoAnswer{}};
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
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
  // Who stands at the door has made contact.
  if (!draft.contacted) {
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
  return Decided{std::move(draft.events), NoAnswer{}};
}

Decision on(const FinishHandling& command, const Context& context) {
  const auto item = owned_case(context, command.id, command.token);
  if (!item) return Failure{item.error()};
  if ((*item)->status == Status::Finished || (*item)->status == Status::Replied) {
    return Decided{{}, NoAnswer{}};
  }
  if ((*item)->status != Status::SignedFor) return not_in_hand(**item);
  Draft draft(context, **item);
  draft.record(HandlingFinished{
      .id = command.id, .at = context.now, .result = command.result, .note = command.note});
  draft.meet(Stage::Rung);
  draft.meet(Stage::InitialResult);
  // Work that is finished needs no visit any more; what was promised and missed is in the journal.
  for (const Stage stage : {Stage::Contact, Stage::OnSite, Stage::FirstResponse, Stage::AtDoor}) {
    draft.drop(stage);
  }
  // The promise to resolve rests while others check; if they send the work back it goes on.
  draft.pause(Stage::Resolve);
  if (context.policy.settings().post_check.has(draft.severity)) {
    draft.start(Stage::PostCheck);
    return Decided{std::move(draft.events), NoAnswer{}};
  }
  const RuleName rule{"checks.post_check:not_for_" + std::string(whistle::to_word(draft.severity))};
  pass_post_check(draft, {}, rule, {});
  return Decided{std::move(draft.events), NoAnswer{}};
}

}  // namespace whistle::casework
