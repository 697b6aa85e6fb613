#include "engine/journal/event_codec.h"

namespace whistle::journal {

void on(const casework::FirstContacted& event, v1::Event& stored) {
  v1::FirstContacted& out = *stored.mutable_first_contacted();
  out.set_id(event.id.value);
  out.set_note(event.note);
}

casework::FirstContacted read(const v1::FirstContacted& stored, FieldReader&) {
  return {.id = {stored.id()}, .note = stored.note()};
}

void on(const casework::ArrivedOnSite& event, v1::Event& stored) {
  v1::ArrivedOnSite& out = *stored.mutable_arrived_on_site();
  out.set_id(event.id.value);
  out.set_note(event.note);
}

casework::ArrivedOnSite read(const v1::ArrivedOnSite& stored, FieldReader&) {
  return {.id = {stored.id()}, .note = stored.note()};
}

void on(const casework::ProgressNoted& event, v1::Event& stored) {
  v1::ProgressNoted& out = *stored.mutable_progress_noted();
  out.set_id(event.id.value);
  out.set_note(event.note);
}

casework::ProgressNoted read(const v1::ProgressNoted& stored, FieldReader&) {
  return {.id = {stored.id()}, .note = stored.note()};
}

void on(const casework::HandlingFinished& event, v1::Event& stored) {
  v1::HandlingFinished& out = *stored.mutable_handling_finished();
  out.set_id(event.id.value);
  out.set_at_ms(to_ms(event.at));
  out.set_result(number_of<v1::Solved>(event.result));
  out.set_note(event.note);
}

casework::HandlingFinished read(const v1::HandlingFinished& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .at = from_ms(stored.at_ms()),
          .result = reader.value<Solved>(stored.result(), "handling_finished.result"),
          .note = stored.note()};
}

void on(const casework::PostChecked& event, v1::Event& stored) {
  v1::PostChecked& out = *stored.mutable_post_checked();
  out.set_id(event.id.value);
  out.set_passed(event.passed);
  out.set_by(event.by.value);
  out.set_rule(event.rule.value);
  out.set_note(event.note);
}

casework::PostChecked read(const v1::PostChecked& stored, FieldReader&) {
  return {.id = {stored.id()},
          .passed = stored.passed(),
          .by = {stored.by()},
          .rule = {stored.rule()},
          .note = stored.note()};
}

void on(const casework::RequesterReplied& event, v1::Event& stored) {
  stored.mutable_requester_replied()->set_id(event.id.value);
}

casework::RequesterReplied read(const v1::RequesterReplied& stored, FieldReader&) {
  return {.id = {stored.id()}};
}

void on(const casework::CalledBack& event, v1::Event& stored) {
  v1::CalledBack& out = *stored.mutable_called_back();
  out.set_id(event.id.value);
  out.set_solved(number_of<v1::Solved>(event.solved));
  out.set_satisfaction(number_of<v1::Satisfaction>(event.satisfaction));
  out.set_by(event.by.value);
  out.set_note(event.note);
  out.set_complaint(event.complaint.value);
  // The zero of older records, so that theirs and ours are the same bytes.
  if (event.way != CallbackWay::Phone) out.set_way(number_of<v1::CallbackWay>(event.way));
}

casework::CalledBack read(const v1::CalledBack& stored, FieldReader& reader) {
  return {
      .id = {stored.id()},
      .solved = reader.value<Solved>(stored.solved(), "called_back.solved"),
      .satisfaction = reader.value<Satisfaction>(stored.satisfaction(), "called_back.satisfaction"),
      .by = {stored.by()},
      .note = stored.note(),
      .complaint = {stored.complaint()},
      .way = reader.value_or(CallbackWay::Phone, stored.way(), "called_back.way")};
}

void on(const casework::CaseReworked& event, v1::Event& stored) {
  v1::CaseReworked& out = *stored.mutable_case_reworked();
  out.set_id(event.id.value);
  out.set_round(event.round);
  out.set_reason(event.reason);
}

casework::CaseReworked read(const v1::CaseReworked& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .round = reader.number<std::uint8_t>(stored.round(), "case_reworked.round"),
          .reason = stored.reason()};
}

void on(const casework::CaseClosed& event, v1::Event& stored) {
  v1::CaseClosed& out = *stored.mutable_case_closed();
  out.set_id(event.id.value);
  out.set_rule(event.rule.value);
  out.set_on_time(event.on_time);
  if (event.appeal_until != kNever) out.set_appeal_until_ms(to_ms(event.appeal_until));
  for (const UnitCode& unit : event.may_appeal) out.add_may_appeal(unit.value);
}

casework::CaseClosed read(const v1::CaseClosed& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .rule = {stored.rule()},
          .on_time = stored.on_time(),
          .appeal_until = reader.deadline(stored.has_appeal_until_ms(), stored.appeal_until_ms(),
                                          "case_closed.appeal_until_ms"),
          .may_appeal = {stored.may_appeal().begin(), stored.may_appeal().end()}};
}

void on(const casework::CaseStruckOff& event, v1::Event& stored) {
  stored.mutable_case_struck_off()->set_id(event.id.value);
}

casework::CaseStruckOff read(const v1::CaseStruckOff& stored, FieldReader&) {
  return {.id = {stored.id()}};
}

}  // namespace whistle::journal
