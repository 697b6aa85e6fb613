#include "engine/journal/record_codec.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>
#include <variant>
#include <vector>

#include "engine/journal/by_position.h"
#include "whistle/journal/v1/record.pb.h"

namespace whistle::journal {
namespace {

using casework::Event;

template <class Fact>
Event read_fact(std::string_view bytes, FieldReader& reader) {
  return read_fields<Fact>(bytes, reader);
}
using Reading = Event (*)(std::string_view, FieldReader&);

// How each fact is read, by the number of its field.
template <std::size_t... kIndex>
std::vector<Reading> make_readings(std::index_sequence<kIndex...>) {
  const auto& facts = *v1::Event::descriptor()->oneof_decl(0);
  std::vector<Reading> readings;
  readings.resize(static_cast<std::size_t>(facts.field(facts.field_count() - 1)->number()) + 1);
  const auto add = [&readings](const google::protobuf::FieldDescriptor& field, Reading reading) {
    readings.at(static_cast<std::size_t>(field.number())) = reading;
  };
  (add(fact_field<std::variant_alternative_t<kIndex, Event>>(),
       &read_fact<std::variant_alternative_t<kIndex, Event>>),
   ...);
  return readings;
}

Reading reading_of(std::size_t field) {
  static const std::vector<Reading> readings =
      make_readings(std::make_index_sequence<std::variant_size_v<Event>>{});
  return field < readings.size() ? readings[field] : nullptr;
}

Event read_event(std::string_view bytes, FieldReader& reader) {
  Reading reading = nullptr;
  std::string_view fact;
  for (protozero::pbf_reader in(bytes.data(), bytes.size()); in.next();) {
    const Reading found = is_delimited(in) ? reading_of(in.tag()) : nullptr;
    if (found == nullptr) {
      in.skip();
    } else {
      reading = found;
      fact = take_bytes(in);
    }
  }
  if (reading != nullptr) return reading(fact, reader);
  reader.refuse("events", "one is of no known kind");
  return {};
}

void write_event(const Event& event, FieldWriter& out) {
  std::visit(
      [&out]<class Fact>(const Fact& fact) {
        static const auto field = static_cast<std::uint32_t>(fact_field<Fact>().number());
        out.inside(field, [&] { write_fields(fact, out); });
      },
      event);
}

std::size_t count_events(std::string_view bytes) {
  std::size_t count = 0;
  protozero::pbf_reader in(bytes.data(), bytes.size());
  while (in.next(v1::Record::kEventsFieldNumber, protozero::pbf_wire_type::length_delimited)) {
    in.skip();
    ++count;
  }
  return count;
}

Record read_record(std::string_view bytes, const Shared<std::string>& usual, FieldReader& reader) {
  using protozero::pbf_wire_type;
  using protozero::tag_and_type;
  Record record;
  std::string_view policy;
  record.events.reserve(count_events(bytes));
  for (protozero::pbf_reader in(bytes.data(), bytes.size()); in.next();) {
    switch (in.tag_and_type()) {
      case tag_and_type(v1::Record::kSequenceFieldNumber, pbf_wire_type::varint):
        record.sequence = {in.get_uint64()};
        break;
      case tag_and_type(v1::Record::kTimeMsFieldNumber, pbf_wire_type::varint):
        record.time = from_ms(in.get_int64());
        break;
      case tag_and_type(v1::Record::kPolicyFieldNumber, pbf_wire_type::length_delimited):
        policy = take_bytes(in);
        break;
      case tag_and_type(v1::Record::kVerbFieldNumber, pbf_wire_type::length_delimited):
        record.verb = take_bytes(in);
        break;
      case tag_and_type(v1::Record::kActorFieldNumber, pbf_wire_type::length_delimited):
        record.actor = take_bytes(in);
        break;
      case tag_and_type(v1::Record::kEventsFieldNumber, pbf_wire_type::length_delimited):
        record.events.push_back(read_event(take_bytes(in), reader));
        break;
      case tag_and_type(v1::Record::kPrincipalFieldNumber, pbf_wire_type::length_delimited):
        record.caller.principal = take_bytes(in);
        break;
      case tag_and_type(v1::Record::kKeyFieldNumber, pbf_wire_type::length_delimited):
        record.caller.key = take_bytes(in);
        break;
      default:
        in.skip();
    }
  }
  if (!record.sequence) reader.refuse("sequence", "is missing");
  record.policy = policy == *usual ? usual : Shared(std::string(policy));
  return record;
}

}  // namespace

void write_record(const Record& record, FieldWriter& out) {
  out.number(v1::Record::kSequenceFieldNumber, record.sequence.value);
  out.number(v1::Record::kTimeMsFieldNumber, static_cast<std::uint64_t>(to_ms(record.time)));
  out.text(v1::Record::kPolicyFieldNumber, *record.policy);
  out.text(v1::Record::kVerbFieldNumber, record.verb);
  out.text(v1::Record::kActorFieldNumber, record.actor);
  for (const Event& event : record.events) {
    out.inside(v1::Record::kEventsFieldNumber, [&] { write_event(event, out); });
  }
  out.text(v1::Record::kPrincipalFieldNumber, record.caller.principal);
  out.text(v1::Record::kKeyFieldNumber, record.caller.key);
}

std::string encode_record(const Record& record) {
  return encode_message([&](FieldWriter& out) { write_record(record, out); });
}

Outcome<Timestamp, Error> decode_time(std::string_view bytes) {
  return read_message("record", [&] {
    Timestamp time;
    protozero::pbf_reader in(bytes.data(), bytes.size());
    while (in.next(v1::Record::kTimeMsFieldNumber, protozero::pbf_wire_type::varint)) {
      time = from_ms(in.get_int64());
    }
    return time;
  });
}

Outcome<Record, Error> decode_record(std::string_view bytes, const Shared<std::string>& usual) {
  FieldReader reader;
  auto record = read_message("record", [&] { return read_record(bytes, usual, reader); });
  if (record && !reader.is_fine()) {
    return Failure{reader.error(fmt::format("record {}", record->sequence.value))};
  }
  return record;
}

}  // namespace whistle::journal
