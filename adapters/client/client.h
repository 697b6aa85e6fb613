#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "adapters/client/bundle.h"
#include "adapters/client/context.h"
#include "adapters/client/options.h"
#include "adapters/client/result.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

namespace google::protobuf {
class Message;
}

namespace whistle::client {

class RequestLine;

// What happened below the calls, since the client was made.
struct Counters {
  std::uint64_t sent = 0;       // requests put on the wire, repeats included
  std::uint64_t resent = 0;     // repeats after silence or a lost connection
  std::uint64_t retried = 0;    // submits tried again because the engine was full
  std::uint64_t reopened = 0;   // connections made after the first of a line
  std::uint64_t farewells = 0;  // GOAWAY: the engine stops, or our key works no longer
  std::uint64_t ignored = 0;    // messages nobody waits for: stale, repeated, unreadable
  // The public key that the engine has announced to be its next; empty: none. This client believes
  // it already; the next one must be given both.
  std::string next_server_key{};
};

// Talks to the engine: each call is one request and returns its answer or the problem.
//
// A request is repeated with the same body when the connection is lost or the engine is silent,
// until it is answered or given up. With an idempotency key (name_next, Options::once) a repeat
// does nothing but tell the answer again, whatever the request. What it does without one when only
// the answer was lost:
//
//   submit
//       Nothing; the first answer comes again with `replayed`.
//   hello, get_case, get_complaint, propose, rules, explain, queues, registers, scoreboard, agenda,
//   status, renew, advance_time, adopt_policy
//       Nothing.
//   sign, release, finish, raise, classify, post_check, call_back, contact, arrive
//       It happens once. The repeat may be refused (TOKEN_SUPERSEDED, WRONG_STATE), and the Problem
//       says `resent`.
//   progress
//       The note may stand there twice.
//   act
//       What makes something new (a whistle, a duty, an entry, a reminder, evidence) may make it
//       twice; look at the registers or the case when `resent`. All else happens once.
//   receive, holdings, explain_pull, drain_worker
//       Nothing.
//   pull
//       Other orders are granted. Leases whose answer was lost go back by themselves within
//       seconds. Not so with sign_at_once: those orders stay signed for; holdings() finds them.
//
// Two forms. Blocking: `auto reply = client.submit(request);`. Pipelined:
// `client.send_submit(request, callback)` any number of times, and poll() until pending() is as low
// as you like; callbacks run inside poll(), drain() and the blocking calls, and may send. A
// callback is called exactly once, except that destroying the client drops those that wait.
//
// Thread: one at a time.
class Client {
 public:
  template <class Reply>
  using Callback = std::function<void(Result<Reply>)>;

