#include "adapters/client/watch.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/client/greeting.h"
#include "adapters/client/link.h"
#include "adapters/client/unpacked.h"
#include "whistle/v1/envelope.pb.h"

namespace whistle::client {

using std::chrono::milliseconds;

namespace {

// The requests of one connection, told apart by fixed numbers: there is one of each at a time.
constexpr std::uint64_t kGreetingId = 1;
constexpr std::uint64_t kWatchId = 2;
constexpr std::uint64_t kCreditId = 3;
constexpr std::uint64_t kAcknowledgeId = 4;
constexpr std::uint64_t kPingId = 5;
constexpr std::uint64_t kCreditAheadMax = 16384;
constexpr std::uint32_t kPauseUnlessToldMs = 1000;

// Sequence of the record, index within it.
using FactPlace = std::pair<std::uint64_t, std::uint32_t>;
constexpr std::uint32_t kWholeRecord = UINT32_MAX;

Problem problem_of(const v1::Status& status) {
  return {.code = status.code(),
          .reason = status.reason(),
          .message = status.message(),
          .retry_after_ms = status.retry_after_ms(),
          .first_available = status.first_available()};
}

template <class Values, class Field>
void put(const Values& values, Field& field) {
  field.Add(values.begin(), values.end());
}

bool is_passing(const v1::Status& status) {
  return status.code() == kResourceExhausted || status.code() == kUnavailable;
}

}  // namespace

struct Watch::Inner {
  Inner(Options given, const std::shared_ptr<Context>& context)
      : options(std::move(given)),
        link(context, options.endpoints.watch, options.keys),
        pauses(options.reconnect_ms, options.reconnect_max_ms) {}

  // Answers and events on the way in.
  std::optional<v1::WatchEvents> take(const Received& received, Moment now);
  void take_answer(const Received& received, Moment now);
  void take_farewell(const v1::Status& status, Moment now);
  void take_start(const v1::WatchReply& reply);
  std::optional<v1::WatchEvents> take_events(const std::string& body, Moment now);
  // False when a record that matched did not come.
  bool is_complete(const v1::WatchEvents& events) const;
  void refuse(const v1::Status& status);

  // Requests on the way out.
  void begin();
  void ask(v1::Method method, std::uint64_t id, const google::protobuf::Message& body);
  void say_hello();
  void ping();
  void top_up();
  void give_credit();
  void acknowledge();

  // The connection.
  void keep_up(Moment now);
  void start_over(Moment at);
  Moment wake_at() const;
  // What the engine grants at most.
  std::uint64_t ahead() const {
    return std::clamp<std::uint64_t>(options.watch_credit, 1, kCreditAheadMax);
  }
  milliseconds ping_pause() const { return milliseconds(std::max(options.watch_ping_ms, 1U)); }

  const Options options;
  Link link;
  BackOff pauses;
  Selection selection;
  std::optional<Problem> refused;
  std::optional<Problem> farewell;

  // What has come out of next(): all selected facts up to `seen`, and up to `last` within a record
  // that is not complete yet.
  std::uint64_t seen = 0;
  FactPlace last{};
  std::uint64_t head = 0;
  std::string journal_id;
  std::uint64_t gaps = 0;
  std::uint64_t received_bytes = 0;

  std::uint64_t to_acknowledge = 0;
  std::uint64_t acknowledged = 0;

  // Of the present connection.
  bool begun = false;     // the request is on its way
  bool accepted = false;  // and was answered
  std::uint64_t facts_received = 0;
  std::uint64_t credit_given = 0;
  std::uint64_t acknowledging = 0;  // on its way
  Moment next_attempt = Moment::min();
  Moment heard = Moment::min();
  std::optional<Moment> pinged;

