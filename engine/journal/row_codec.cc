#include "engine/journal/row_codec.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/journal/by_position.h"
#include "engine/journal/hash.h"
#include "engine/journal/stored_fields.h"
#include "engine/journal/stored_receipt.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

Failure<Error> no_message(const char* row) {
  return Failure{Error{Error::Kind::Corrupt, fmt::format("{}: is no message", row)}};
}

template <class Message>
bool parse(std::string_view bytes, Message& stored) {
  return stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

void write(const casework::Counters& counters, v1::CountersRow& stored) {
  stored.set_last_complaint(counters.last_complaint.value);
  stored.set_last_case(counters.last_case.value);
  stored.set_last_token(counters.last_token.value);
  stored.set_last_entered(counters.last_entered);
}

casework::Counters read(const v1::CountersRow& stored) {
  return {.last_complaint = {stored.last_complaint()},
          .last_case = {stored.last_case()},
          .last_token = {stored.last_token()},
          .last_entered = stored.last_entered()};
}

void write(const casework::Tallies& tallies, v1::TalliesRow& stored) {
  stored.set_complaints(tallies.complaints);
  stored.set_cases(tallies.cases);
  stored.set_merged(tallies.merged);
  stored.set_declined(tallies.declined);
  stored.mutable_by_colour()->Assign(tallies.by_colour.begin(), tallies.by_colour.end());
  stored.mutable_by_tier()->Assign(tallies.by_tier.begin(), tallies.by_tier.end());
  stored.set_awaited_triage(tallies.awaited_triage);
  stored.set_escalations(tallies.escalations);
  stored.set_overdue(tallies.overdue);
  stored.set_yellow_cards(tallies.yellow_cards);
  stored.set_red_cards(tallies.red_cards);
  stored.set_reworked(tallies.reworked);
  stored.set_closed(tallies.closed);
  stored.set_closed_on_time(tallies.closed_on_time);
}

template <std::size_t kSize>
std::array<std::uint64_t, kSize> read(const google::protobuf::RepeatedField<std::uint64_t>& stored,
                                      const char* field, FieldReader& reader) {
  std::array<std::uint64_t, kSize> counts{};
  if (static_cast<std::size_t>(stored.size()) != kSize) {
    reader.refuse(field, stored.size());
    return counts;
  }
  std::copy(stored.begin(), stored.end(), counts.begin());
  return counts;
}

void read_hash(const std::string& stored, Hash& hash, FieldReader& reader) {
  if (stored.size() == hash.size()) {
    std::copy(stored.begin(), stored.end(), hash.begin());
  } else {
    reader.refuse("hash", "is not whole");
  }
}

void write(const Standing& standing, v1::Standing& stored) {
  stored.set_area(standing.area.value);
  stored.set_unit(standing.unit.value);
  stored.set_severity(number_or_none<v1::Severity>(standing.severity));
  stored.set_tier(number_or_none<v1::Tier>(standing.tier));
}

Standing read(const v1::Standing& stored, FieldReader& reader) {
  return {.area = {stored.area()},
          .unit = {stored.unit()},
          .severity = reader.value_or_none<Severity>(stored.severity(), "severity"),
          .tier = reader.value_or_none<Tier>(stored.tier(), "tier")};
}

casework::Tallies read(const v1::TalliesRow& stored, FieldReader& reader) {
  return {.complaints = stored.complaints(),
          .cases = stored.cases(),
          .merged = stored.merged(),
          .declined = stored.declined(),
          .by_colour = read<3>(stored.by_colour(), "tallies.by_colour", reader),
          .by_tier = read<6>(stored.by_tier(), "tallies.by_tier", reader),
          .awaited_triage = stored.awaited_triage(),
          .escalations = stored.escalations(),
          .overdue = stored.overdue(),
          .yellow_cards = stored.yellow_cards(),
          .red_cards = stored.red_cards(),
          .reworked = stored.reworked(),
          .closed = stored.closed(),
          .closed_on_time = stored.closed_on_time()};
}

}  // namespace

