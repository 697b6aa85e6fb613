#include "engine/service/service.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <chrono>
#include <string>
#include <utility>

#include "engine/runtime/stopwatch.h"
#include "engine/service/act_codec.h"
#include "engine/service/bundle.h"
#include "engine/service/complaint_reader.h"
#include "engine/service/fields.h"
#include "engine/service/resident_memory.h"
#include "engine/service/wire_codec.h"
#include "engine/service/work_codec.h"

namespace whistle::service {
namespace {

constexpr std::chrono::seconds kBeat{1};

Problem unknown_method(const Request& request) {
  return {
      kUnimplemented, "METHOD",
      "header.method: " + std::to_string(request.header.method()) + " is not taken on this socket",
      0};
}

}  // namespace

Service::Service(Parts parts)
    : parts_(std::move(parts)),
      rules_(parts_.rules),
      outbox_(parts_.loop),
      gate_(parts_.journal, rules_, parts_.clock, parts_.settings.limits.kept_answers),
      sessions_(Milliseconds{parts_.settings.heartbeat_ms}, parts_.settings.limits.sessions),
      intake_(parts_.loop, parts_.context, "intake", machine_clock_,
              [this](Request request) { take_intake(std::move(request)); }),
      work_(parts_.loop, parts_.context, "work", machine_clock_,
            [this](Request request) { take_work(std::move(request)); }),
      watch_(parts_.loop, parts_.context, "watch", machine_clock_,
             [this](Request request) { take_watch(std::move(request)); }),
      admin_(parts_.loop, parts_.context, "admin", machine_clock_,
             [this](Request request) { take_admin(std::move(request)); }),
      reader_(parts_.journal, rules_, parts_.book_of),
      cursors_(parts_.cursors, parts_.settings.limits.cursors),
      watchers_(
          {.send = [this](const Peer& peer, const v1::Header& header,
                          const Watchers::Body& body) { return watch_.send(peer, header, body); },
           .journal = parts_.journal,
           .rules = rules_,
           .reader = reader_,
           .cursors = cursors_,
           .watchers_max = parts_.settings.limits.watchers}),
      pulls_(parts_.settings.limits.waiting_pulls),
      rest_timer_(parts_.loop),
      pulls_timer_(parts_.loop),
      beat_timer_(parts_.loop),
      watermarks_(parts_.settings.limits),
      durable_complaint_(parts_.last_complaint.value),
      backups_(outbox_, parts_.back_up) {
  follow_sessions();
}

Service::~Service() = default;

Outcome<Done, std::string> Service::bind() {
  const Endpoints& wanted = parts_.settings.endpoints;
  for (const auto& [router, audience, endpoint] :
       {std::tuple{&intake_, Audience::Intake, &wanted.intake},
        {&work_, Audience::Work, &wanted.work},
        {&watch_, Audience::Watch, &wanted.watch},
        {&admin_, Audience::Admin, &wanted.admin}}) {
    router->bound_queues(parts_.settings.limits.connection_messages);
    const auto bound = secure(*router, audience, *endpoint);
    if (!bound) return bound;
  }
  return Done{};
}

Endpoints Service::endpoints() const {
  return {intake_.endpoint(), work_.endpoint(), watch_.endpoint(), admin_.endpoint()};
}

void Service::start() {
  WHISTLE_CHECK(pipeline_ != nullptr);
  // It would write a line for each broken text that a stranger sends; the refusal says enough.
  google::protobuf::SetLogHandler(nullptr);
  read_gauges();
  for (Router* router : {&intake_, &work_, &watch_, &admin_}) router->start();
  beat();
}

void Service::stop() {
  WHISTLE_CHECK(is_stopping_);
  for (Router* router : {&intake_, &work_, &watch_, &admin_}) {
    router->take_rest();
    router->stop();
  }
}

void Service::feed(const std::shared_ptr<const journal::Group>& group) {
  durable_complaint_.store(group->counters.last_complaint.value);
  outbox_.put([this, group] {
    count(*group);
    watchers_.feed(*group);
    pump();
    stir_lines(*group);
  });
}

void Service::pump() {
  if (pump_posted_) return;
  is_pump_due_ = true;
  if (!is_resting_) pump_turn();
}

void Service::pump_turn() {
  pump_posted_ = false;
  is_pump_due_ = false;
  if (watchers_.size() == 0) return;
  if (!watchers_.pump(now_ms())) return rest();
  // The next helping waits its turn behind the requests that have come meanwhile.
  pump_posted_ = true;
  boost::asio::post(parts_.loop, [this] { pump_turn(); });
}

void Service::rest() {
  const Milliseconds rest = watchers_.rest();
  if (rest == Milliseconds{}) return;
  is_resting_ = true;
  rest_timer_.expires_after(rest);
  rest_timer_.async_wait([this](boost::system::error_code stopped) {
    if (stopped) return;
    is_resting_ = false;
    if (is_pump_due_) pump();
  });
}

void Service::read_gauges() {
  readings_.disk_free_bytes = parts_.journal.bytes_free();
  readings_.memory_bytes = resident_memory();
}

std::optional<Problem> Service::overload() {
  readings_.lag = lag();
  return watermarks_.refusal(readings_);
}

void Service::beat() {
  read_gauges();
  watchers_.beat(now_ms());
  dismiss_watchers();
  dismiss_pulls();
  dismiss_sessions();
  sessions_.pass(machine_clock_.now());
  tell_unreadable();
  pump();
  beat_timer_.expires_after(kBeat);
  beat_timer_.async_wait([this](boost::system::error_code stopped) {
    if (!stopped) beat();
  });
}

std::int64_t Service::now_ms() const { return parts_.clock.now().time_since_epoch().count(); }

std::optional<Problem> Service::bad_driven_time(std::int64_t time_ms) {
  if (time_ms >= 0 && time_ms < kYear2200Ms) return std::nullopt;
  return Problem{kInvalidArgument, "FIELD_VIOLATION",
                 "driven time: " + std::to_string(time_ms) + " is not between 1970 and 2200", 0};
}

std::optional<Timestamp> Service::driven_time(const Request& request) const {
  if (request.header.driven_time_ms() == 0) return std::nullopt;
  return Timestamp{Milliseconds{request.header.driven_time_ms()}};
}

bool Service::take_common(Audience audience, const Request& request) {
  if (request.header.driven_time_ms() != 0 && !parts_.driven) {
    request.refuse({kFailedPrecondition, "CLOCK_NOT_DRIVEN",
                    "header.driven_time_ms: this engine runs on the machine's clock", 0});
    return true;
  }
  if (const auto problem = bad_driven_time(request.header.driven_time_ms())) {
    request.refuse(*problem);
    return true;
  }
  switch (request.header.method()) {
    case v1::METHOD_HELLO:
      welcome(audience, request);
      return true;
    case v1::METHOD_PING:
      pong(request);
      return true;
    case v1::METHOD_GET_CASE:
    case v1::METHOD_EXPLAIN: {
      const auto asked = parse<v1::CaseRequest>(request);
      if (!asked) {
        request.refuse(asked.error());
        return true;
      }
      if (request.header.method() == v1::METHOD_EXPLAIN) {
        const auto told = reader_.explain({asked->case_id()}, asked->with_text(), {asked->token()});
        if (!told) {
          request.refuse(told.error());
        } else {
          request.answer(*told);
        }
        return true;
      }
      auto view = reader_.view({asked->case_id()}, asked->with_text(), {asked->token()});
      if (!view) {
        request.refuse(view.error());
        return true;
      }
      v1::CaseReply reply;
      *reply.mutable_case_() = *std::move(view);
      request.answer(reply);
      return true;
    }
    case v1::METHOD_GET_COMPLAINT: {
      const auto asked = parse<v1::ComplaintRequest>(request);
      if (!asked) {
        request.refuse(asked.error());
        return true;
      }
      const auto reply = show_complaint(*asked, parts_.journal);
      reply ? request.answer(*reply) : request.refuse(reply.error());
      return true;
    }
    case v1::METHOD_RULES:
      rules(request);
      return true;
    default:  // Method is an open enumeration: numbers of newer protocols may arrive.
      return false;
  }
}

void Service::take_intake(Request request) {
  if (!admit(Audience::Intake, request)) return;
  if (take_common(Audience::Intake, request)) return;
  const bool is_complaint =
      request.header.method() == v1::METHOD_SUBMIT || request.header.method() == v1::METHOD_PROPOSE;
  if (is_complaint) return line_up(std::move(request));
  if (request.header.method() == v1::METHOD_BUNDLE) {
    return take_bundle(Audience::Intake, std::move(request));
  }
  const bool is_one_command =
      request.header.method() == v1::METHOD_CALL_BACK || request.header.method() == v1::METHOD_ACT;
  if (is_one_command) return act(Audience::Intake, std::move(request));
  request.refuse(unknown_method(request));
}

void Service::take_watch(Request request) {
  if (!admit(Audience::Watch, request)) return;
  if (take_common(Audience::Watch, request)) return;
  if (take_look(Audience::Watch, request)) return;
  switch (request.header.method()) {
    case v1::METHOD_WATCH:
      return watch(std::move(request));
    case v1::METHOD_CREDIT:
      return give_credit(request);
    case v1::METHOD_ACKNOWLEDGE_WATCH:
      return acknowledge(std::move(request));
    case v1::METHOD_CURSORS:
      return show_cursors(request);
    default:  // an open enumeration
      return request.refuse(unknown_method(request));
  }
}

void Service::offer(Request request, casework::Command command, bool urgent) {
  const auto driven = driven_time(request);
  const auto shared = std::make_shared<Request>(std::move(request));
  runtime::Request wish{.command = std::move(command),
                        .driven_time = driven,
                        .answer =
                            [this, shared](const runtime::Reply& reply) {
                              outbox_.put([this, shared, reply] {
                                // Read under rules that are no longer in force: by now the new ones
                                // are here.
                                const bool is_stale =
                                    !reply.result &&
                                    reply.result.error().reason == casework::Reason::RulesChanged;
                                is_stale ? submit(std::move(*shared)) : answer(*shared, reply);
                              });
                            },
                        .caller = shared->caller,
                        .terms = shared->terms};
  if (gathered_) {
    gathered_->offers.push_back({std::move(wish), urgent});
    gathered_->asked.push_back(shared);
    return;
  }
  if (!pipeline_->offer(std::move(wish), urgent)) turn_away(*shared);
}

// Wishes of a bundle go through what each goes through alone, and to the pipeline at once.
void Service::take_bundle(Audience audience, Request request) {
  const auto bundle = Bundle::of(request);
  if (!bundle) return request.refuse(bundle.error());
  router_of(audience).count(static_cast<std::size_t>((*bundle)->size()));
  gathered_.emplace();
  gathered_->offers.reserve(static_cast<std::size_t>((*bundle)->size()));
  gathered_->asked.reserve(gathered_->offers.capacity());
  for (int place = 0; place < (*bundle)->size(); ++place) {
    const auto misfit = (*bundle)->misfit(place);
    Request wish = (*bundle)->wish(place);
    if (misfit) {
      wish.refuse(*misfit);
    } else if (audience == Audience::Intake) {
      take_intake(std::move(wish));
    } else {
      take_work(std::move(wish));
    }
  }
  offer_gathered();
}

void Service::offer_gathered() {
  Gathered gathered = *std::exchange(gathered_, std::nullopt);
  pipeline_->offer(gathered.offers);
  for (std::size_t i = 0; i < gathered.offers.size(); ++i) {
    if (!gathered.offers[i].is_taken) turn_away(*gathered.asked[i]);
  }
}

void Service::line_up(Request request) {
  if (undecided() >= parts_.settings.limits.command_ring) return turn_away(request);
  // A bundle is read at once. On a driven clock nothing may depend on when something is read.
  if (gathered_ || parts_.driven) return read(std::move(request));
  unread_.put(std::move(request), machine_clock_.now());
  if (std::exchange(reading_posted_, true)) return;
  boost::asio::post(parts_.loop, [this] { read_some(); });
}

void Service::read(Request request) {
  const bool is_handed_in = request.header.method() == v1::METHOD_SUBMIT;
  is_handed_in ? submit(std::move(request)) : propose(std::move(request));
}

void Service::read_some() {
  // As long as a turn of another socket may take.
  constexpr int kReadMax = 32;
  reading_posted_ = false;
  for (int count = 0; count < kReadMax && !unread_.empty(); ++count) read(unread_.take());
  if (unread_.empty() || std::exchange(reading_posted_, true)) return;
  boost::asio::post(parts_.loop, [this] { read_some(); });
}

std::size_t Service::undecided() const { return unread_.size() + pipeline_->waiting(); }

Milliseconds Service::lag() const {
  return std::max(pipeline_->lag(), unread_.oldest(machine_clock_.now()));
}

void Service::turn_away(const Request& request) {
  if (is_stopping_) return request.refuse(shutting_down());
  const Problem full = exhausted(Limit::CommandRing, parts_.settings.limits.command_ring,
                                 undecided(), parts_.settings.retry_after_ms);
  refusals_.note(full);
  request.refuse(full);
}

void Service::answer(const Request& request, const runtime::Reply& reply) {
  answered_.note(runtime::uptime() - request.read_at);
  if (!reply.result) {
    if (reply.result.error().reason == casework::Reason::TokenSuperseded) ++counts_.superseded;
    return request.refuse(to_problem(reply.result.error()));
  }
  const casework::Answer& answer = *reply.result;
  if (const auto* receipt = std::get_if<casework::Receipt>(&answer)) {
    request.answer(to_reply(*receipt, reply.replayed));
    return;
  }
  if (const auto* pulled = std::get_if<casework::PullAnswer>(&answer)) {
    return answer_pull(request, *pulled);
  }
  if (const auto* held = std::get_if<casework::HeldAnswer>(&answer)) {
    request.answer(to_reply(*held));
    return;
  }
  if (request.header.method() == v1::METHOD_ACT) {
    request.answer(to_act_reply(answer));
    return;
  }
  v1::TokenReply message;
  if (const auto* token = std::get_if<casework::TokenAnswer>(&answer)) {
    message.set_token(token->token.value);
    if (token->until != kNever) message.set_until_ms(token->until.time_since_epoch().count());
  }
  request.answer(message);
}

}  // namespace whistle::service
