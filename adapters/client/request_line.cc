#include "adapters/client/request_line.h"

#include <algorithm>
#include <utility>

#include "adapters/client/greeting.h"

namespace whistle::client {

namespace {

using std::chrono::milliseconds;

constexpr int kMessagesPerTurnMax = 256;
constexpr std::uint64_t kPatienceGrowthMax = 8;
// An answer may also get lost alone, on a line that is otherwise alive.
constexpr int kPatienceOnLiveLine = 4;
constexpr std::uint32_t kRetryAfterMaxMs = 60'000;
// Requests count from 1, so the greeting of a connection has a number that no request gets.
constexpr std::uint64_t kGreetingId = ~std::uint64_t{0};

bool is_full(const v1::Status& status) {
  return (status.code() == kResourceExhausted || status.code() == kUnavailable) &&
         status.retry_after_ms() > 0;
}

// How long a refused request rests before it is sent again by itself; nothing: the refusal stands.
std::optional<std::uint32_t> pause_after(const v1::Status& status, const Waiting& waiting) {
  // An earlier sending of the same wish is still waiting for its answer at the engine.
  constexpr std::uint32_t kInProgressMs = 250;
  if (!waiting.key.empty() && status.reason() == "IN_PROGRESS") return kInProgressMs;
  if (!is_full(status)) return std::nullopt;
  if (!waiting.again_when_full && status.reason() != "LOOK_UP_TOO_OLD") return std::nullopt;
  return std::min(status.retry_after_ms(), kRetryAfterMaxMs);
}

// Under a key a refusal is about this sending alone: had an earlier one been carried out, its
// answer had come.
bool may_have_happened(const Waiting& waiting) {
  return waiting.answer_lost && waiting.key.empty();
}

bool is_farewell(const v1::Status& status) {
  return status.code() == kUnavailable && status.reason() == "SHUTTING_DOWN";
}

Problem gave_up_on(const Waiting& waiting, const std::string& endpoint, bool is_hung_up_on) {
  if (waiting.refusal) return *waiting.refusal;
  Problem problem;
  problem.code = kUnavailable;
  if (waiting.sendings == 0) {
    problem.reason = "CANNOT_CONNECT";
    problem.message = "no connection to " + endpoint;
    if (is_hung_up_on) {
      problem.message += "; it ends every handshake: is its public key the one that was given?";
    }
    return problem;
  }
  problem.reason = "NO_ANSWER";
  problem.message = "no answer from " + endpoint + "; the request may have been carried out";
  problem.resent = waiting.answer_lost;
  return problem;
}

}  // namespace

Problem problem_of(const v1::Status& status, bool resent) {
  return {.code = status.code(),
          .reason = status.reason(),
          .message = status.message(),
          .retry_after_ms = status.retry_after_ms(),
          .resent = resent};
}

bool is_worth_another_try(const v1::Status& status, v1::Method method) {
  if (is_farewell(status)) return true;
  return is_full(status) && (method == v1::METHOD_SUBMIT || status.reason() == "LOOK_UP_TOO_OLD");
}

RequestLine::RequestLine(std::shared_ptr<Context> context, Line line, const Options& options,
                         Counters& counters)
    : options_(options),
      counters_(counters),
      endpoint_(options.endpoints.of(line)),
      link_(std::move(context), endpoint_, options.keys),
      reconnects_(options.reconnect_ms, options.reconnect_max_ms),
      silences_(options.request_timeout_ms, options.request_timeout_ms * kPatienceGrowthMax),
      patience_(silences_.next()) {}

void RequestLine::add(std::uint64_t request_id, Waiting waiting) {
  if (waiting.body.size() > kBodyBytesMax) {
    // The engine would refuse it unread, after it has crossed the network.
    Problem problem{.code = kInvalidArgument, .reason = "BODY_TOO_LARGE", .message = ""};
    problem.message = "the request has " + std::to_string(waiting.body.size()) +
                      " bytes; at most " + std::to_string(kBodyBytesMax) + " are taken";
    unsendable_.push_back({std::move(waiting.done), std::move(problem)});
    return;
  }
  waiting_.emplace_hint(waiting_.end(), request_id, std::move(waiting));
  queue_.push_back(request_id);
}

void RequestLine::turn(Moment now, std::vector<Finished>& finished) {
  for (Finished& one : unsendable_) finished.push_back(std::move(one));
  unsendable_.clear();
  if (waiting_.empty()) return;
  wake_resting(now);
  end_silence(now);
  leave(now);
  connect(now, finished);
  // The descriptor wakes once per change, so the last look must find nothing to do.
  for (bool busy = true; busy;) {
    busy = false;
    const Link::State state = link_.look();
    // What had arrived before the connection ended still counts.
    if (link_.readable()) {
      busy = receive_some(now, finished);
    } else if (state == Link::State::Lost) {
      take_back(std::max(now + reconnects_.next(), back_at_.value_or(now)));
    } else if (state == Link::State::Shut) {
      fail_all(*link_.shut(), finished);
      link_.close();
    }
    if (link_.state() == Link::State::Up && send_some(now)) busy = true;
  }
  leave(now);
  give_up(now, finished);
}

void RequestLine::leave(Moment now) {
  if (!back_at_) return;
  // What was asked before is still answered.
  if (on_wire_ > 0 && now < *back_at_) return;
  take_back(*back_at_);
}

void RequestLine::connect(Moment now, std::vector<Finished>& finished) {
  const Link::State state = link_.look();
  const bool stuck = state == Link::State::Connecting && now >= next_attempt_;
  const bool closed = state == Link::State::Closed && now >= next_attempt_;
  if (!stuck && !closed) return;
  if (ever_opened_) ++counters_.reopened;
  ever_opened_ = true;
  greeted_ = false;
  // An attempt may take as long as the pause before the next one: on a slow network the first few
  // are dropped too early, and then one is not.
  next_attempt_ = now + reconnects_.next();
  if (link_.open() != Link::Opened::BadEndpoint) return;
  fail_all({.code = kInvalidArgument,
            .reason = "BAD_ENDPOINT",
            .message = "not an address: " + endpoint_},
           finished);
}

void RequestLine::fail_all(const Problem& problem, std::vector<Finished>& finished) {
  for (auto& [id, waiting] : waiting_) finished.push_back({std::move(waiting.done), problem});
  waiting_.clear();
  queue_.clear();
  resting_.clear();
  sendings_.clear();
  on_wire_ = 0;
}

void RequestLine::greet() {
  // Whatever is asked works without; nobody waits for the answer, which tells of the next key.
  v1::Hello hello = hello_of(options_);
  hello.set_resume_token(resume_token_);
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.set_method(v1::METHOD_HELLO);
  header.set_request_id(kGreetingId);
  greeted_ = link_.send(header, hello.SerializeAsString());
}

void RequestLine::take_back(Moment reopen_at) {
  link_.close();
  back_at_.reset();
  next_attempt_ = reopen_at;
  for (auto sending = sendings_.rbegin(); sending != sendings_.rend(); ++sending) {
    if (!is_on_wire(*sending)) continue;
    Waiting& waiting = waiting_.find(sending->request_id)->second;
    waiting.on_wire = false;
    waiting.answer_lost = true;
    queue_.push_front(sending->request_id);
  }
  sendings_.clear();
  on_wire_ = 0;
}

bool RequestLine::receive_some(Moment now, std::vector<Finished>& finished) {
  for (int count = 0; count < kMessagesPerTurnMax && link_.readable(); ++count) {
    std::optional<Received> received = link_.receive();
    if (received) {
      take_answer(std::move(*received), now, finished);
    } else {
      ++counters_.ignored;
    }
    link_.look();
  }
  // Answers in hand go first: their callbacks may want to send.
  return finished.empty();
}

void RequestLine::take_answer(Received received, Moment now, std::vector<Finished>& finished) {
  const v1::Header& header = received.header;
  if (header.kind() == v1::KIND_GOAWAY) {
    ++counters_.farewells;
    return take_farewell(header.status(), now);
  }
  if (header.kind() != v1::KIND_RESPONSE) {
    ++counters_.ignored;
    return;
  }
  reconnects_.reset();
  // An engine that greets but never answers is as silent as any.
  if (header.request_id() == kGreetingId) return take_welcome(received);
  heard_ = now;
  silences_.reset();
  patience_ = silences_.next();
  const auto found = waiting_.find(header.request_id());
  if (found == waiting_.end() || !found->second.on_wire) {
    ++counters_.ignored;
    return;
  }
  Waiting& waiting = found->second;
  waiting.on_wire = false;
  --on_wire_;
  if (is_farewell(header.status())) {
    // It was read too late to be done, so it is asked on the next connection.
    waiting.refusal = problem_of(header.status(), may_have_happened(waiting));
    queue_.push_back(found->first);
    return take_farewell(header.status(), now);
  }
  if (const auto pause = pause_after(header.status(), waiting)) {
    ++counters_.retried;
    waiting.refusal = problem_of(header.status(), may_have_happened(waiting));
    resting_.emplace(now + reconnects_.spread(*pause), found->first);
    return;
  }
  if (waiting.method == v1::METHOD_HELLO) take_welcome(received);
  if (header.status().code() == kOk) {
    finished.push_back({std::move(waiting.done), std::move(received.body), waiting.answer_lost});
  } else {
    finished.push_back(
        {std::move(waiting.done), problem_of(header.status(), may_have_happened(waiting))});
  }
  waiting_.erase(found);
}

void RequestLine::take_welcome(const Received& received) {
  v1::Welcome welcome;
  if (received.header.status().code() != kOk) return;
  if (!welcome.ParseFromString(received.body)) return;
  resume_token_ = welcome.resume_token();
  counters_.next_server_key = welcome.next_server_key();
  link_.believe(welcome.next_server_key());
}

void RequestLine::take_farewell(const v1::Status& status, Moment now) {
  // Who comes with a key that no longer works is told so by each answer; to come again is of no
  // use.
  if (back_at_ || status.code() == kUnauthenticated) return;
  const auto pause = std::min(status.retry_after_ms(), kRetryAfterMaxMs);
  back_at_ = now + std::max(reconnects_.next(), reconnects_.spread(pause));
}

bool RequestLine::send_some(Moment now) {
  if (back_at_) return false;
  if (!greeted_) greet();
  bool sent_any = false;
  while (!queue_.empty() && on_wire_ < std::max<std::size_t>(options_.window, 1)) {
    const std::uint64_t id = queue_.front();
    const auto found = waiting_.find(id);
    if (found == waiting_.end()) {
      queue_.pop_front();
      continue;
    }
    Waiting& waiting = found->second;
    v1::Header header;
    header.set_kind(v1::KIND_REQUEST);
    header.set_method(waiting.method);
    header.set_request_id(id);
    header.set_driven_time_ms(waiting.driven_time_ms);
    header.set_idempotency_key(waiting.key);
    header.set_timeout_ms(waiting.decide_within_ms);
    if (waiting.acting_for) *header.mutable_acting_for() = *waiting.acting_for;
    if (!link_.send(header, waiting.body)) break;
    queue_.pop_front();
    // Silence counts from the moment there is something to answer.
    if (on_wire_ == 0) heard_ = now;
    ++on_wire_;
    waiting.on_wire = true;
    ++counters_.sent;
    ++waiting.sendings;
    if (waiting.answer_lost) ++counters_.resent;
    sendings_.push_back({id, waiting.sendings, now});
    sent_any = true;
  }
  return sent_any;
}

bool RequestLine::is_on_wire(const Sending& sending) const {
  const auto found = waiting_.find(sending.request_id);
  return found != waiting_.end() && found->second.on_wire &&
         found->second.sendings == sending.number;
}

void RequestLine::wake_resting(Moment now) {
  while (!resting_.empty() && resting_.begin()->first <= now) {
    queue_.push_back(resting_.begin()->second);
    resting_.erase(resting_.begin());
  }
}

Moment RequestLine::silent_at() const {
  if (on_wire_ == 0) return kNever;
  const Moment line_silent = heard_ + patience_;
  return std::min(line_silent, sendings_.front().at + kPatienceOnLiveLine * patience_);
}

void RequestLine::end_silence(Moment now) {
  while (!sendings_.empty() && !is_on_wire(sendings_.front())) sendings_.pop_front();
  if (now < silent_at()) return;
  patience_ = silences_.next();
  take_back(now);
}

void RequestLine::give_up(Moment now, std::vector<Finished>& finished) {
  // Ids ascend with time and all have the same patience, so the oldest is the first.
  while (!waiting_.empty() && waiting_.begin()->second.give_up <= now) {
    Waiting& waiting = waiting_.begin()->second;
    if (waiting.on_wire) --on_wire_;
    finished.push_back(
        {std::move(waiting.done), gave_up_on(waiting, endpoint_, link_.is_hung_up_on())});
    waiting_.erase(waiting_.begin());
  }
}

Moment RequestLine::wake_at() const {
  if (waiting_.empty()) return kNever;
  Moment wake = std::min(waiting_.begin()->second.give_up, silent_at());
  if (!resting_.empty()) wake = std::min(wake, resting_.begin()->first);
  if (back_at_) wake = std::min(wake, *back_at_);
  const Link::State state = link_.state();
  if (state == Link::State::Closed || state == Link::State::Connecting) {
    wake = std::min(wake, next_attempt_);
  }
  return wake;
}

}  // namespace whistle::client