  // Connects nothing yet. Without a context the client makes its own.
  explicit Client(Options options, std::shared_ptr<Context> context = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Answered by the engine's name, rule book and clock. Every new connection says hello by itself.
  Result<v1::Welcome> hello(Line line = Line::Work);

  // Tried again by itself after RESOURCE_EXHAUSTED and UNAVAILABLE with a retry time; all other
  // refusals are returned.
  Result<v1::SubmitReply> submit(const v1::SubmitRequest& request);

  Result<v1::PullReply> pull(const v1::PullRequest& request);
  // The grants of a pull have arrived. Until the engine knows that, or anything else is done with
  // their tokens, they are on their way, and soon taken back.
  Result<v1::ReceiveReply> receive(const v1::ReceiveRequest& request);
  // What a unit or a worker holds.
  Result<v1::PullReply> holdings(const v1::HoldingsRequest& request);
  // The worker goes: its leases go back.
  Result<v1::DrainReply> drain_worker(const v1::DrainRequest& request);
  // Why a pull gets what it gets.
  Result<v1::ExplainPullReply> explain_pull(const v1::PullRequest& request);
  Result<v1::TokenReply> renew(const v1::TokenRequest& request);
  Result<v1::TokenReply> release(const v1::TokenRequest& request);
  Result<v1::TokenReply> sign(const v1::TokenRequest& request);
  Result<v1::TokenReply> contact(const v1::TokenRequest& request);
  Result<v1::TokenReply> arrive(const v1::TokenRequest& request);
  Result<v1::TokenReply> progress(const v1::TokenRequest& request);
  Result<v1::TokenReply> raise(const v1::TokenRequest& request);
  // Any of these seven, named by its method.
  Result<v1::TokenReply> act(v1::Method method, const v1::TokenRequest& request);
  Result<v1::TokenReply> finish(const v1::FinishRequest& request);
  Result<v1::TokenReply> classify(const v1::ClassifyRequest& request);
  Result<v1::TokenReply> post_check(const v1::PostCheckRequest& request);
  Result<v1::TokenReply> call_back(const v1::CallBackRequest& request);
  // Any wish of act.proto.
  Result<v1::ActReply> act(const v1::ActRequest& request);

  Result<v1::CaseReply> get_case(std::uint64_t case_id, bool with_text = false,
                                 std::uint64_t token = 0);
  Result<v1::ExplainReply> explain(std::uint64_t case_id, bool with_text = false,
                                   std::uint64_t token = 0);
  // As it was accepted: by its number, or by source and external id.
  Result<v1::ComplaintReply> get_complaint(const v1::ComplaintRequest& request);
  // What would become of a complaint. Nothing is recorded.
  Result<v1::ProposeReply> propose(const v1::ProposeRequest& request);
  // The words of the rules in force. While `more`, ask again with `offset` after the rows of the
  // longest part.
  Result<v1::RulesReply> rules(const v1::RulesRequest& request = {});
  Result<v1::QueuesReply> queues(const v1::QueuesRequest& request = {});
  // At most 1,000 rows; while `more`, ask again with `after` set to the last key.
  Result<v1::RegistersReply> registers(const v1::RegistersRequest& request);
  Result<v1::ScoreboardReply> scoreboard(const v1::ScoreboardRequest& request = {});
  Result<v1::AgendaReply> agenda(const v1::AgendaRequest& request);
  Result<v1::StatusReply> status();
  // Puts another rule book in force.
  Result<v1::PolicyReply> adopt_policy(const v1::PolicyRequest& request);
  // Driven clock only.
  Result<v1::StatusReply> advance_time(std::int64_t time_ms);
  // Answered when the backup is on disk and checked: give it time. Asked again meanwhile, the
  // engine makes no second one.
  Result<v1::BackupReply> backup(const v1::BackupRequest& request);
  // The named positions of those who watch; the second forgets one.
  Result<v1::CursorsReply> cursors();
  Result<v1::CursorsReply> delete_cursor(const std::string& name);

  // The pipelined form. Never blocks and never fails: every problem comes through the callback.
  void send_submit(const v1::SubmitRequest& request, Callback<v1::SubmitReply> callback) {
    send<v1::SubmitReply>(v1::METHOD_SUBMIT, request, std::move(callback));
  }
  void send_pull(const v1::PullRequest& request, Callback<v1::PullReply> callback) {
    send<v1::PullReply>(v1::METHOD_PULL, request, std::move(callback));
  }
  void send_finish(const v1::FinishRequest& request, Callback<v1::TokenReply> callback) {
    send<v1::TokenReply>(v1::METHOD_FINISH, request, std::move(callback));
  }
  // renew, release, sign, contact, arrive, progress, raise.
  void send_token(v1::Method method, const v1::TokenRequest& request,
                  Callback<v1::TokenReply> callback) {
    send<v1::TokenReply>(method, request, std::move(callback));
  }
  // Any verb. Requires: `body` and `Reply` are the messages that `method` names.
  template <class Reply>
  void send(v1::Method method, const google::protobuf::Message& body, Callback<Reply> callback) {
    send_to<Reply>(line_for(method), method, body, std::move(callback));
  }

  // For who passes requests and answers on as bytes: on this line, the body of that method.
  void send_bytes_of(Line line, v1::Method method, std::string body,
                     Callback<std::string> callback);

  // Many wishes in one message, or in several where they are too many for one: they are done in
  // their order, cost much less than each alone, and each callback is called as if its wish had
  // been sent alone. A complaint that the engine had no room for is sent again by itself, then
  // after the others. `line`: Intake or Work.
  void send_bundle(Line line, Bundle bundle);

  // Sends and receives what is ready, waits at most so long for the first answer, runs the
  // callbacks of all answers that are there. Returns how many ran: 0 after the time, or when
  // nothing is pending, or when woken.
  std::size_t poll(std::uint32_t timeout_ms);
  // The same for several clients of one thread: returns when any of them has an answer.
  static std::size_t poll_all(std::span<const std::unique_ptr<Client>> clients,
                              std::uint32_t timeout_ms);
  // From now on poll() also returns when this descriptor is readable, and waits for that although
  // nothing is pending. -1: none. It stays the caller's.
  void wake_by(int descriptor) { wake_ = descriptor; }
  // Requests that have no answer yet.
  std::size_t pending() const;
  // Polls until nothing is pending. Returns false when that took longer than the timeout (0: no
  // limit).
  bool drain(std::uint32_t timeout_ms = 0);

  // Each request from now on carries this instant: an engine with a driven clock lets time pass up
  // to it first. 0: none.
  void set_driven_time(std::int64_t time_ms) { driven_time_ms_ = time_ms; }

  // The next wish has this idempotency key: 1 to 128 printable ASCII characters. Sent again with
  // the same key within seven days, by this process or another one, it is not done again, and its
  // first answer is told. IDEMPOTENCY_KEY_REUSED when another wish had the key.
  void name_next(std::string key) { next_key_ = std::move(key); }
  // The next request, whatever it is, is asked for this person: it is judged by what both may do,
  // the principal of our key and the person. Only a principal with the role gateway may; on a
  // socket without keys anybody. Not a bundle, which is told FIELD_VIOLATION.
  void next_for(v1::Operator person) { next_person_ = std::move(person); }
  // Of the last wish; empty when it had none.
  const std::string& last_key() const { return last_key_; }

  const Counters& counters() const { return counters_; }
  const Options& options() const { return options_; }

 private:
  // Also told: an earlier sending was never answered.
  using Done = std::function<void(Result<std::string>, bool resent)>;

  std::size_t turn();
  void note_waits(std::vector<int>& descriptors,
                  std::chrono::steady_clock::time_point& until) const;
  template <class Reply>
  void send_to(Line line, v1::Method method, const google::protobuf::Message& body,
               Callback<Reply> callback) {
    send_bytes(line, method, body, [done = std::move(callback)](Result<std::string> answer, bool) {
      if (!answer) return done(answer.problem());
      Reply reply;
      if (!reply.ParseFromString(*answer)) return done(unreadable_answer());
      done(std::move(reply));
    });
  }
  void send_bytes(Line line, v1::Method method, const google::protobuf::Message& body, Done done);
  void send_named(Line line, v1::Method method, std::string body, std::string key, Done done);
  void send_alone(Line line, Bundle::Wish wish);
  template <class Reply>
  Result<Reply> call(Line line, v1::Method method, const google::protobuf::Message& body);
  Line line_for(v1::Method method) const;
  RequestLine& open_line(Line line);

  Options options_;
  std::shared_ptr<Context> context_;
  Counters counters_;
  std::string key_for(v1::Method method);
  std::string chance_key(v1::Method method) const;  // with Options::once; else empty

  std::int64_t driven_time_ms_ = 0;
  std::string next_key_;
  std::optional<v1::Operator> next_person_;
  std::string last_key_;
  std::uint64_t last_request_id_ = 0;
  int wake_ = -1;
  std::array<std::unique_ptr<RequestLine>, kLines> lines_;
};

// The receipt for what a pull brought; nothing when there is nothing to receive.
std::optional<v1::ReceiveRequest> receipt_of(const v1::PullReply& reply, const std::string& worker);

}  // namespace whistle::client
