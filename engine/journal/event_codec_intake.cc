#include <google/protobuf/repeated_ptr_field.h>

#include <vector>

#include "engine/journal/event_codec.h"

namespace whistle::journal {
namespace {

using google::protobuf::RepeatedPtrField;

void write(const std::vector<triage::Evidence>& evidence, RepeatedPtrField<v1::Evidence>& stored) {
  for (const triage::Evidence& piece : evidence) {
    v1::Evidence& out = *stored.Add();
    out.set_words(piece.words);
    out.set_offset(piece.offset);
    out.set_rule(piece.rule.value);
  }
}

std::vector<triage::Evidence> read(const RepeatedPtrField<v1::Evidence>& stored) {
  std::vector<triage::Evidence> evidence;
  evidence.reserve(static_cast<std::size_t>(stored.size()));
  for (const v1::Evidence& piece : stored) {
    evidence.push_back({.words = piece.words(), .offset = piece.offset(), .rule = {piece.rule()}});
  }
  return evidence;
}

void write(const std::vector<triage::Guess>& guesses, RepeatedPtrField<v1::Guess>& stored) {
  for (const triage::Guess& guess : guesses) {
    v1::Guess& out = *stored.Add();
    out.set_category(guess.category.value);
    out.set_permille(guess.permille);
    out.set_score(guess.score);
  }
}

std::vector<triage::Guess> read(const RepeatedPtrField<v1::Guess>& stored) {
  std::vector<triage::Guess> guesses;
  guesses.reserve(static_cast<std::size_t>(stored.size()));
  for (const v1::Guess& guess : stored) {
    guesses.push_back(
        {.category = {guess.category()}, .permille = guess.permille(), .score = guess.score()});
  }
  return guesses;
}

void write(const triage::CategoryFinding& finding, v1::CategoryFinding& stored) {
  stored.set_category(finding.category.value);
  stored.set_certainty(number_of<v1::Certainty>(finding.certainty));
  stored.set_score(finding.score);
  stored.set_second(finding.second.value);
  stored.set_second_score(finding.second_score);
  stored.set_rule(finding.rule.value);
  write(finding.evidence, *stored.mutable_evidence());
  write(finding.guesses, *stored.mutable_guesses());
}

triage::CategoryFinding read(const v1::CategoryFinding& stored, FieldReader& reader) {
  return {.category = {stored.category()},
          .certainty =
              reader.value<triage::Certainty>(stored.certainty(), "findings.category.certainty"),
          .score = stored.score(),
          .second = {stored.second()},
          .second_score = stored.second_score(),
          .rule = {stored.rule()},
          .evidence = read(stored.evidence()),
          .guesses = read(stored.guesses())};
}

void write(const triage::PlaceFinding& finding, v1::PlaceFinding& stored) {
  stored.set_area(finding.area.value);
  stored.set_certainty(number_of<v1::Certainty>(finding.certainty));
  stored.set_rule(finding.rule.value);
  write(finding.evidence, *stored.mutable_evidence());
  for (const triage::PlaceCandidate& candidate : finding.candidates) {
    v1::PlaceCandidate& out = *stored.add_candidates();
    out.set_area(candidate.area.value);
    out.set_why(candidate.why.value);
  }
  stored.set_building(finding.building);
  stored.set_unit(finding.unit);
  stored.set_room(finding.room);
}

std::vector<triage::PlaceCandidate> read(const RepeatedPtrField<v1::PlaceCandidate>& stored) {
  std::vector<triage::PlaceCandidate> candidates;
  candidates.reserve(static_cast<std::size_t>(stored.size()));
  for (const v1::PlaceCandidate& candidate : stored) {
    candidates.push_back({.area = {candidate.area()}, .why = {candidate.why()}});
  }
  return candidates;
}

triage::PlaceFinding read(const v1::PlaceFinding& stored, FieldReader& reader) {
  return {
      .area = {stored.area()},
      .certainty = reader.value<triage::Certainty>(stored.certainty(), "findings.place.certainty"),
      .rule = {stored.rule()},
      .evidence = read(stored.evidence()),
      .candidates = read(stored.candidates()),
      .building = stored.building(),
      .unit = stored.unit(),
      .room = stored.room()};
}

void write(const triage::SeverityFinding& finding, v1::SeverityFinding& stored) {
  stored.set_severity(number_of<v1::Severity>(finding.severity));
  stored.set_nature(finding.nature);
  stored.set_scope(finding.scope);
  stored.set_harm(finding.harm);
  stored.set_trigger(finding.trigger.value);
  stored.set_care(finding.care);
  stored.set_rule(finding.rule.value);
  write(finding.evidence, *stored.mutable_evidence());
}

triage::SeverityFinding read(const v1::SeverityFinding& stored, FieldReader& reader) {
  return {.severity = reader.value<Severity>(stored.severity(), "findings.severity.severity"),
          .nature = reader.number<std::uint8_t>(stored.nature(), "findings.severity.nature"),
          .scope = reader.number<std::uint8_t>(stored.scope(), "findings.severity.scope"),
          .harm = reader.number<std::uint8_t>(stored.harm(), "findings.severity.harm"),
          .trigger = {stored.trigger()},
          .care = stored.care(),
          .rule = {stored.rule()},
          .evidence = read(stored.evidence())};
}

}  // namespace

void write(const triage::Findings& findings, v1::Findings& stored) {
  stored.set_request_type(number_of<v1::RequestType>(findings.request_type));
  write(findings.category, *stored.mutable_category());
  write(findings.place, *stored.mutable_place());
  write(findings.severity, *stored.mutable_severity());
  stored.set_decline_ground(findings.decline_ground);
  write(findings.decline_evidence, *stored.mutable_decline_evidence());
  stored.set_likeness(findings.likeness);
}

triage::Findings read(const v1::Findings& stored, FieldReader& reader) {
  return {.request_type = reader.value<RequestType>(stored.request_type(), "findings.request_type"),
          .category = read(stored.category(), reader),
          .place = read(stored.place(), reader),
          .severity = read(stored.severity(), reader),
          .decline_ground = stored.decline_ground(),
          .decline_evidence = read(stored.decline_evidence()),
          .likeness = stored.likeness()};
}

void on(const casework::CaseFiled& event, v1::Event& stored) {
  v1::CaseFiled& out = *stored.mutable_case_filed();
  out.set_id(event.id.value);
  out.set_complaint(event.complaint.value);
  out.set_source(event.source);
  out.set_external_id(event.external_id);
  out.set_received_ms(to_ms(event.received));
  out.set_channel(number_of<v1::Channel>(event.channel));
  out.set_requester(event.requester);
  out.set_condition(event.condition.value);
  write(*event.findings, *out.mutable_findings());
  out.set_cause_area(event.cause_area.value);
  out.set_awaits_triage(event.awaits_triage);
  out.set_emergency_line(event.emergency_line);
  // The zero of older records, so that theirs and ours are the same bytes.
  if (event.requester_kind != RequesterKind::Person) {
    out.set_requester_kind(number_of<v1::RequesterKind>(event.requester_kind));
  }
  out.set_major(event.major);
  out.set_storm_area(event.storm_area.value);
}

casework::CaseFiled read(const v1::CaseFiled& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .complaint = {stored.complaint()},
          .source = stored.source(),
          .external_id = stored.external_id(),
          .received = from_ms(stored.received_ms()),
          .channel = reader.value<Channel>(stored.channel(), "case_filed.channel"),
          .requester = stored.requester(),
          .condition = {stored.condition()},
          .findings = read(stored.findings(), reader),
          .cause_area = {stored.cause_area()},
          .awaits_triage = stored.awaits_triage(),
          .emergency_line = stored.emergency_line(),
          .requester_kind = reader.value_or(RequesterKind::Person, stored.requester_kind(),
                                            "case_filed.requester_kind"),
          .major = stored.major(),
          .storm_area = {stored.storm_area()}};
}

