#include "engine/casework/state/packed_case.h"

#include <cstring>
#include <limits>

#include "engine/core/check.h"

namespace whistle::casework {
namespace {

constexpr std::uint64_t kMinuteMs = 60'000;

std::uint64_t zigzag(std::uint64_t distance) {
  const auto sign = static_cast<std::uint64_t>(static_cast<std::int64_t>(distance) >> 63);
  return (distance << 1) ^ sign;
}
std::uint64_t unzigzag(std::uint64_t coded) { return (coded >> 1) ^ (0 - (coded & 1)); }

std::uint64_t ms_of(Timestamp at) {
  return static_cast<std::uint64_t>(at.time_since_epoch().count());
}
Timestamp at_ms(std::uint64_t ms) {
  return Timestamp{Milliseconds{static_cast<Milliseconds::rep>(ms)}};
}

// How times are written.
constexpr std::uint64_t kNeverCode = 0;
constexpr std::uint64_t kFarCode = 1;
constexpr std::uint64_t kNearCode = 2;
constexpr std::uint64_t kNearMax = std::numeric_limits<std::uint64_t>::max() / 4;

class Writer {
 public:
  explicit Writer(PackedBuffer& bytes) : begin_(bytes.data()), at_(bytes.data()) {}

  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
  void skip(std::size_t count) { at_ += count; }

  void byte(std::uint8_t value) { *at_++ = value; }
  template <class Value>
  void raw(Value value) {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  void number(std::uint64_t value) {
    while (value >= 0x80) {
      *at_++ = static_cast<std::uint8_t>(value | 0x80);
      value >>= 7;
    }
    *at_++ = static_cast<std::uint8_t>(value);
  }
  void distance(std::uint64_t value, std::uint64_t from) { number(zigzag(value - from)); }
  void time(std::uint64_t ms, std::uint64_t from) {
    if (ms == ms_of(kNever)) return number(kNeverCode);
    const auto distance = static_cast<std::int64_t>(ms - from);
    const bool is_minutes = distance % static_cast<std::int64_t>(kMinuteMs) == 0;
    const auto units = is_minutes ? distance / static_cast<std::int64_t>(kMinuteMs) : distance;
    const std::uint64_t coded = zigzag(static_cast<std::uint64_t>(units));
    if (coded >= kNearMax) {
      number(kFarCode);
      return raw(ms);
    }
    number(kNearCode + (coded << 1 | (is_minutes ? 0U : 1U)));
  }
  void time(Timestamp at, Timestamp from) { time(ms_of(at), ms_of(from)); }
  template <class Enum>
  void halves(Enum low, std::uint8_t high) {
    WHISTLE_CHECK(static_cast<std::uint8_t>(low) < 16 && high < 16);
    byte(static_cast<std::uint8_t>(static_cast<std::uint8_t>(low) | high << 4));
  }

 private:
  std::uint8_t* begin_;
  std::uint8_t* at_;
};

class Reader {
 public:
  explicit Reader(const std::uint8_t* bytes) : at_(bytes) {}

  std::uint8_t byte() { return *at_++; }
  template <class Value>
  Value raw() {
    Value value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const std::uint8_t next = *at_++;
      value |= std::uint64_t{next & 0x7FU} << shift;
      if (next < 0x80) return value;
    }
  }
  template <class Value>
  void number(Value& value) {
    value = static_cast<Value>(number());
  }
  std::uint64_t distance(std::uint64_t from) { return from + unzigzag(number()); }
  std::uint64_t time_ms(std::uint64_t from) {
    const std::uint64_t code = number();
    if (code == kNeverCode) return ms_of(kNever);
    if (code == kFarCode) return raw<std::uint64_t>();
    const std::uint64_t units = unzigzag((code - kNearCode) >> 1);
    const bool is_minutes = ((code - kNearCode) & 1) == 0;
    return from + (is_minutes ? units * kMinuteMs : units);
  }
  Timestamp time(Timestamp from) { return at_ms(time_ms(ms_of(from))); }
  template <class Enum>
  std::uint8_t halves(Enum& low) {
    const std::uint8_t both = byte();
    low = static_cast<Enum>(both & 0x0F);
    return both >> 4;
  }
  template <class Low, class High>
  void halves(Low& low, High& high) {
    high = static_cast<High>(halves(low));
  }