std::string encode_text(const Complaint& complaint) {
  ScratchArena arena;
  auto& stored = arena.make<v1::TextRow>();
  stored.set_source(complaint.source);
  stored.set_external_id(complaint.external_id);
  stored.set_channel(number_of<v1::Channel>(complaint.channel));
  stored.set_occurred_at_ms(to_ms(complaint.occurred_at));
  stored.set_requester(complaint.requester);
  stored.set_requester_name(complaint.requester_name);
  stored.set_subject(complaint.subject);
  stored.set_text(complaint.text);
  stored.set_area(complaint.area.value);
  if (complaint.point) {
    stored.mutable_point()->set_latitude(complaint.point->latitude);
    stored.mutable_point()->set_longitude(complaint.point->longitude);
    // The zero of older rows, as below.
    if (complaint.point->datum != Datum::Wgs84) {
      stored.mutable_point()->set_datum(number_of<v1::Datum>(complaint.point->datum));
    }
  }
  stored.set_category(complaint.category.value);
  stored.set_condition(complaint.condition.value);
  if (complaint.request_type) {
    stored.set_request_type(number_of<v1::RequestType>(*complaint.request_type));
  }
  // The zero of older rows, so that theirs and ours are the same bytes.
  if (complaint.requester_kind != RequesterKind::Person) {
    stored.set_requester_kind(number_of<v1::RequesterKind>(complaint.requester_kind));
  }
  stored.set_answered(complaint.answered);
  stored.set_address(complaint.address);
  for (const std::string& url : complaint.media_urls) stored.add_media_urls(url);
  for (const ComplaintAttribute& attribute : complaint.attributes) {
    v1::TextRow::Attribute& kept = *stored.add_attributes();
    kept.set_code(attribute.code);
    for (const std::string& value : attribute.values) kept.add_values(value);
  }
  return stored.SerializeAsString();
}

Outcome<Complaint, Error> decode_text(std::string_view bytes) {
  ScratchArena arena;
  auto& stored = arena.make<v1::TextRow>();
  if (!parse(bytes, stored)) return no_message("text");
  FieldReader reader;
  Complaint complaint{.source = stored.source(),
                      .external_id = stored.external_id(),
                      .channel = reader.value<Channel>(stored.channel(), "channel"),
                      .occurred_at = from_ms(stored.occurred_at_ms()),
                      .requester = stored.requester(),
                      .requester_name = stored.requester_name(),
                      .subject = stored.subject(),
                      .text = stored.text(),
                      .area = {stored.area()},
                      .point = std::nullopt,
                      .category = {stored.category()},
                      .condition = {stored.condition()},
                      .request_type = std::nullopt,
                      .requester_kind = reader.value_or(RequesterKind::Person,
                                                        stored.requester_kind(), "requester_kind"),
                      .answered = stored.answered(),
                      .address = stored.address(),
                      .media_urls = {stored.media_urls().begin(), stored.media_urls().end()},
                      .attributes = {}};
  for (const v1::TextRow::Attribute& kept : stored.attributes()) {
    complaint.attributes.push_back({kept.code(), {kept.values().begin(), kept.values().end()}});
  }
  if (stored.has_point()) {
    complaint.point = {stored.point().latitude(), stored.point().longitude(),
                       reader.value_or(Datum::Wgs84, stored.point().datum(), "point.datum")};
  }
  if (stored.request_type() != v1::REQUEST_TYPE_NONE) {
    complaint.request_type = reader.value<RequestType>(stored.request_type(), "request_type");
  }
  if (!reader.is_fine()) return Failure{reader.error("text")};
  return complaint;
}

void write(const casework::Receipt& receipt, v1::ReceiptRow& stored) {
  stored.set_complaint(receipt.complaint.value);
  stored.set_id(receipt.id.value);
  stored.set_disposition(number_of<v1::Disposition>(receipt.disposition));
  stored.set_ground(receipt.ground);
  stored.set_severity(number_of<v1::Severity>(receipt.severity));
  stored.set_category(receipt.category.value);
  stored.set_area(receipt.area.value);
  stored.set_unit(receipt.unit.value);
  stored.set_tier(number_or_none<v1::Tier>(receipt.tier));
  stored.set_received_ms(to_ms(receipt.received));
  if (receipt.resolve_due != kNever) stored.set_resolve_due_ms(to_ms(receipt.resolve_due));
}

casework::Receipt read(const v1::ReceiptRow& stored, FieldReader& reader) {
  return {.complaint = {stored.complaint()},
          .id = {stored.id()},
          .disposition = reader.value<casework::Disposition>(stored.disposition(), "disposition"),
          .ground = stored.ground(),
          .severity = reader.value<Severity>(stored.severity(), "severity"),
          .category = {stored.category()},
          .area = {stored.area()},
          .unit = {stored.unit()},
          .tier = reader.value_or_none<Tier>(stored.tier(), "tier"),
          .received = from_ms(stored.received_ms()),
          .resolve_due = reader.deadline(stored.has_resolve_due_ms(), stored.resolve_due_ms(),
                                         "resolve_due_ms")};
}

std::string encode_receipt(const casework::Receipt& receipt) {
  ScratchArena arena;
  auto& stored = arena.make<v1::ReceiptRow>();
  write(receipt, stored);
  return stored.SerializeAsString();
}

