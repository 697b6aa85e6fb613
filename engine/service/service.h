#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>
#include <zmq.hpp>

#include "engine/journal/journal.h"
#include "engine/runtime/clock.h"
#include "engine/runtime/distribution.h"
#include "engine/runtime/pipeline.h"
#include "engine/service/backup_desk.h"
#include "engine/service/case_reader.h"
#include "engine/service/gate.h"
#include "engine/service/limits.h"
#include "engine/service/outbox.h"
#include "engine/service/router.h"
#include "engine/service/rules.h"
#include "engine/service/sessions.h"
#include "engine/service/unread.h"
#include "engine/service/waiting_pulls.h"
#include "engine/service/watch_cursors.h"
#include "engine/service/watchers.h"
#include "engine/service/watermarks.h"
#include "engine/service/zap.h"
#include "whistle/v1/work.pb.h"

namespace whistle::v1 {
class StatusReply;
}

namespace whistle::service {

struct Endpoints {
  std::string intake;
  std::string work;
  std::string watch;
  std::string admin;
};

struct ServiceSettings {
  Endpoints endpoints;
  // Without one, sockets on TCP are not bound, unless `insecure`.
  std::optional<ServerKey> server_key{};
  std::string next_server_key{};  // public; told to clients, who believe either from then on
  bool insecure{};
  Limits limits{};
  std::uint32_t journal_keep_days{};  // 0: for ever
  std::uint32_t retry_after_ms{250};
  // How often clients are to give a sign of life, so that what stands for them goes on.
  std::uint32_t heartbeat_ms{10'000};
};

// How long a pull may wait.
inline constexpr std::uint32_t kPullWaitMaxMs = 60'000;

// Who talks: four sockets, one for each audience. Reads requests, triages complaints, hands
// commands to the pipeline, and answers when the pipeline says that the answer is durable. Thread:
// the loop's, except feed(), which the commit thread calls.
class Service {
 public:
  struct Parts {
    boost::asio::io_context& loop;
    zmq::context_t& context;
    Rules rules;               // in force
    ReadRules read_rules;      // for those that are to come
    casework::BookOf book_of;  // for those that were; nothing: those in force stand for all
    RuleTextsOf texts_of{};    // of a rule book's files; nothing: they cannot be shown
    const journal::Journal& journal;
    const runtime::Clock& clock;
    bool driven{};
    ComplaintId last_complaint{};                 // the last one that is on disk already
    std::vector<journal::WatchCursor> cursors{};  // as the journal has them
    ServiceSettings settings{};
    BackupDesk::Make back_up{};                      // empty: this engine makes no backups
    std::function<std::uint64_t()> journal_bytes{};  // that it takes on disk; empty: it is on none
  };

  explicit Service(Parts parts);
  ~Service();

  // The pipeline tells feed() of durable groups, so it is made after the service.
  void use(runtime::Pipeline& pipeline) { pipeline_ = &pipeline; }

  // Every socket on TCP asks for keys, and is tried with one that nobody knows before this returns.
  // Sockets of this machine's file system ask for none: who may reach them is the folder's matter.
  Outcome<Done, std::string> bind();
  // Others are principals from now on. Also before bind(); until then there are none.
  void use(const std::shared_ptr<const Directory>& directory);
  // Handshakes that were refused are told here, from now on.
  void report_to(Zap::Report report);
  // The endpoints in use, with the ports that were chosen.
  Endpoints endpoints() const;
  // What could not be read is told here from now on, at most once in ten seconds, as what has been
  // added since.
  using TellUnreadable = std::function<void(const Unreadable&)>;
  void report_unreadable_to(TellUnreadable tell) { tell_unreadable_ = std::move(tell); }
  void start();
  // Tells everybody that the engine stops. What was asked before is still answered; what is asked
  // from now on is refused with SHUTTING_DOWN.
  void go_away();
  // Reads what has come meanwhile, to refuse it, and then no more. Requires: go_away() before; the
  // loop does not run.
  void stop();

  // A group is durable. Commit thread.
  void feed(const std::shared_ptr<const journal::Group>& group);

 private:
  // admission.cc
  bool admit(Audience audience, Request& request);
  void remember_watcher(const Request& request);
  void dismiss_watchers();
  Outcome<Done, std::string> secure(Router& router, Audience audience, const std::string& endpoint);

  void take_intake(Request request);
  void take_work(Request request);
  void take_bundle(Audience audience, Request request);
  void take_watch(Request request);
  void take_admin(Request request);
  // Answers what every socket answers; false when the method is none of these.
  bool take_common(Audience audience, const Request& request);

  // Complaints wait to be read, so that other sockets get their turns, and no more of them than can
  // be read soon.
  void line_up(Request request);
  void read_some();
  void read(Request request);
  void submit(Request request);
  void read_by_rules(const Complaint& complaint, casework::SubmitComplaint& command);
  void propose(Request request);                 // proposing.cc
  void rules(const Request& request);            // rules_view.cc
  void act(Audience audience, Request request);  // one command, answered with what it made
  void offer(Request request, casework::Command command, bool urgent);
  void offer_gathered();
  void turn_away(const Request& request);  // too many are undecided
  std::size_t undecided() const;
  // Since the oldest wish came that is not on disk yet.
  Milliseconds lag() const;
  void answer(const Request& request, const runtime::Reply& reply);
  v1::PullReply to_pull_reply(const casework::PullAnswer& answer, std::size_t texts_bytes_max);
  void answer_pull(const Request& request, const casework::PullAnswer& answer);