void on(const casework::ComplaintDeclined& event, v1::Event& stored) {
  v1::ComplaintDeclined& out = *stored.mutable_complaint_declined();
  out.set_complaint(event.complaint.value);
  out.set_source(event.source);
  out.set_external_id(event.external_id);
  out.set_received_ms(to_ms(event.received));
  out.set_ground(event.ground);
  write(*event.findings, *out.mutable_findings());
}

casework::ComplaintDeclined read(const v1::ComplaintDeclined& stored, FieldReader& reader) {
  return {.complaint = {stored.complaint()},
          .source = stored.source(),
          .external_id = stored.external_id(),
          .received = from_ms(stored.received_ms()),
          .ground = stored.ground(),
          .findings = read(stored.findings(), reader)};
}

void on(const casework::ComplaintMerged& event, v1::Event& stored) {
  v1::ComplaintMerged& out = *stored.mutable_complaint_merged();
  out.set_id(event.id.value);
  out.set_complaint(event.complaint.value);
  out.set_source(event.source);
  out.set_external_id(event.external_id);
  out.set_received_ms(to_ms(event.received));
  out.set_requester(event.requester);
  out.set_repeat(event.repeat);
  out.set_rule(event.rule.value);
  write(*event.findings, *out.mutable_findings());
}

casework::ComplaintMerged read(const v1::ComplaintMerged& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .complaint = {stored.complaint()},
          .source = stored.source(),
          .external_id = stored.external_id(),
          .received = from_ms(stored.received_ms()),
          .requester = stored.requester(),
          .repeat = stored.repeat(),
          .rule = {stored.rule()},
          .findings = read(stored.findings(), reader)};
}

void on(const casework::CaseClassified& event, v1::Event& stored) {
  v1::CaseClassified& out = *stored.mutable_case_classified();
  out.set_id(event.id.value);
  out.set_category(event.category.value);
  out.set_area(event.area.value);
  out.set_cause_area(event.cause_area.value);
  out.set_by(event.by.value);
  out.set_major(event.major);
  out.set_storm_area(event.storm_area.value);
}

casework::CaseClassified read(const v1::CaseClassified& stored, FieldReader&) {
  return {.id = {stored.id()},
          .category = {stored.category()},
          .area = {stored.area()},
          .cause_area = {stored.cause_area()},
          .by = {stored.by()},
          .major = stored.major(),
          .storm_area = {stored.storm_area()}};
}

void on(const casework::CaseRecoloured& event, v1::Event& stored) {
  v1::CaseRecoloured& out = *stored.mutable_case_recoloured();
  out.set_id(event.id.value);
  out.set_from(number_of<v1::Severity>(event.from));
  out.set_to(number_of<v1::Severity>(event.to));
  out.set_rule(event.rule.value);
}

casework::CaseRecoloured read(const v1::CaseRecoloured& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .from = reader.value<Severity>(stored.from(), "case_recoloured.from"),
          .to = reader.value<Severity>(stored.to(), "case_recoloured.to"),
          .rule = {stored.rule()}};
}

}  // namespace whistle::journal