Outcome<casework::Receipt, Error> decode_receipt(std::string_view bytes) {
  ScratchArena arena;
  auto& stored = arena.make<v1::ReceiptRow>();
  if (!parse(bytes, stored)) return no_message("receipt");
  FieldReader reader;
  casework::Receipt receipt = read(stored, reader);
  if (!reader.is_fine()) return Failure{reader.error("receipt")};
  return receipt;
}

std::string encode_head(const Head& head, const casework::Counters& counters,
                        const casework::Tallies& tallies,
                        const casework::Registers::Counters& registers) {
  ScratchArena arena;
  auto& stored = arena.make<v1::HeadRow>();
  stored.set_sequence(head.sequence.value);
  stored.set_time_ms(to_ms(head.time));
  stored.mutable_hash()->assign(as_bytes(head.hash));
  write(counters, *stored.mutable_counters());
  write(tallies, *stored.mutable_tallies());
  if (registers != casework::Registers::Counters{}) {
    write_fields(registers, *stored.mutable_registers());
  }
  return stored.SerializeAsString();
}

Outcome<HeadRow, Error> decode_head(std::string_view bytes) {
  ScratchArena arena;
  auto& stored = arena.make<v1::HeadRow>();
  if (!parse(bytes, stored)) return no_message("head");
  FieldReader reader;
  HeadRow row{
      .head = {.sequence = {stored.sequence()}, .time = from_ms(stored.time_ms()), .hash = {}},
      .counters = read(stored.counters()),
      .tallies = read(stored.tallies(), reader),
      .registers = read_fields<casework::Registers::Counters>(stored.registers(), reader)};
  read_hash(stored.hash(), row.head.hash, reader);
  if (!reader.is_fine()) return Failure{reader.error("head")};
  return row;
}

std::string encode_trail(const Trail& trail) {
  ScratchArena arena;
  auto& stored = arena.make<v1::TrailRow>();
  write(trail.after, *stored.mutable_after());
  if (trail.before) write(*trail.before, *stored.mutable_before());
  return stored.SerializeAsString();
}

Outcome<std::optional<Trail>, Error> decode_trail(std::string_view bytes) {
  if (bytes.empty()) return std::optional<Trail>{};
  ScratchArena arena;
  auto& stored = arena.make<v1::TrailRow>();
  if (!parse(bytes, stored)) return no_message("trail");
  FieldReader reader;
  Trail trail;
  trail.after = read(stored.after(), reader);
  if (stored.has_before()) trail.before = read(stored.before(), reader);
  if (!reader.is_fine()) return Failure{reader.error("trail")};
  return std::optional<Trail>{std::move(trail)};
}

std::string encode_cursor(const WatchCursor& cursor) {
  v1::CursorRow stored;
  stored.set_sequence(cursor.sequence.value);
  stored.set_time_ms(to_ms(cursor.time));
  return stored.SerializeAsString();
}

Outcome<WatchCursor, Error> decode_cursor(std::string_view bytes) {
  v1::CursorRow stored;
  if (!parse(bytes, stored)) return no_message("cursor");
  return WatchCursor{
      .name = {}, .sequence = {stored.sequence()}, .time = from_ms(stored.time_ms())};
}

std::string encode_id(const std::string& id) {
  v1::IdRow stored;
  stored.set_id(id);
  return stored.SerializeAsString();
}

Outcome<std::string, Error> decode_id(std::string_view bytes) {
  v1::IdRow stored;
  if (!parse(bytes, stored) || stored.id().empty()) return no_message("id");
  return stored.id();
}

std::string encode_forgotten(const Forgotten& forgotten) {
  v1::ForgottenRow stored;
  stored.set_sequence(forgotten.sequence.value);
  stored.set_time_ms(to_ms(forgotten.time));
  stored.set_hash(std::string(as_bytes(forgotten.hash)));
  stored.set_trails_from(forgotten.trails_from.value);
  return stored.SerializeAsString();
}

Outcome<Forgotten, Error> decode_forgotten(std::string_view bytes) {
  v1::ForgottenRow stored;
  if (!parse(bytes, stored)) return no_message("forgotten");
  FieldReader reader;
  Forgotten forgotten{.sequence = {stored.sequence()},
                      .time = from_ms(stored.time_ms()),
                      .hash = {},
                      .trails_from = {stored.trails_from()}};
  if (!forgotten.sequence) reader.refuse("sequence", "is missing");
  read_hash(stored.hash(), forgotten.hash, reader);
  if (!reader.is_fine()) return Failure{reader.error("forgotten")};
  return forgotten;
}

std::string encode_format(std::uint32_t version) {
  v1::FormatRow stored;
  stored.set_version(version);
  return stored.SerializeAsString();
}

Outcome<std::uint32_t, Error> decode_format(std::string_view bytes) {
  v1::FormatRow stored;
  if (!parse(bytes, stored) || stored.version() == 0) return no_message("format");
  return stored.version();
}

}  // namespace whistle::journal
