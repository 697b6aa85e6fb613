#include <fmt/format.h>

#include <memory>
#include <utility>

#include "engine/casework/state/packed_case.h"
#include "engine/journal/by_position.h"
#include "engine/journal/case_decoder.h"
#include "engine/journal/event_codec.h"
#include "engine/journal/hash.h"
#include "engine/journal/keys.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/stored_fields.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

void write(const casework::CaseClock& clock, const casework::Symbols& symbols,
           v1::ClockRow& stored) {
  stored.set_stage(number_of<v1::Stage>(clock.stage));
  stored.set_running(clock.running);
  stored.set_soon_told(clock.soon_told);
  stored.set_overdue(clock.overdue);
  stored.set_far_overdue(clock.far_overdue);
  stored.set_calendar(symbols.name(clock.calendar));
  journal::write(clock.reading, *stored.mutable_reading());
  stored.set_started_ms(to_ms(clock.started));
  stored.set_since_ms(to_ms(clock.since));
  journal::write(clock.alarms, *stored.mutable_alarms());
}

template <class Intern>
casework::CaseClock read(const v1::ClockRow& stored, const Intern& intern, FieldReader& reader) {
  return {.stage = reader.value<Stage>(stored.stage(), "clocks.stage"),
          .running = stored.running(),
          .soon_told = stored.soon_told(),
          .overdue = stored.overdue(),
          .far_overdue = stored.far_overdue(),
          .calendar = intern(stored.calendar()),
          .reading = journal::read(stored.reading(), reader),
          .started = from_ms(stored.started_ms()),
          .since = from_ms(stored.since_ms()),
          .alarms = journal::read(stored.alarms(), reader)};
}

// In rows assignee and storm are part of the dossier; in memory they are mere numbers of the case.
void write_dossier(const casework::Case& item, const casework::Symbols& symbols,
                   v1::CaseRow& stored) {
  if (item.assignee == 0 && !item.storm && !item.dossier.is_set()) return;
  casework::Dossier dossier = *item.dossier;
  dossier.assignee = {symbols.name(item.assignee)};
  dossier.storm = item.storm;
  if (dossier != casework::Dossier{}) write_fields(dossier, *stored.mutable_dossier());
}

template <class Intern>
void read(v1::DossierRow& stored, const Intern& intern, FieldReader& reader, casework::Case& item) {
  item.assignee = intern(stored.assignee());
  item.storm = {stored.storm()};
  stored.clear_assignee();
  stored.clear_storm();
  // Mostly there is nothing else, and to ask for each of its fields takes longer than all the rest.
  if (stored.ByteSizeLong() == 0) return;
  auto dossier = read_fields<casework::Dossier>(stored, reader);
  if (dossier != casework::Dossier{}) item.dossier.edit() = std::move(dossier);
}

void write(const casework::Case& item, const casework::Symbols& symbols, v1::CaseRow& stored) {
  stored.set_id(item.id.value);
  stored.set_first_complaint(item.first_complaint.value);
  stored.set_received_ms(to_ms(item.received));
  stored.set_area(item.area.value);
  stored.set_cause_area(item.cause_area.value);
  stored.set_requester(item.requester);
  stored.set_likeness(item.likeness);
  stored.set_category(symbols.name(item.category));
  stored.set_condition(symbols.name(item.condition));
  stored.set_unit(symbols.name(item.unit));
  stored.set_worker(symbols.name(item.worker));
  stored.set_status(number_of<v1::Status>(item.status));
  stored.set_place(number_or_none<v1::Place>(item.place));
  stored.set_severity(number_of<v1::Severity>(item.severity));
  stored.set_tier(number_or_none<v1::Tier>(item.tier));
  stored.set_watch_tier(number_or_none<v1::Tier>(item.watch_tier));
  stored.set_request_type(number_of<v1::RequestType>(item.request_type));
  stored.set_channel(number_or_none<v1::Channel>(item.channel));
  stored.set_card(number_of<v1::Card>(item.card));
  stored.set_contacted(item.contacted);
  stored.set_arrived(item.arrived);
  stored.set_ladder_exhausted(item.ladder_exhausted);
  stored.set_rework_rounds(item.rework_rounds);
  stored.set_order_number(item.order_number);
  stored.set_escalations(item.escalations);
  stored.set_reminders(item.reminders);
  stored.set_complaints(item.complaints);
  stored.set_token(item.token.value);
  stored.set_lease_token(item.lease_token.value);
  if (item.lease_until != kNever) stored.set_lease_until_ms(to_ms(item.lease_until));
  if (item.receive_by != kNever) stored.set_receive_by_ms(to_ms(item.receive_by));
  stored.set_finished_at_ms(to_ms(item.finished_at));
  if (item.queue_due != kNever) stored.set_queue_due_ms(to_ms(item.queue_due));
  stored.set_entered(item.entered);
  for (const casework::CaseClock& clock : item.clocks) write(clock, symbols, *stored.add_clocks());
  stored.mutable_requesters()->Assign(item.requesters.begin(), item.requesters.end());
  // The zero of older rows, so that theirs and ours are the same bytes.
  if (item.kind != CaseKind::Request) stored.set_kind(number_of<v1::CaseKind>(item.kind));
  stored.set_major(symbols.name(item.major));
  stored.set_storm_area(item.storm_area.value);
  write_dossier(item, symbols, stored);
}

