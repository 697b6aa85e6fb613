#include "engine/journal/record_codec.h"

#include <fmt/format.h>

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/journal/by_position.h"
#include "engine/journal/event_codec.h"

namespace whistle::journal {
namespace {

template <class Fact>
concept WrittenByHand = requires(const Fact& fact, v1::Event& stored) {
  on(fact, stored);
};

template <class Fact>
void store(const Fact& fact, v1::Event& stored) {
  if constexpr (WrittenByHand<Fact>) {
    on(fact, stored);
  } else {
    write_fields(fact, message_in(stored, fact_field<Fact>()));
  }
}

template <class Fact>
casework::Event read_fact(const v1::Event& stored, FieldReader& reader) {
  using Message = typename Stored<Fact>::Message;
  const auto& message =
      static_cast<const Message&>(stored.GetReflection()->GetMessage(stored, &fact_field<Fact>()));
  if constexpr (WrittenByHand<Fact>) {
    return read(message, reader);
  } else {
    return read_fields<Fact>(message, reader);
  }
}

using Reading = casework::Event (*)(const v1::Event&, FieldReader&);

// How each fact is read, by the number of its field.
template <std::size_t... kIndex>
std::vector<Reading> make_readings(std::index_sequence<kIndex...>) {
  const auto& facts = *v1::Event::descriptor()->oneof_decl(0);
  std::vector<Reading> readings;
  readings.resize(static_cast<std::size_t>(facts.field(facts.field_count() - 1)->number()) + 1);
  const auto add = [&readings](const google::protobuf::FieldDescriptor& field, Reading reading) {
    readings.at(static_cast<std::size_t>(field.number())) = reading;
  };
  (add(fact_field<std::variant_alternative_t<kIndex, casework::Event>>(),
       &read_fact<std::variant_alternative_t<kIndex, casework::Event>>),
   ...);
  return readings;
}

casework::Event read(const v1::Event& stored, FieldReader& reader) {
  static const std::vector<Reading> readings =
      make_readings(std::make_index_sequence<std::variant_size_v<casework::Event>>{});
  const Reading reading = readings[static_cast<std::size_t>(stored.fact_case())];
  if (reading != nullptr) return reading(stored, reader);
  reader.refuse("events", "one is of no known kind");
  return {};
}

}  // namespace

void write(const Record& record, v1::Record& stored) {
  stored.set_sequence(record.sequence.value);
  stored.set_time_ms(to_ms(record.time));
  stored.set_policy(*record.policy);
  stored.set_verb(record.verb);
  stored.set_actor(record.actor);
  stored.set_principal(record.caller.principal);
  stored.set_key(record.caller.key);
  stored.mutable_events()->Reserve(static_cast<int>(record.events.size()));
  for (const casework::Event& event : record.events) {
    v1::Event& out = *stored.add_events();
    std::visit([&out](const auto& fact) { store(fact, out); }, event);
  }
}

std::string encode_record(const Record& record) {
  ScratchArena arena;
  auto& stored = arena.make<v1::Record>();
  write(record, stored);
  return stored.SerializeAsString();
}

Outcome<Record, Error> decode_record(std::string_view bytes, const Shared<std::string>& usual) {
  ScratchArena arena;
  auto& stored = arena.make<v1::Record>();
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Failure{Error{Error::Kind::Corrupt, "record: is no message"}};
  }
  FieldReader reader;
  if (stored.sequence() == 0) reader.refuse("sequence", "is missing");
  Record record{.sequence = {stored.sequence()},
                .time = from_ms(stored.time_ms()),
                .policy = stored.policy() == *usual ? usual : Shared(stored.policy()),
                .verb = stored.verb(),
                .actor = stored.actor(),
                .events = {},
                .caller = {stored.principal(), stored.key()}};
  record.events.reserve(static_cast<std::size_t>(stored.events_size()));
  for (const v1::Event& event : stored.events()) record.events.push_back(read(event, reader));
  if (!reader.is_fine()) {
    return Failure{reader.error(fmt::format("record {}", stored.sequence()))};
  }
  return record;
}

}  // namespace whistle::journal
