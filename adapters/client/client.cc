#include "adapters/client/client.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/client/greeting.h"
#include "adapters/client/link.h"
#include "adapters/client/request_line.h"
#include "adapters/client/wish_key.h"
#include "whistle/v1/bundle.pb.h"

namespace whistle::client {

using std::chrono::milliseconds;

namespace {

// Waiting without an end is done in pieces.
constexpr std::uint32_t kSliceMs = 1000;

}  // namespace

Client::Client(Options options, std::shared_ptr<Context> context)
    : options_(std::move(options)), context_(context ? std::move(context) : make_context()) {}

Client::~Client() = default;

Line Client::line_for(v1::Method method) const {
  switch (method) {
    case v1::METHOD_SUBMIT:
      return Line::Intake;
    case v1::METHOD_PULL:
    case v1::METHOD_RECEIVE:
    case v1::METHOD_HOLDINGS:
    case v1::METHOD_DRAIN:
    case v1::METHOD_RENEW:
    case v1::METHOD_RELEASE:
    case v1::METHOD_SIGN:
    case v1::METHOD_CONTACT:
    case v1::METHOD_ARRIVE:
    case v1::METHOD_PROGRESS:
    case v1::METHOD_FINISH:
    case v1::METHOD_RAISE:
    case v1::METHOD_CLASSIFY:
    case v1::METHOD_POST_CHECK:
      return Line::Work;
    case v1::METHOD_BUNDLE:  // send_bundle() is told the line
      return options_.reading == Line::Intake ? Line::Intake : Line::Work;
    case v1::METHOD_CALL_BACK:
      return options_.reading == Line::Intake ? Line::Intake : Line::Work;
    case v1::METHOD_ACT:
    case v1::METHOD_PROPOSE:
      return options_.reading == Line::Watch ? Line::Work : options_.reading;
    case v1::METHOD_GET_CASE:
    case v1::METHOD_GET_COMPLAINT:
    case v1::METHOD_RULES:
    case v1::METHOD_EXPLAIN:
    case v1::METHOD_HELLO:
    case v1::METHOD_PING:
      return options_.reading;
    case v1::METHOD_EXPLAIN_PULL:
    case v1::METHOD_QUEUES:
    case v1::METHOD_REGISTERS:
      return options_.reading == Line::Intake ? Line::Work : options_.reading;
    case v1::METHOD_SCOREBOARD:
    case v1::METHOD_AGENDA:
      return options_.reading == Line::Admin ? Line::Admin : Line::Watch;
    case v1::METHOD_WATCH:
    case v1::METHOD_CREDIT:
    case v1::METHOD_ACKNOWLEDGE_WATCH:
      return Line::Watch;
    case v1::METHOD_STATUS:
    case v1::METHOD_ADOPT_POLICY:
    case v1::METHOD_ADVANCE_TIME:
    case v1::METHOD_BACKUP:
    case v1::METHOD_CURSORS:
    case v1::METHOD_DELETE_CURSOR:
      return Line::Admin;
    case v1::METHOD_UNSPECIFIED:
    case v1::Method_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::Method_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return Line::Work;
}

RequestLine& Client::open_line(Line line) {
  std::unique_ptr<RequestLine>& slot = lines_[static_cast<std::size_t>(line)];
  if (slot) return *slot;
  slot = std::make_unique<RequestLine>(context_, line, options_, counters_);
  slot->believe(counters_.next_server_key);
  return *slot;
}

void Client::send_bytes(Line line, v1::Method method, const google::protobuf::Message& body,
                        Done done) {
  send_named(line, method, body.SerializeAsString(), key_for(method), std::move(done));
}

void Client::send_named(Line line, v1::Method method, std::string body, std::string key,
                        Done done) {
  const Moment now = Steady::now();
  Waiting waiting;
  waiting.method = method;
  waiting.body = std::move(body);
  waiting.driven_time_ms = driven_time_ms_;
  waiting.key = std::move(key);
  waiting.acting_for = std::exchange(next_person_, std::nullopt);
  if (takes_key(method)) waiting.decide_within_ms = options_.decide_within_ms;
  waiting.done = std::move(done);
  waiting.again_when_full = method == v1::METHOD_SUBMIT;
  if (options_.give_up_after_ms > 0) {
    waiting.give_up = now + milliseconds(options_.give_up_after_ms);
  }
  open_line(line).add(++last_request_id_, std::move(waiting));
}

void Client::send_bytes_of(Line line, v1::Method method, std::string body,
                           Callback<std::string> callback) {
  send_named(
      line, method, std::move(body), key_for(method),
      [done = std::move(callback)](Result<std::string> answer, bool) { done(std::move(answer)); });
}

std::string Client::key_for(v1::Method method) {
  if (!takes_key(method)) return {};
  last_key_ = std::exchange(next_key_, {});
  if (last_key_.empty()) last_key_ = chance_key(method);
  return last_key_;
}

std::string Client::chance_key(v1::Method method) const {
  const bool needs_one = options_.once && takes_key(method) && !is_safe_to_repeat(method);
  return needs_one ? random_key() : std::string();
}

void Client::send_alone(Line line, Bundle::Wish wish) {
  send_named(
      line, wish.method, std::move(wish.body), std::move(wish.key),
      [done = std::move(wish.done)](Result<std::string> answer, bool) { done(std::move(answer)); });
}

void Client::send_bundle(Line line, Bundle bundle) {
  for (Bundle::Wish& wish : bundle.wishes_) {
    if (wish.key.empty()) wish.key = chance_key(wish.method);
  }
  for (Bundle& message : std::move(bundle).into_messages()) {
    if (message.size() == 1) {
      send_alone(line, std::move(message.wishes_.front()));
      continue;
    }
    v1::BundleRequest request;
    for (const Bundle::Wish& wish : message.wishes_) {
      v1::BundledWish& asked = *request.add_wishes();
      asked.set_method(wish.method);
      asked.set_body(wish.body);
      asked.set_idempotency_key(wish.key);
      if (takes_key(wish.method)) asked.set_timeout_ms(options_.decide_within_ms);
    }
    send_named(line, v1::METHOD_BUNDLE, request.SerializeAsString(), {},
               [this, line, sent = std::make_shared<Bundle>(std::move(message))](
                   const Result<std::string>& answer, bool resent) {
                 sent->end(answer, resent,
                           [this, line](Bundle::Wish wish) { send_alone(line, std::move(wish)); });
               });
  }
}

// Runs the callbacks of all answers that are there.
std::size_t Client::turn() {
  const Moment now = Steady::now();
  std::vector<Finished> finished;
  for (const auto& line : lines_) {
    if (line) line->turn(now, finished);
  }
  for (Finished& one : finished) one.done(std::move(one.answer), one.resent);
  return finished.size();
}

void Client::note_waits(std::vector<int>& descriptors, Moment& until) const {
  for (const auto& line : lines_) {
    // A line without requests is not looked at, so its descriptor would stay awake.
    if (!line || line->pending() == 0) continue;
    until = std::min(until, line->wake_at());
    descriptors.push_back(line->descriptor());
  }
}

std::size_t Client::poll(std::uint32_t timeout_ms) {
  const Moment deadline = Steady::now() + milliseconds(timeout_ms);
  while (true) {
    if (const std::size_t ran = turn(); ran > 0) return ran;
    if ((pending() == 0 && wake_ < 0) || Steady::now() >= deadline) return 0;
    Moment until = deadline;
    std::vector<int> descriptors;
    note_waits(descriptors, until);
    if (wake_ >= 0) descriptors.push_back(wake_);
    wait_for_change(descriptors, until);
    if (wake_ >= 0 && is_readable(wake_)) return turn();
  }
}

std::size_t Client::poll_all(std::span<const std::unique_ptr<Client>> clients,
                             std::uint32_t timeout_ms) {
  const Moment deadline = Steady::now() + milliseconds(timeout_ms);
  while (true) {
    std::size_t ran = 0;
    for (const auto& client : clients) ran += client->turn();
    if (ran > 0) return ran;
    Moment until = deadline;
    std::vector<int> descriptors;
    for (const auto& client : clients) client->note_waits(descriptors, until);
    if (descriptors.empty() || Steady::now() >= deadline) return 0;
    wait_for_change(descriptors, until);
  }
}

std::size_t Client::pending() const {
  std::size_t sum = 0;
  for (const auto& line : lines_) {
    if (line) sum += line->pending();
  }
  return sum;
}

bool Client::drain(std::uint32_t timeout_ms) {
  const Moment deadline = timeout_ms == 0 ? kNever : Steady::now() + milliseconds(timeout_ms);
  while (pending() > 0) {
    const Moment now = Steady::now();
    if (now >= deadline) return false;
    const auto left = std::chrono::ceil<milliseconds>(deadline - now).count();
    poll(static_cast<std::uint32_t>(std::min<std::int64_t>(left, kSliceMs)));
  }
  return true;
}

template <class Reply>
Result<Reply> Client::call(Line line, v1::Method method, const google::protobuf::Message& body) {
  std::optional<Result<Reply>> answer;
  send_to<Reply>(line, method, body,
                 [&answer](Result<Reply> got) { answer.emplace(std::move(got)); });
  while (!answer) poll(kSliceMs);
  return std::move(*answer);
}

Result<v1::TokenReply> Client::act(v1::Method method, const v1::TokenRequest& request) {
  return call<v1::TokenReply>(Line::Work, method, request);
}

Result<v1::Welcome> Client::hello(Line line) {
  return call<v1::Welcome>(line, v1::METHOD_HELLO, hello_of(options_));
}

Result<v1::SubmitReply> Client::submit(const v1::SubmitRequest& request) {
  return call<v1::SubmitReply>(Line::Intake, v1::METHOD_SUBMIT, request);
}

Result<v1::PullReply> Client::pull(const v1::PullRequest& request) {
  return call<v1::PullReply>(Line::Work, v1::METHOD_PULL, request);
}

std::optional<v1::ReceiveRequest> receipt_of(const v1::PullReply& reply,
                                             const std::string& worker) {
  v1::ReceiveRequest receipt;
  receipt.set_worker(worker);
  for (const v1::Grant& grant : reply.grants()) {
    if (grant.receive_by_ms() == 0) continue;
    v1::Lease& lease = *receipt.add_leases();
    lease.set_case_id(grant.case_().case_id());
    lease.set_token(grant.token());
  }
  if (receipt.leases().empty()) return std::nullopt;
  return receipt;
}

Result<v1::ReceiveReply> Client::receive(const v1::ReceiveRequest& request) {
  return call<v1::ReceiveReply>(Line::Work, v1::METHOD_RECEIVE, request);
}
Result<v1::PullReply> Client::holdings(const v1::HoldingsRequest& request) {
  return call<v1::PullReply>(Line::Work, v1::METHOD_HOLDINGS, request);
}
Result<v1::DrainReply> Client::drain_worker(const v1::DrainRequest& request) {
  return call<v1::DrainReply>(Line::Work, v1::METHOD_DRAIN, request);
}
Result<v1::ExplainPullReply> Client::explain_pull(const v1::PullRequest& request) {
  return call<v1::ExplainPullReply>(line_for(v1::METHOD_EXPLAIN_PULL), v1::METHOD_EXPLAIN_PULL,
                                    request);
}

Result<v1::TokenReply> Client::renew(const v1::TokenRequest& request) {
  return act(v1::METHOD_RENEW, request);
}
Result<v1::TokenReply> Client::release(const v1::TokenRequest& request) {
  return act(v1::METHOD_RELEASE, request);
}
Result<v1::TokenReply> Client::sign(const v1::TokenRequest& request) {
  return act(v1::METHOD_SIGN, request);
}
Result<v1::TokenReply> Client::contact(const v1::TokenRequest& request) {
  return act(v1::METHOD_CONTACT, request);
}
Result<v1::TokenReply> Client::arrive(const v1::TokenRequest& request) {
  return act(v1::METHOD_ARRIVE, request);
}
Result<v1::TokenReply> Client::progress(const v1::TokenRequest& request) {
  return act(v1::METHOD_PROGRESS, request);
}
Result<v1::TokenReply> Client::raise(const v1::TokenRequest& request) {
  return act(v1::METHOD_RAISE, request);
}
Result<v1::TokenReply> Client::finish(const v1::FinishRequest& request) {
  return call<v1::TokenReply>(Line::Work, v1::METHOD_FINISH, request);
}
Result<v1::TokenReply> Client::classify(const v1::ClassifyRequest& request) {
  return call<v1::TokenReply>(Line::Work, v1::METHOD_CLASSIFY, request);
}
Result<v1::TokenReply> Client::post_check(const v1::PostCheckRequest& request) {
  return call<v1::TokenReply>(Line::Work, v1::METHOD_POST_CHECK, request);
}
Result<v1::TokenReply> Client::call_back(const v1::CallBackRequest& request) {
  return call<v1::TokenReply>(line_for(v1::METHOD_CALL_BACK), v1::METHOD_CALL_BACK, request);
}

Result<v1::ActReply> Client::act(const v1::ActRequest& request) {
  return call<v1::ActReply>(line_for(v1::METHOD_ACT), v1::METHOD_ACT, request);
}

Result<v1::CaseReply> Client::get_case(std::uint64_t case_id, bool with_text, std::uint64_t token) {
  v1::CaseRequest request;
  request.set_case_id(case_id);
  request.set_with_text(with_text);
  request.set_token(token);
  return call<v1::CaseReply>(line_for(v1::METHOD_GET_CASE), v1::METHOD_GET_CASE, request);
}

Result<v1::ExplainReply> Client::explain(std::uint64_t case_id, bool with_text,
                                         std::uint64_t token) {
  v1::CaseRequest request;
  request.set_case_id(case_id);
  request.set_with_text(with_text);
  request.set_token(token);
  return call<v1::ExplainReply>(line_for(v1::METHOD_EXPLAIN), v1::METHOD_EXPLAIN, request);
}

Result<v1::ComplaintReply> Client::get_complaint(const v1::ComplaintRequest& request) {
  return call<v1::ComplaintReply>(line_for(v1::METHOD_GET_COMPLAINT), v1::METHOD_GET_COMPLAINT,
                                  request);
}

Result<v1::ProposeReply> Client::propose(const v1::ProposeRequest& request) {
  return call<v1::ProposeReply>(line_for(v1::METHOD_PROPOSE), v1::METHOD_PROPOSE, request);
}

Result<v1::RulesReply> Client::rules(const v1::RulesRequest& request) {
  return call<v1::RulesReply>(line_for(v1::METHOD_RULES), v1::METHOD_RULES, request);
}

Result<v1::QueuesReply> Client::queues(const v1::QueuesRequest& request) {
  return call<v1::QueuesReply>(line_for(v1::METHOD_QUEUES), v1::METHOD_QUEUES, request);
}

Result<v1::RegistersReply> Client::registers(const v1::RegistersRequest& request) {
  return call<v1::RegistersReply>(line_for(v1::METHOD_REGISTERS), v1::METHOD_REGISTERS, request);
}

Result<v1::ScoreboardReply> Client::scoreboard(const v1::ScoreboardRequest& request) {
  return call<v1::ScoreboardReply>(line_for(v1::METHOD_SCOREBOARD), v1::METHOD_SCOREBOARD, request);
}

Result<v1::AgendaReply> Client::agenda(const v1::AgendaRequest& request) {
  return call<v1::AgendaReply>(line_for(v1::METHOD_AGENDA), v1::METHOD_AGENDA, request);
}

Result<v1::StatusReply> Client::status() {
  // The body of the request is empty, as that of a Hello without a name is.
  return call<v1::StatusReply>(Line::Admin, v1::METHOD_STATUS, v1::Hello{});
}

Result<v1::PolicyReply> Client::adopt_policy(const v1::PolicyRequest& request) {
  return call<v1::PolicyReply>(Line::Admin, v1::METHOD_ADOPT_POLICY, request);
}

Result<v1::StatusReply> Client::advance_time(std::int64_t time_ms) {
  v1::AdvanceTimeRequest request;
  request.set_time_ms(time_ms);
  return call<v1::StatusReply>(Line::Admin, v1::METHOD_ADVANCE_TIME, request);
}

Result<v1::CursorsReply> Client::cursors() {
  return call<v1::CursorsReply>(Line::Admin, v1::METHOD_CURSORS, v1::CursorsRequest{});
}

Result<v1::CursorsReply> Client::delete_cursor(const std::string& name) {
  v1::DeleteCursorRequest request;
  request.set_name(name);
  return call<v1::CursorsReply>(Line::Admin, v1::METHOD_DELETE_CURSOR, request);
}

Result<v1::BackupReply> Client::backup(const v1::BackupRequest& request) {
  return call<v1::BackupReply>(Line::Admin, v1::METHOD_BACKUP, request);
}

}  // namespace whistle::client