  bool ever_opened = false;
  std::uint64_t reconnects = 0;
};

void Watch::Inner::ask(v1::Method method, std::uint64_t id, const google::protobuf::Message& body) {
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.set_method(method);
  header.set_request_id(id);
  const bool is_for_somebody = id == kWatchId && !selection.acting_for.name().empty();
  if (is_for_somebody) *header.mutable_acting_for() = selection.acting_for;
  // A message that cannot be sent means a lost connection, which the next look finds.
  link.send(header, body.SerializeAsString());
}

void Watch::Inner::say_hello() { ask(v1::METHOD_HELLO, kGreetingId, hello_of(options)); }

// A PING has no body.
void Watch::Inner::ping() { ask(v1::METHOD_PING, kPingId, v1::Hello{}); }

void Watch::Inner::begin() {
  say_hello();
  v1::WatchRequest request;
  request.set_resume_after(seen);
  request.set_from_now(selection.from_now);
  request.set_snapshot(selection.snapshot);
  request.set_journal_id(selection.journal_id);
  request.set_cursor(selection.cursor);
  put(selection.events, *request.mutable_events());
  put(selection.areas, *request.mutable_areas());
  put(selection.severities, *request.mutable_severities());
  put(selection.tiers, *request.mutable_tiers());
  put(selection.units, *request.mutable_units());
  credit_given = ahead();
  request.set_credit(credit_given);
  request.set_packed(true);
  ask(v1::METHOD_WATCH, kWatchId, request);
  facts_received = 0;
  acknowledging = 0;
  begun = true;
}

void Watch::Inner::top_up() {
  // Half a window at a time: neither does the engine run dry, nor is each fact answered by a
  // message.
  if (credit_given - std::min(credit_given, facts_received) > ahead() / 2) return;
  credit_given = facts_received + ahead();
  give_credit();
}

void Watch::Inner::give_credit() {
  v1::WatchCredit credit;
  credit.set_credit(credit_given);
  ask(v1::METHOD_CREDIT, kCreditId, credit);
}

// One at a time; what is acknowledged meanwhile goes with the next.
void Watch::Inner::acknowledge() {
  if (!accepted || acknowledging != 0 || to_acknowledge <= acknowledged) return;
  acknowledging = to_acknowledge;
  v1::AcknowledgeRequest request;
  request.set_sequence(acknowledging);
  ask(v1::METHOD_ACKNOWLEDGE_WATCH, kAcknowledgeId, request);
}

void Watch::Inner::start_over(Moment at) {
  link.close();
  begun = false;
  accepted = false;
  pinged.reset();
  next_attempt = at;
}

// Opens, opens again, begins, and asks a silent engine whether it is there.
void Watch::Inner::keep_up(Moment now) {
  Link::State state = link.look();
  if (state == Link::State::Shut) {
    refused = *link.shut();
    return link.close();
  }
  if (state == Link::State::Lost && !link.readable()) {
    start_over(now + pauses.next());
    state = Link::State::Closed;
  }
  const bool waiting = state == Link::State::Closed || state == Link::State::Connecting;
  if (waiting && now >= next_attempt) {
    start_over(now + pauses.next());
    if (ever_opened) ++reconnects;
    ever_opened = true;
    if (link.open() == Link::Opened::BadEndpoint) {
      refused = Problem{.code = kInvalidArgument,
                        .reason = "BAD_ENDPOINT",
                        .message = "not an address: " + options.endpoints.watch};
    }
    return;
  }
  if (state != Link::State::Up) return;
  if (!begun) {
    begin();
    heard = now;
    pinged = now;  // the request is a question as good as any
    return;
  }
  if (pinged && now >= *pinged + milliseconds(options.request_timeout_ms)) {
    start_over(now);
  } else if (!pinged && now >= heard + ping_pause()) {
    // The credit, though nothing new, finds out whether the engine still knows of the watch.
    ping();
    give_credit();
    pinged = now;
  }
}

std::optional<v1::WatchEvents> Watch::Inner::take(const Received& received, Moment now) {
  heard = now;
  pauses.reset();
  if (received.header.kind() == v1::KIND_EVENT) {
    pinged.reset();
    if (received.header.status().code() == kOk) return take_events(received.body, now);
    refuse(received.header.status());
    return std::nullopt;
  }
  if (received.header.kind() == v1::KIND_RESPONSE) take_answer(received, now);
  if (received.header.kind() == v1::KIND_GOAWAY) take_farewell(received.header.status(), now);
  return std::nullopt;
}

// The engine stops, most likely to start again; or our key no longer works, and that is the end.
void Watch::Inner::take_farewell(const v1::Status& status, Moment now) {
  if (status.code() == kUnauthenticated) return refuse(status);
  farewell = problem_of(status);
  start_over(now + std::max(pauses.next(), pauses.spread(status.retry_after_ms())));
}

void Watch::Inner::take_answer(const Received& received, Moment now) {
  const v1::Status& status = received.header.status();
  const std::uint64_t id = received.header.request_id();
  if (id == kGreetingId) {
    v1::Welcome welcome;
    if (status.code() == kOk && welcome.ParseFromString(received.body)) {
      head = std::max(head, welcome.head_sequence());
      link.believe(welcome.next_server_key());
    }
    return;
  }
  if (id == kPingId) {
    // A sign of life does not answer a watch that was asked meanwhile.
    if (accepted) pinged.reset();
    v1::Pong pong;
    if (status.code() == kOk && pong.ParseFromString(received.body)) {
      head = std::max(head, pong.head_sequence());
    }
    return;
  }
  if (id != kWatchId && id != kCreditId && id != kAcknowledgeId) return;
  if (status.code() != kOk && (id != kWatchId || is_passing(status))) {
    // Credit for a watch the engine does not know: it has forgotten us.
    const std::uint64_t pause =
        status.retry_after_ms() > 0 ? status.retry_after_ms() : kPauseUnlessToldMs;
    start_over(now + pauses.spread(pause));
    return;
  }
  if (status.code() != kOk) {
    refuse(status);
    return;
  }
  if (id == kAcknowledgeId) {
    acknowledged = std::max(acknowledged, std::exchange(acknowledging, 0));
    acknowledge();
    return;
  }
  v1::WatchReply reply;
  if (!reply.ParseFromString(received.body)) return;
  head = std::max(head, reply.head_sequence());
  if (id != kWatchId) return;
  accepted = true;
  farewell.reset();
  pinged.reset();
  take_start(reply);
}

void Watch::Inner::take_start(const v1::WatchReply& reply) {
  journal_id = reply.journal_id();
  // What we have seen is of this journal from here on.
  selection.journal_id = journal_id;
  // "From now" is an instant. After a lost connection the watch goes on from that instant, not from
  // a later now.
  if (selection.from_now && selection.cursor.empty()) seen = reply.head_sequence();
  if (selection.snapshot) seen = reply.start_sequence();
  // The engine goes on after what was acknowledged; what we have seen since comes again, and is
  // left out.
  if (!selection.cursor.empty()) seen = std::max(seen, reply.start_sequence());
  last = std::max(last, FactPlace{seen, kWholeRecord});
  selection.from_now = false;
}

bool Watch::Inner::is_complete(const v1::WatchEvents& events) const {
  std::uint64_t known = std::max(seen, last.first);
  if (events.previous_sequence() > known) return false;
  for (const v1::Fact& fact : events.facts()) {
    if (fact.previous() > known) return false;
    known = std::max(known, fact.sequence());
  }
  return true;
}

void Watch::Inner::refuse(const v1::Status& status) {
  refused = problem_of(status);
  link.close();
}

std::optional<v1::WatchEvents> Watch::Inner::take_events(const std::string& body, Moment now) {
  received_bytes += body.size();
  v1::WatchEvents events;
  if (!events.ParseFromString(body) || !unpack(events)) return std::nullopt;
  if (!is_complete(events)) {
    ++gaps;
    start_over(now);
    return std::nullopt;
  }
  facts_received += static_cast<std::uint64_t>(events.facts_size() + events.cases_size());
  top_up();
  v1::WatchEvents fresh;
  for (v1::Fact& fact : *events.mutable_facts()) {
    // A record may have been cut in two by a lost connection. Then it comes again in full.
    const FactPlace place{fact.sequence(), fact.index()};
    if (place <= last) continue;
    last = place;
    *fresh.add_facts() = std::move(fact);
  }
  const bool moved = events.seen_sequence() > seen;
  seen = std::max(seen, events.seen_sequence());
  selection.from_now = false;
  head = std::max({head, events.head_sequence(), seen});
  const bool is_of_snapshot =
      events.has_snapshot_begin() || events.has_snapshot_end() || events.cases_size() > 0;
  if (events.has_snapshot_end()) selection.snapshot = false;
  if (is_of_snapshot) return events;
  if (fresh.facts_size() == 0 && !moved) return std::nullopt;
  fresh.set_seen_sequence(seen);
  fresh.set_head_sequence(head);
  fresh.set_time_ms(events.time_ms());
  return fresh;
}

Moment Watch::Inner::wake_at() const {
  const Link::State state = link.state();
  if (state == Link::State::Closed || state == Link::State::Connecting) return next_attempt;
  if (pinged) return *pinged + milliseconds(options.request_timeout_ms);
  return heard + ping_pause();
}

Watch::Watch(Options options, const std::shared_ptr<Context>& context)
    : inner_(std::make_unique<Inner>(std::move(options), context ? context : make_context())) {}

Watch::~Watch() = default;

void Watch::subscribe(Selection selection) {
  inner_->start_over(Moment::min());
  inner_->refused.reset();
  inner_->seen = selection.from_now ? 0 : selection.resume_after;
  inner_->last = {inner_->seen, kWholeRecord};
  inner_->head = 0;
  inner_->journal_id = {};
  inner_->to_acknowledge = 0;
  inner_->acknowledged = 0;
  inner_->selection = std::move(selection);
}

std::optional<v1::WatchEvents> Watch::next(std::uint32_t timeout_ms) {
  Inner& inner = *inner_;
  const Moment deadline = Steady::now() + milliseconds(timeout_ms);
  while (!inner.refused) {
    const Moment now = Steady::now();
    inner.keep_up(now);
    inner.acknowledge();
    // The descriptor wakes once per change: read until nothing is left before waiting on it.
    bool lost = inner.link.look() == Link::State::Lost;
    while (inner.link.readable() && !inner.refused) {
      if (const auto received = inner.link.receive()) {
        if (auto events = inner.take(*received, now)) return events;
      }
      lost = inner.link.look() == Link::State::Lost;
    }
    if (inner.refused || now >= deadline) break;
    const bool to_begin = inner.link.state() == Link::State::Up && !inner.begun;
    if (lost || to_begin) continue;
    wait_for_change({inner.link.descriptor()}, std::min(deadline, inner.wake_at()));
  }
  return std::nullopt;
}

void Watch::acknowledge(std::uint64_t sequence) {
  inner_->to_acknowledge = std::max(inner_->to_acknowledge, sequence);
}

std::uint64_t Watch::acknowledged() const { return inner_->acknowledged; }
const std::string& Watch::journal_id() const { return inner_->journal_id; }
std::uint64_t Watch::gaps() const { return inner_->gaps; }
std::uint64_t Watch::received_bytes() const { return inner_->received_bytes; }
std::uint64_t Watch::seen_sequence() const { return inner_->seen; }
std::uint64_t Watch::head_sequence() const { return inner_->head; }
bool Watch::connected() const { return inner_->accepted; }
const std::optional<Problem>& Watch::problem() const { return inner_->refused; }
const std::optional<Problem>& Watch::farewell() const { return inner_->farewell; }
std::uint64_t Watch::reconnects() const { return inner_->reconnects; }

}  // namespace whistle::client
