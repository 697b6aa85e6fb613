#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "engine/casework/state/packed_case.h"
#include "engine/journal/by_position.h"
#include "engine/journal/hash.h"
#include "engine/journal/keys.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {
namespace {

// As CaseClock and Case, with names in place of symbols.
struct StoredClock {
  Stage stage{};
  bool running{};
  bool soon_told{};
  bool overdue{};
  bool far_overdue{};
  std::string_view calendar;
  calendar::ClockReading reading;
  Timestamp started{};
  Timestamp since{};
  calendar::Alarms alarms;
};
struct StoredCase {
  CaseId id{};
  ComplaintId first_complaint{};
  Timestamp received{};
  AreaCode area{};
  AreaCode cause_area{};
  std::uint64_t requester{};
  std::uint64_t likeness{};
  std::string_view category;
  std::string_view condition;
  std::string_view unit;
  std::string_view worker;
  casework::Status status{};
  casework::Place place{};
  Severity severity{};
  Tier tier{};
  Tier watch_tier{};
  RequestType request_type{};
  Channel channel{};
  Card card{};
  bool contacted{};
  bool arrived{};
  bool ladder_exhausted{};
  std::uint8_t rework_rounds{};
  std::uint16_t order_number{};
  std::uint16_t escalations{};
  std::uint16_t reminders{};
  std::uint32_t complaints{};
  Token token{};
  Token lease_token{};
  Timestamp lease_until{};
  Timestamp finished_at{};
  Timestamp queue_due{};
  std::uint64_t entered{};
  std::vector<StoredClock> clocks;
  std::vector<std::uint64_t> requesters;
  CaseKind kind{};
  std::string_view major;
  AreaCode storm_area{};
  std::optional<casework::Dossier> dossier;
  Timestamp receive_by{};
};

}  // namespace

template <>
struct Stored<StoredClock> {
  using Message = v1::ClockRow;
  static constexpr std::size_t kUsual = 8;  // of a case: room is made for them at once
};
template <>
struct Stored<StoredCase> {
  using Message = v1::CaseRow;
};

