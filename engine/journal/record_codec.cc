#include "engine/journal/record_codec.h"

#include <fmt/format.h>

#include <utility>

#include "engine/journal/event_codec.h"

namespace whistle::journal {
namespace {

casework::Event read(const v1::Event& stored, FieldReader& reader) {
  using journal::read;
  switch (stored.fact_case()) {
    case v1::Event::kCaseFiled:
      return read(stored.case_filed(), reader);
    case v1::Event::kComplaintDeclined:
      return read(stored.complaint_declined(), reader);
    case v1::Event::kComplaintMerged:
      return read(stored.complaint_merged(), reader);
    case v1::Event::kCaseClassified:
      return read(stored.case_classified(), reader);
    case v1::Event::kCaseRecoloured:
      return read(stored.case_recoloured(), reader);
    case v1::Event::kOrderDispatched:
      return read(stored.order_dispatched(), reader);
    case v1::Event::kOrderLeased:
      return read(stored.order_leased(), reader);
    case v1::Event::kLeaseRenewed:
      return read(stored.lease_renewed(), reader);
    case v1::Event::kLeaseLapsed:
      return read(stored.lease_lapsed(), reader);
    case v1::Event::kOrderReleased:
      return read(stored.order_released(), reader);
    case v1::Event::kOrderSigned:
      return read(stored.order_signed(), reader);
    case v1::Event::kFirstContacted:
      return read(stored.first_contacted(), reader);
    case v1::Event::kArrivedOnSite:
      return read(stored.arrived_on_site(), reader);
    case v1::Event::kProgressNoted:
      return read(stored.progress_noted(), reader);
    case v1::Event::kHandlingFinished:
      return read(stored.handling_finished(), reader);
    case v1::Event::kPostChecked:
      return read(stored.post_checked(), reader);
    case v1::Event::kRequesterReplied:
      return read(stored.requester_replied(), reader);
    case v1::Event::kCalledBack:
      return read(stored.called_back(), reader);
    case v1::Event::kCaseReworked:
      return read(stored.case_reworked(), reader);
    case v1::Event::kCaseClosed:
      return read(stored.case_closed(), reader);
    case v1::Event::kCaseStruckOff:
      return read(stored.case_struck_off(), reader);
    case v1::Event::kClockStarted:
      return read(stored.clock_started(), reader);
    case v1::Event::kClockPaused:
      return read(stored.clock_paused(), reader);
    case v1::Event::kClockResumed:
      return read(stored.clock_resumed(), reader);
    case v1::Event::kClockMet:
      return read(stored.clock_met(), reader);
    case v1::Event::kClockDropped:
      return read(stored.clock_dropped(), reader);
    case v1::Event::kClockDueSoon:
      return read(stored.clock_due_soon(), reader);
    case v1::Event::kClockRanOut:
      return read(stored.clock_ran_out(), reader);
    case v1::Event::kCardIssued:
      return read(stored.card_issued(), reader);
    case v1::Event::kCaseEscalated:
      return read(stored.case_escalated(), reader);
    case v1::Event::kLadderExhausted:
      return read(stored.ladder_exhausted(), reader);
    case v1::Event::FACT_NOT_SET:
      break;
  }
  reader.refuse("events", "one is of no known kind");
  return {};
}

}  // namespace

void write(const Record& record, v1::Record& stored) {
  stored.set_sequence(record.sequence.value);
  stored.set_time_ms(to_ms(record.time));
  stored.set_policy(record.policy);
  stored.set_verb(record.verb);
  stored.set_actor(record.actor);
  stored.mutable_events()->Reserve(static_cast<int>(record.events.size()));
  for (const casework::Event& event : record.events) {
    v1::Event& out = *stored.add_events();
    std::visit([&out](const auto& fact) { on(fact, out); }, event);
  }
}

std::string encode_record(const Record& record) {
  ScratchArena arena;
  auto& stored = arena.make<v1::Record>();
  write(record, stored);
  return stored.SerializeAsString();
}

Outcome<Record, Error> decode_record(std::string_view bytes) {
  ScratchArena arena;
  auto& stored = arena.make<v1::Record>();
  if (!stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Failure{Error{Error::Kind::Corrupt, "record: is no message"}};
  }
  FieldReader reader;
  if (stored.sequence() == 0) reader.refuse("sequence", "is missing");
  Record record{.sequence = {stored.sequence()},
                .time = from_ms(stored.time_ms()),
                .policy = stored.policy(),
                .verb = stored.verb(),
                .actor = stored.actor(),
                .events = {}};
  record.events.reserve(static_cast<std::size_t>(stored.events_size()));
  for (const v1::Event& event : stored.events()) record.events.push_back(read(event, reader));
  if (!reader.is_fine()) {
    return Failure{reader.error(fmt::format("record {}", stored.sequence()))};
  }
  return record;
}

}  // namespace whistle::journal