  // pulling.cc
  void pull(Request request);
  std::optional<Problem> keep_within_areas(const Request& request,
                                           casework::PullOrders& wish) const;
  std::optional<Problem> no_room_for(const Peer& peer) const;
  void ask(WaitingPulls::Number number);
  void ask_again(WaitingPulls::Number number);
  void pulled(WaitingPulls::Number number, const WorkerName& worker, bool is_named,
              const runtime::Reply& reply);
  void deliver(WaitingPulls::Number number, const casework::PullAnswer& answer);
  void undeliver(const casework::PullAnswer& answer, const WorkerName& worker);
  void nobody_at(const Peer& peer);
  void go_on_with_pulls(const Request& hello, bool is_resumed);
  std::int64_t waiting_clock_ms() const;
  void serve_pulls();
  void end_pull(WaitingPulls::Number number, const std::optional<Problem>& problem);
  void raise_credit(const Request& request);
  void stir_lines(const journal::Group& group);
  void dismiss_pulls();
  void leave(const Peer& peer);  // its pulls that stand
  void end_pulls(const Problem& why);
  void drain(Request request);

  // greeting.cc
  void follow_sessions();
  void welcome(Audience audience, const Request& request);
  void tell_limits(v1::SessionLimits& limits) const;
  void pong(const Request& request);
  void dismiss_sessions();
  void tell_unreadable();
  static Problem shutting_down();
  Router& router_of(Audience audience);
  // watching.cc
  void watch(Request request);
  void begin_watch(const Request& request, const v1::WatchRequest& wish);
  void give_credit(const Request& request);
  void acknowledge(Request request);
  void delete_cursor(Request request);
  void show_cursors(const Request& request);
  void cursors(const Request& request);  // the answer
  // looks.cc: answers what those who work and those who watch may look at; false when the method is
  // none of these, and the request is still there.
  bool take_look(Audience audience, Request& request);
  void queues(Request request);
  void registers(Request request);
  void scoreboard(Request request);
  void agenda(Request request);
  void holdings(Request request);
  void explain_pull(Request request);
  // status.cc
  void status(Request request);
  void show_limits(v1::StatusReply& reply) const;
  void show_counts(v1::StatusReply& reply) const;
  void count(const journal::Group& group);
  void advance_time(Request request);
  // adopting.cc
  void adopt_policy(Request request);
  void offer_policy(const std::shared_ptr<Request>& request, casework::AdoptPolicy command,
                    const Rules& rules);
  void policy_adopted(const Request& request, const Rules& rules, const runtime::Reply& reply);
  const policy::Policy& policy() const { return *rules_.policy; }
  void back_up(Request request);
  void pump();
  void pump_turn();
  void rest();
  void beat();
  void read_gauges();
  // Why no new complaint is taken now; nothing when it may be.
  std::optional<Problem> overload();
  std::optional<Timestamp> driven_time(const Request& request) const;
  static std::optional<Problem> bad_driven_time(std::int64_t time_ms);
  std::int64_t now_ms() const;

  Parts parts_;
  Rules rules_;  // in force
  // The files it was read from, once somebody has asked for them.
  struct Texts {
    std::string version{};
    std::shared_ptr<const RuleTexts> files{};
  };
  Texts rule_texts_;
  runtime::Pipeline* pipeline_{};
  Outbox outbox_;
  // The machine's, also where the engine's clock is driven: silence and floods are no
  // demonstration.
  runtime::SystemClock machine_clock_;
  Gate gate_;
  Sessions sessions_;
  std::unique_ptr<Zap> zap_;  // made before any socket is bound, ends after all of them
  Router intake_;
  Router work_;
  Router watch_;
  Router admin_;
  CaseReader reader_;
  WatchCursors cursors_;
  Watchers watchers_;
  // Who watches under which key, and what they asked, so that they can be sent away.
  struct Watching {
    v1::Header asked;
    std::string key;
    Principal principal;
  };
  std::map<Peer, Watching> watching_;
  WaitingPulls pulls_;
  // Wishes of the bundle that is being read, for the pipeline, with whom to tell; nothing: none is.
  struct Gathered {
    std::vector<runtime::Pipeline::Offer> offers;
    std::vector<std::shared_ptr<Request>> asked;
  };
  std::optional<Gathered> gathered_;
  boost::asio::steady_timer rest_timer_;
  boost::asio::steady_timer pulls_timer_;
  boost::asio::steady_timer beat_timer_;
  Unread unread_;
  bool reading_posted_{false};
  Watermarks watermarks_;
  Readings readings_;  // as of the last beat; the lag is read when it is asked for
  Refusals refusals_;
  // How often something happened since start.
  struct Counts {
    std::uint64_t groups{};
    std::uint64_t records{};
    std::uint64_t lapsed{};       // leases
    std::uint64_t undelivered{};  // grants
    std::uint64_t superseded{};   // wishes with a token that works no more
    std::uint64_t escalations{};
  };
  Counts counts_;
  runtime::Distribution answered_;  // wishes, from their reading
  bool pump_posted_{false};
  // Those who watch were served a moment ago; is_pump_due_: and there is more for them.
  bool is_resting_{false};
  bool is_pump_due_{false};
  bool is_stopping_{false};
  TellUnreadable tell_unreadable_;
  Unreadable unreadable_told_;
  std::optional<Timestamp> unreadable_told_at_;
  // The last complaint that is on disk, for look-ups of earlier receipts.
  std::atomic<std::uint64_t> durable_complaint_{};
  std::shared_ptr<Request> reading_rules_;  // the wish whose rule book is being read
  // Last: their threads use what stands above.
  std::jthread rules_reader_;
  BackupDesk backups_;
};

}  // namespace whistle::service