 private:
  const std::uint8_t* at_;
};

// An area beside the one of the case: mostly the same, or one above it, whose code is the beginning
// of its own.
enum AreaKin : std::uint32_t { kNoArea = 0, kSame = 1, kUp3 = 2, kUp6 = 3, kUp9 = 4, kOther = 5 };

std::uint64_t kin_code(AreaCode area, std::uint32_t kin) {
  switch (kin) {
    case kSame:
      return area.value;
    case kUp3:
      return area.value / 1'000;
    case kUp6:
      return area.value / 1'000'000;
    case kUp9:
      return area.value / 1'000'000'000;
    default:
      return 0;
  }
}

std::uint32_t kin_of(AreaCode area, AreaCode other) {
  if (!other) return kNoArea;
  for (const std::uint32_t kin : {kSame, kUp3, kUp6, kUp9}) {
    if (kin_code(area, kin) == other.value) return kin;
  }
  return kOther;
}

// Marks of a row.
constexpr unsigned kContacted = 0;
constexpr unsigned kArrived = 1;
constexpr unsigned kLadderExhausted = 2;
constexpr unsigned kApart = 3;
constexpr unsigned kCounts = 4;  // one of the numbers that are mostly as in a new case is not
constexpr unsigned kRequester = 5;
constexpr unsigned kLikeness = 6;
constexpr unsigned kArea = 7;
constexpr unsigned kWorker = 8;
constexpr unsigned kAssignee = 9;
constexpr unsigned kToken = 10;
constexpr unsigned kLeaseToken = 11;  // is another one than the token
constexpr unsigned kLeaseUntil = 12;
constexpr unsigned kReceiveBy = 13;
constexpr unsigned kFinishedAt = 14;
constexpr unsigned kDueIsEarliest = 15;  // it stands in line by the earliest of its promises
constexpr unsigned kCauseKin = 16;       // three bits
constexpr unsigned kStormKin = 19;       // three bits
constexpr unsigned kClocks = 22;         // five bits: how many
constexpr unsigned kStorm = 27;
static_assert(kClocksMax < 32);

// Marks of a clock.
constexpr unsigned kStage = 0;  // six bits
constexpr unsigned kRunning = 6;
constexpr unsigned kSoonTold = 7;
constexpr unsigned kOverdue = 8;
constexpr unsigned kFarOverdue = 9;
constexpr unsigned kConsumed = 10;
constexpr unsigned kStarted = 11;  // at another instant than the case was received
constexpr unsigned kSince = 12;    // at another instant than it started
constexpr unsigned kDue = 13;      // at another instant than a clock without rest would be
constexpr unsigned kDueSoon = 14;  // at another one than after three quarters of the limit
constexpr unsigned kFar = 15;      // at another one than after the limit once more
static_assert(kStageCount < 64);

constexpr bool has(std::uint32_t marks, unsigned mark) { return (marks >> mark & 1U) != 0; }
constexpr std::uint32_t mark_if(bool is_so, unsigned mark) { return is_so ? 1U << mark : 0U; }

// Where the alarms of a clock stand that runs day and night, by the usual ratios. The wrap of what
// is out of reach does no harm: it comes back the same way.
Timestamp later_by(Timestamp at, std::uint64_t ms) { return at_ms(ms_of(at) + ms); }
std::uint64_t granted_ms(const CaseClock& clock) {
  return static_cast<std::uint64_t>(clock.reading.granted.count());
}
Timestamp usual_due(const CaseClock& clock) { return later_by(clock.since, granted_ms(clock)); }
Timestamp usual_due_soon(const CaseClock& clock) {
  return later_by(clock.since, granted_ms(clock) / 4 * 3);
}
Timestamp usual_far(const CaseClock& clock) { return later_by(clock.since, granted_ms(clock) * 2); }

void write(const CaseClock& clock, Timestamp received, Writer& out) {
  const auto stage = static_cast<std::uint32_t>(clock.stage);
  WHISTLE_CHECK(stage < 64);
  const std::uint32_t marks =
      stage << kStage | mark_if(clock.running, kRunning) | mark_if(clock.soon_told, kSoonTold) |
      mark_if(clock.overdue, kOverdue) | mark_if(clock.far_overdue, kFarOverdue) |
      mark_if(clock.reading.consumed != Milliseconds{}, kConsumed) |
      mark_if(clock.started != received, kStarted) | mark_if(clock.since != clock.started, kSince) |
      mark_if(clock.alarms.due != usual_due(clock), kDue) |
      mark_if(clock.alarms.due_soon != usual_due_soon(clock), kDueSoon) |
      mark_if(clock.alarms.far_overdue != usual_far(clock), kFar);
  out.raw(static_cast<std::uint16_t>(marks));
  out.number(clock.calendar);
  out.number(zigzag(static_cast<std::uint64_t>(std::int64_t{clock.reading.limit.value})));
  out.byte(static_cast<std::uint8_t>(clock.reading.limit.unit));
  out.time(static_cast<std::uint64_t>(clock.reading.granted.count()), 0);
  if (has(marks, kConsumed)) {
    out.time(static_cast<std::uint64_t>(clock.reading.consumed.count()), 0);
  }
  if (has(marks, kStarted)) out.time(clock.started, received);
  if (has(marks, kSince)) out.time(clock.since, clock.started);
  if (has(marks, kDue)) out.time(clock.alarms.due, clock.since);
  if (has(marks, kDueSoon)) out.time(clock.alarms.due_soon, clock.since);
  if (has(marks, kFar)) out.time(clock.alarms.far_overdue, clock.since);
}

void read(Timestamp received, Reader& in, CaseClock& clock) {
  const std::uint32_t marks = in.raw<std::uint16_t>();
  clock.stage = static_cast<Stage>(marks >> kStage & 63U);
  clock.running = has(marks, kRunning);
  clock.soon_told = has(marks, kSoonTold);
  clock.overdue = has(marks, kOverdue);
  clock.far_overdue = has(marks, kFarOverdue);
  in.number(clock.calendar);
  clock.reading.limit.value = static_cast<std::int32_t>(unzigzag(in.number()));
  clock.reading.limit.unit = static_cast<calendar::LimitUnit>(in.byte());
  clock.reading.granted = at_ms(in.time_ms(0)).time_since_epoch();
  clock.reading.consumed =
      has(marks, kConsumed) ? at_ms(in.time_ms(0)).time_since_epoch() : Milliseconds{};
  clock.started = has(marks, kStarted) ? in.time(received) : received;
  clock.since = has(marks, kSince) ? in.time(clock.started) : clock.started;
  clock.alarms.due = has(marks, kDue) ? in.time(clock.since) : usual_due(clock);
  clock.alarms.due_soon = has(marks, kDueSoon) ? in.time(clock.since) : usual_due_soon(clock);
  clock.alarms.far_overdue = has(marks, kFar) ? in.time(clock.since) : usual_far(clock);
}

bool counts_as_new(const Case& item) {
  return item.rework_rounds == 0 && item.order_number == 1 && item.escalations == 0 &&
         item.reminders == 0 && item.complaints == 1;
}

std::uint32_t marks_of(const Case& item) {
  return mark_if(item.contacted, kContacted) | mark_if(item.arrived, kArrived) |
         mark_if(item.ladder_exhausted, kLadderExhausted) | mark_if(has_apart(item), kApart) |
         mark_if(!counts_as_new(item), kCounts) | mark_if(item.requester != 0, kRequester) |
         mark_if(item.likeness != 0, kLikeness) | mark_if(bool(item.area), kArea) |
         mark_if(item.worker != 0, kWorker) | mark_if(item.assignee != 0, kAssignee) |
         mark_if(bool(item.token), kToken) | mark_if(item.lease_token != item.token, kLeaseToken) |
         mark_if(item.lease_until != kNever, kLeaseUntil) |
         mark_if(item.receive_by != kNever, kReceiveBy) |
         mark_if(item.finished_at != Timestamp{}, kFinishedAt) | mark_if(bool(item.storm), kStorm) |
         mark_if(item.queue_due == item.earliest_due(), kDueIsEarliest) |
         kin_of(item.area, item.cause_area) << kCauseKin |
         kin_of(item.area, item.storm_area) << kStormKin |
         static_cast<std::uint32_t>(item.clocks.size()) << kClocks;
}

AreaCode read_kin(AreaCode area, std::uint32_t kin, Reader& in) {
  return {kin == kOther ? in.number() : kin_code(area, kin)};
}

void write_counts(const Case& item, Writer& out) {
  out.number(item.rework_rounds);
  out.number(item.order_number);
  out.number(item.escalations);
  out.number(item.reminders);
  out.number(item.complaints);
}

void read_counts(bool written, Reader& in, Case& item) {
  if (!written) {
    item.rework_rounds = 0;
    item.order_number = 1;
    item.escalations = 0;
    item.reminders = 0;
    item.complaints = 1;
    return;
  }
  in.number(item.rework_rounds);
  in.number(item.order_number);
  in.number(item.escalations);
  in.number(item.reminders);
  in.number(item.complaints);
}

}  // namespace

bool has_apart(const Case& item) { return item.dossier.is_set() || !item.requesters.empty(); }

std::size_t pack(const Case& item, PackedBuffer& bytes) {
  WHISTLE_CHECK(item.clocks.size() <= kClocksMax);
  Writer out(bytes);
  const std::uint32_t marks = marks_of(item);
  out.raw(marks);
  out.halves(item.kind, static_cast<std::uint8_t>(item.status));
  out.halves(item.place, static_cast<std::uint8_t>(item.severity));
  out.halves(item.tier, static_cast<std::uint8_t>(item.watch_tier));
  out.halves(item.request_type, static_cast<std::uint8_t>(item.channel));
  out.byte(static_cast<std::uint8_t>(item.card));
  if (has(marks, kArea)) out.number(item.area.value);
  if ((marks >> kCauseKin & 7U) == kOther) out.number(item.cause_area.value);
  if ((marks >> kStormKin & 7U) == kOther) out.number(item.storm_area.value);
  if (has(marks, kStorm)) out.number(item.storm.value);
  if (has(marks, kCounts)) write_counts(item, out);
  out.distance(item.first_complaint.value, item.id.value);
  out.distance(item.entered, item.id.value);
  out.number(ms_of(item.received));
  if (has(marks, kRequester)) out.raw(item.requester);
  if (has(marks, kLikeness)) out.raw(item.likeness);
  out.number(item.category);
  out.number(item.condition);
  out.number(item.unit);
  out.number(item.major);
  if (has(marks, kWorker)) out.number(item.worker);
  if (has(marks, kAssignee)) out.number(item.assignee);
  if (has(marks, kToken)) out.number(item.token.value);
  if (has(marks, kLeaseToken)) out.number(item.lease_token.value);
  if (has(marks, kLeaseUntil)) out.time(item.lease_until, item.received);
  if (has(marks, kReceiveBy)) out.time(item.receive_by, item.received);
  if (has(marks, kFinishedAt)) out.time(item.finished_at, item.received);
  if (!has(marks, kDueIsEarliest)) out.time(item.queue_due, item.received);
  for (const CaseClock& clock : item.clocks) write(clock, item.received, out);
  WHISTLE_CHECK(out.size() <= kPackedMax);
  return out.size();
}

bool unpack(CaseId id, const std::uint8_t* bytes, Case& item) {
  Reader in(bytes);
  const auto marks = in.raw<std::uint32_t>();
  item.id = id;
  item.contacted = has(marks, kContacted);
  item.arrived = has(marks, kArrived);
  item.ladder_exhausted = has(marks, kLadderExhausted);
  in.halves(item.kind, item.status);
  in.halves(item.place, item.severity);
  in.halves(item.tier, item.watch_tier);
  in.halves(item.request_type, item.channel);
  item.card = static_cast<Card>(in.byte());
  item.area = {has(marks, kArea) ? in.number() : 0};
  item.cause_area = read_kin(item.area, marks >> kCauseKin & 7U, in);
  item.storm_area = read_kin(item.area, marks >> kStormKin & 7U, in);
  item.storm = {has(marks, kStorm) ? in.number() : 0};
  read_counts(has(marks, kCounts), in, item);
  item.first_complaint = {in.distance(id.value)};
  item.entered = in.distance(id.value);
  item.received = at_ms(in.number());
  item.requester = has(marks, kRequester) ? in.raw<std::uint64_t>() : 0;
  item.likeness = has(marks, kLikeness) ? in.raw<std::uint64_t>() : 0;
  in.number(item.category);
  in.number(item.condition);
  in.number(item.unit);
  in.number(item.major);
  item.worker = has(marks, kWorker) ? static_cast<Symbol>(in.number()) : 0;
  item.assignee = has(marks, kAssignee) ? static_cast<Symbol>(in.number()) : 0;
  item.token = {has(marks, kToken) ? in.number() : 0};
  item.lease_token = has(marks, kLeaseToken) ? Token{in.number()} : item.token;
  item.lease_until = has(marks, kLeaseUntil) ? in.time(item.received) : kNever;
  item.receive_by = has(marks, kReceiveBy) ? in.time(item.received) : kNever;
  item.finished_at = has(marks, kFinishedAt) ? in.time(item.received) : Timestamp{};
  if (!has(marks, kDueIsEarliest)) item.queue_due = in.time(item.received);
  item.clocks.resize(marks >> kClocks & 31U);
  for (CaseClock& clock : item.clocks) read(item.received, in, clock);
  if (has(marks, kDueIsEarliest)) item.queue_due = item.earliest_due();
  item.requesters.clear();
  item.dossier = {};
  return has(marks, kApart);
}

}  // namespace whistle::casework
