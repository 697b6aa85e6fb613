#include "engine/journal/event_codec.h"

namespace whistle::journal {

void on(const casework::CardIssued& event, v1::Event& stored) {
  v1::CardIssued& out = *stored.mutable_card_issued();
  out.set_id(event.id.value);
  out.set_card(number_of<v1::Card>(event.card));
  out.set_stage(number_or_none<v1::Stage>(event.stage));
  out.set_unit(event.unit.value);
  out.set_points(event.points);
  out.set_rule(event.rule.value);
}

casework::CardIssued read(const v1::CardIssued& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .card = reader.value<Card>(stored.card(), "card_issued.card"),
          .stage = reader.value_or_none<Stage>(stored.stage(), "card_issued.stage"),
          .unit = {stored.unit()},
          .points = stored.points(),
          .rule = {stored.rule()}};
}

void on(const casework::CaseEscalated& event, v1::Event& stored) {
  v1::CaseEscalated& out = *stored.mutable_case_escalated();
  out.set_id(event.id.value);
  out.set_from_tier(number_or_none<v1::Tier>(event.from_tier));
  out.set_from_unit(event.from_unit.value);
  out.set_to_tier(number_or_none<v1::Tier>(event.to_tier));
  out.set_to_unit(event.to_unit.value);
  out.set_mode(number_of<v1::RungMode>(event.mode));
  out.set_rule(event.rule.value);
  out.set_collapsed(event.collapsed);
}

casework::CaseEscalated read(const v1::CaseEscalated& stored, FieldReader& reader) {
  return {.id = {stored.id()},
          .from_tier = reader.value_or_none<Tier>(stored.from_tier(), "case_escalated.from_tier"),
          .from_unit = {stored.from_unit()},
          .to_tier = reader.value_or_none<Tier>(stored.to_tier(), "case_escalated.to_tier"),
          .to_unit = {stored.to_unit()},
          .mode = reader.value<policy::RungMode>(stored.mode(), "case_escalated.mode"),
          .rule = {stored.rule()},
          .collapsed = reader.number<std::uint8_t>(stored.collapsed(), "case_escalated.collapsed")};
}

void on(const casework::LadderExhausted& event, v1::Event& stored) {
  v1::LadderExhausted& out = *stored.mutable_ladder_exhausted();
  out.set_id(event.id.value);
  out.set_rule(event.rule.value);
}

casework::LadderExhausted read(const v1::LadderExhausted& stored, FieldReader&) {
  return {.id = {stored.id()}, .rule = {stored.rule()}};
}

}  // namespace whistle::journal