namespace {

std::vector<StoredClock> stored(const std::vector<casework::CaseClock>& clocks,
                                const casework::Symbols& symbols) {
  std::vector<StoredClock> all;
  all.reserve(clocks.size());
  for (const casework::CaseClock& clock : clocks) {
    all.push_back({.stage = clock.stage,
                   .running = clock.running,
                   .soon_told = clock.soon_told,
                   .overdue = clock.overdue,
                   .far_overdue = clock.far_overdue,
                   .calendar = symbols.name(clock.calendar),
                   .reading = clock.reading,
                   .started = clock.started,
                   .since = clock.since,
                   .alarms = clock.alarms});
  }
  return all;
}

// In rows assignee and storm are part of the dossier; in memory they are mere numbers of the case.
std::optional<casework::Dossier> stored_dossier(const casework::Case& item,
                                                const casework::Symbols& symbols) {
  if (item.assignee == 0 && !item.storm && !item.dossier.is_set()) return std::nullopt;
  casework::Dossier dossier = *item.dossier;
  dossier.assignee = {symbols.name(item.assignee)};
  dossier.storm = item.storm;
  if (dossier == casework::Dossier{}) return std::nullopt;
  return dossier;
}

StoredCase stored(const casework::Case& item, const casework::Symbols& symbols) {
  return {.id = item.id,
          .first_complaint = item.first_complaint,
          .received = item.received,
          .area = item.area,
          .cause_area = item.cause_area,
          .requester = item.requester,
          .likeness = item.likeness,
          .category = symbols.name(item.category),
          .condition = symbols.name(item.condition),
          .unit = symbols.name(item.unit),
          .worker = symbols.name(item.worker),
          .status = item.status,
          .place = item.place,
          .severity = item.severity,
          .tier = item.tier,
          .watch_tier = item.watch_tier,
          .request_type = item.request_type,
          .channel = item.channel,
          .card = item.card,
          .contacted = item.contacted,
          .arrived = item.arrived,
          .ladder_exhausted = item.ladder_exhausted,
          .rework_rounds = item.rework_rounds,
          .order_number = item.order_number,
          .escalations = item.escalations,
          .reminders = item.reminders,
          .complaints = item.complaints,
          .token = item.token,
          .lease_token = item.lease_token,
          .lease_until = item.lease_until,
          .finished_at = item.finished_at,
          .queue_due = item.queue_due,
          .entered = item.entered,
          .clocks = stored(item.clocks, symbols),
          .requesters = item.requesters,
          .kind = item.kind,
          .major = symbols.name(item.major),
          .storm_area = item.storm_area,
          .dossier = stored_dossier(item, symbols),
          .receive_by = item.receive_by};
}

template <class Intern>
std::vector<casework::CaseClock> clocks_of(const StoredCase& stored, const Intern& intern) {
  std::vector<casework::CaseClock> clocks;
  clocks.reserve(stored.clocks.size());
  for (const StoredClock& clock : stored.clocks) {
    clocks.push_back({.stage = clock.stage,
                      .running = clock.running,
                      .soon_told = clock.soon_told,
                      .overdue = clock.overdue,
                      .far_overdue = clock.far_overdue,
                      .calendar = intern(clock.calendar),
                      .reading = clock.reading,
                      .started = clock.started,
                      .since = clock.since,
                      .alarms = clock.alarms});
  }
  return clocks;
}

template <class Intern>
casework::Case case_of(StoredCase&& stored, const Intern& intern) {
  casework::Case item{.id = stored.id,
                      .first_complaint = stored.first_complaint,
                      .received = stored.received,
                      .area = stored.area,
                      .cause_area = stored.cause_area,
                      .requester = stored.requester,
                      .likeness = stored.likeness,
                      .category = intern(stored.category),
                      .condition = intern(stored.condition),
                      .unit = intern(stored.unit),
                      .worker = intern(stored.worker),
                      .assignee = {},
                      .major = intern(stored.major),
                      .storm_area = stored.storm_area,
                      .storm = {},
                      .kind = stored.kind,
                      .status = stored.status,
                      .place = stored.place,
                      .severity = stored.severity,
                      .tier = stored.tier,
                      .watch_tier = stored.watch_tier,
                      .request_type = stored.request_type,
                      .channel = stored.channel,
                      .card = stored.card,
                      .contacted = stored.contacted,
                      .arrived = stored.arrived,
                      .ladder_exhausted = stored.ladder_exhausted,
                      .rework_rounds = stored.rework_rounds,
                      .order_number = stored.order_number,
                      .escalations = stored.escalations,
                      .reminders = stored.reminders,
                      .complaints = stored.complaints,
                      .token = stored.token,
                      .lease_token = stored.lease_token,
                      .lease_until = stored.lease_until,
                      .receive_by = stored.receive_by,
                      .finished_at = stored.finished_at,
                      .queue_due = stored.queue_due,
                      .entered = stored.entered,
                      .clocks = clocks_of(stored, intern),
                      .requesters = std::move(stored.requesters),
                      .dossier = {}};
  if (!stored.dossier) return item;
  item.assignee = intern(stored.dossier->assignee.value);
  item.storm = stored.dossier->storm;
  stored.dossier->assignee = {};
  stored.dossier->storm = {};
  if (*stored.dossier != casework::Dossier{}) item.dossier.edit() = *std::move(stored.dossier);
  return item;
}

template <class Intern>
Outcome<casework::Case, Error> read_case(std::string_view bytes, const Intern& intern) {
  FieldReader reader;
  auto stored = read_message("case", [&] { return read_fields<StoredCase>(bytes, reader); });
  if (!stored) return Failure{stored.error()};
  if (!stored->id) reader.refuse("id", "is missing");
  if (stored->clocks.size() > casework::kClocksMax) {
    reader.refuse("clocks", static_cast<std::int64_t>(stored->clocks.size()));
  }
  if (!reader.is_fine()) return Failure{reader.error(fmt::format("case {}", stored->id.value))};
  return case_of(*std::move(stored), intern);
}

}  // namespace

std::string encode_case(const casework::Case& item, const casework::Symbols& symbols) {
  return encode_fields(stored(item, symbols));
}

Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::State& state) {
  return read_case(bytes, [&](std::string_view name) { return state.intern(name); });
}

Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::Symbols& symbols) {
  return read_case(bytes, [&](std::string_view name) { return symbols.intern(name); });
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