template <class Intern>
casework::Case read(v1::CaseRow& stored, const Intern& intern, FieldReader& reader) {
  if (stored.id() == 0) reader.refuse("id", "is missing");
  casework::Case item{
      .id = {stored.id()},
      .first_complaint = {stored.first_complaint()},
      .received = from_ms(stored.received_ms()),
      .area = {stored.area()},
      .cause_area = {stored.cause_area()},
      .requester = stored.requester(),
      .likeness = stored.likeness(),
      .category = intern(stored.category()),
      .condition = intern(stored.condition()),
      .unit = intern(stored.unit()),
      .worker = intern(stored.worker()),
      .assignee = {},
      .major = intern(stored.major()),
      .storm_area = {stored.storm_area()},
      .storm = {},
      .kind = reader.value_or(CaseKind::Request, stored.kind(), "kind"),
      .status = reader.value<casework::Status>(stored.status(), "status"),
      .place = reader.value_or_none<casework::Place>(stored.place(), "place"),
      .severity = reader.value<Severity>(stored.severity(), "severity"),
      .tier = reader.value_or_none<Tier>(stored.tier(), "tier"),
      .watch_tier = reader.value_or_none<Tier>(stored.watch_tier(), "watch_tier"),
      .request_type = reader.value<RequestType>(stored.request_type(), "request_type"),
      .channel = reader.value_or_none<Channel>(stored.channel(), "channel"),
      .card = reader.value<Card>(stored.card(), "card"),
      .contacted = stored.contacted(),
      .arrived = stored.arrived(),
      .ladder_exhausted = stored.ladder_exhausted(),
      .rework_rounds = reader.number<std::uint8_t>(stored.rework_rounds(), "rework_rounds"),
      .order_number = reader.number<std::uint16_t>(stored.order_number(), "order_number"),
      .escalations = reader.number<std::uint16_t>(stored.escalations(), "escalations"),
      .reminders = reader.number<std::uint16_t>(stored.reminders(), "reminders"),
      .complaints = stored.complaints(),
      .token = {stored.token()},
      .lease_token = {stored.lease_token()},
      .lease_until =
          reader.deadline(stored.has_lease_until_ms(), stored.lease_until_ms(), "lease_until_ms"),
      .receive_by =
          reader.deadline(stored.has_receive_by_ms(), stored.receive_by_ms(), "receive_by_ms"),
      .finished_at = from_ms(stored.finished_at_ms()),
      .queue_due =
          reader.deadline(stored.has_queue_due_ms(), stored.queue_due_ms(), "queue_due_ms"),
      .entered = stored.entered(),
      .clocks = {},
      .requesters = {stored.requesters().begin(), stored.requesters().end()},
      .dossier = {}};
  if (static_cast<std::size_t>(stored.clocks_size()) > casework::kClocksMax) {
    reader.refuse("clocks", stored.clocks_size());
    return item;
  }
  item.clocks.reserve(static_cast<std::size_t>(stored.clocks_size()));
  for (const v1::ClockRow& clock : stored.clocks()) {
    item.clocks.push_back(read(clock, intern, reader));
  }
  if (stored.has_dossier()) read(*stored.mutable_dossier(), intern, reader, item);
  return item;
}

template <class Intern>
Outcome<casework::Case, Error> read_case(std::string_view bytes, const Intern& intern,
                                         v1::CaseRow& stored) {
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Failure{Error{Error::Kind::Corrupt, "case: is no message"}};
  }
  FieldReader reader;
  casework::Case item = read(stored, intern, reader);
  if (!reader.is_fine()) return Failure{reader.error(fmt::format("case {}", stored.id()))};
  return item;
}

}  // namespace

std::string encode_case(const casework::Case& item, const casework::Symbols& symbols) {
  ScratchArena arena;
  auto& stored = arena.make<v1::CaseRow>();
  write(item, symbols, stored);
  return stored.SerializeAsString();
}

Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::State& state) {
  ScratchArena arena;
  return read_case(
      bytes, [&](std::string_view name) { return state.intern(name); }, arena.make<v1::CaseRow>());
}

Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::Symbols& symbols) {
  ScratchArena arena;
  return read_case(
      bytes, [&](std::string_view name) { return symbols.intern(name); },
      arena.make<v1::CaseRow>());
}

CaseDecoder::CaseDecoder() : stored_(std::make_unique<v1::CaseRow>()) {}
CaseDecoder::~CaseDecoder() = default;

// What is parsed into one message again and again keeps the memory of its strings and clocks.
Outcome<casework::Case, Error> CaseDecoder::decode(std::string_view bytes,
                                                   casework::Symbols& symbols) {
  return read_case(
      bytes, [&](std::string_view name) { return symbols.intern(name); }, *stored_);
}

std::string digest_of(const casework::State& state) {
  Hasher hasher;
  const auto add = [&](const std::string& row) {
    // With its length before it, no row can end where another begins.
    hasher.add(as_bytes(number_key(row.size())));
    hasher.add(row);
  };
  const casework::Registers& registers = state.registers();
  add(encode_head({}, state.counters(), state.tallies(), registers.counters()));
  state.each_case([&](const casework::Case& item) { add(encode_case(item, state.symbols())); });
  // Cases end and registers begin with a row that is neither.
  add({});
  registers.each_row([&](const casework::RegisterRow& row) { add(encode_register(row)); });
  return to_hex(as_bytes(hasher.finish()));
}

}  // namespace whistle::journal
