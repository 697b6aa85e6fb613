#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"
#include "engine/service/fields.h"
#include "engine/service/on_behalf.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wish_keys.h"
#include "engine/service/work_codec.h"

// Orders for those who pull: at once, when they come, or again and again.
namespace whistle::service {
namespace {

constexpr std::uint32_t kFullRetryMs = 1'000;
constexpr std::int64_t kNoEnd = std::numeric_limits<std::int64_t>::max();

casework::UndeliverLeases undelivered(const casework::PullAnswer& answer,
                                      const WorkerName& worker) {
  casework::UndeliverLeases wish{.leases = {}, .worker = worker};
  for (const casework::Grant& grant : answer.grants) wish.leases.push_back({grant.id, grant.token});
  return wish;
}

// What is no longer on its way, whichever end it came to.
std::optional<CaseId> heard_of(const casework::Event& event) {
  if (const auto* fact = std::get_if<casework::LeaseReceived>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::LeaseRenewed>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::OrderSigned>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::OrderReleased>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::OrderRecalled>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::OrderReturned>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::OrderDispatched>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::CaseClassified>(&event)) return fact->id;
  if (const auto* fact = std::get_if<casework::CaseDisposed>(&event)) return fact->id;
  return std::nullopt;
}

// True when the case of the fact may wait in the line of its unit again.
bool goes_back(const casework::Event& event) {
  return std::holds_alternative<casework::LeaseLapsed>(event) ||
         std::holds_alternative<casework::LeaseUndelivered>(event) ||
         std::holds_alternative<casework::OrderReleased>(event) ||
         std::holds_alternative<casework::OrderRecalled>(event) ||
         std::holds_alternative<casework::CaseRecoloured>(event);
}

}  // namespace

void Service::pull(Request request) {
  const auto message = parse<v1::PullRequest>(request);
  if (!message) return request.refuse(message.error());
  auto wish = to_pull(*message);
  if (!wish) return request.refuse(wish.error());
  if (const auto problem = keep_within_areas(request, *wish)) return request.refuse(*problem);
  if (message->credit() > 0 && message->only_case() != 0) {
    return request.refuse(
        violation("credit: stands for a line, not for only_case; one of the two").error);
  }
  if (message->wait_ms() == 0 && message->credit() == 0) {
    return offer(std::move(request), *std::move(wish), true);
  }
  // What stands is granted again and again: no one answer is that to its wish.
  if (message->credit() > 0) request.terms.key = nullptr;
  if (request.terms.key && pulls_.has(request.caller.principal, request.terms.key->key)) {
    return request.refuse(
        {kAborted, "IN_PROGRESS", "header.idempotency_key: the pull of this key waits already", 0});
  }
  if (const auto problem = no_room_for(request.peer)) {
    refusals_.note(*problem);
    return request.refuse(*problem);
  }
  // Silence ends what stands, whether or not a HELLO was said.
  const Connection from{Audience::Work, request.peer};
  if (message->credit() > 0 &&
      !sessions_.attend(from, request.user.value_or(""), machine_clock_.now())) {
    const Problem full = exhausted(Limit::Sessions, parts_.settings.limits.sessions,
                                   sessions_.all().size(), kFullRetryMs);
    refusals_.note(full);
    return request.refuse(full);
  }
  const std::uint32_t wait_ms = std::min(message->wait_ms(), kPullWaitMaxMs);
  WaitingPulls::Pull waiting{.request = std::move(request),
                             .wish = *std::move(wish),
                             .until_ms = kNoEnd,
                             .credit = message->credit(),
                             .principal = {}};
  if (!waiting.stands()) waiting.until_ms = waiting_clock_ms() + wait_ms;
  if (waiting.request.user) {
    waiting.principal = *gate_.directory()->find(*waiting.request.user)->principal;
  }
  ask(pulls_.add(std::move(waiting)));
}

// A worker with areas may do nothing about what lies elsewhere, so it is not granted it either.
std::optional<Problem> Service::keep_within_areas(const Request& request,
                                                  casework::PullOrders& wish) const {
  if (!wish.wanted.areas.empty()) return std::nullopt;
  std::optional<std::vector<AreaCode>> within;
  const auto keep_within = [&](const Principal& principal) {
    if (principal.roles.has(Role::Dispatcher)) return;
    within = common_areas(within, principal.areas, policy());
  };
  if (request.user) keep_within(*gate_.directory()->find(*request.user)->principal);
  if (request.acting_for) keep_within(*request.acting_for);
  if (!within) return std::nullopt;
  if (within->empty()) {
    return Problem{kPermissionDenied, "AREA_SCOPE",
                   "header.acting_for: no area of " + request.caller.principal +
                       " has anything in common with those of " + request.caller.person,
                   0};
  }
  wish.wanted.areas = *std::move(within);
  return std::nullopt;
}

std::optional<Problem> Service::no_room_for(const Peer& peer) const {
  if (pulls_.is_full()) {
    return exhausted(Limit::WaitingPulls, pulls_.max(), pulls_.size(), kFullRetryMs);
  }
  const std::size_t own = pulls_.of(peer).size();
  const std::uint64_t own_max = parts_.settings.limits.pulls_per_connection;
  if (own < own_max) return std::nullopt;
  return exhausted(Limit::PullsPerConnection, own_max, own, kFullRetryMs);
}

// It may have waited for longer than the runtime remembers answers.
void Service::ask_again(WaitingPulls::Number number) {
  Request& request = pulls_.find(number)->request;
  if (request.terms.key) {
    if (const auto problem = look_up_key(request, parts_.journal, parts_.clock.now(),
                                         parts_.settings.limits.kept_answers)) {
      refusals_.note(*problem);
      return end_pull(number, *problem);
    }
  }
  ask(number);
}

void Service::ask(WaitingPulls::Number number) {
  const WaitingPulls::Pull& pull = *pulls_.find(number);
  casework::PullOrders wish = pull.wish;
  wish.max = pull.room();
  runtime::Request to_writer{
      .command = std::move(wish),
      .driven_time = driven_time(pull.request),
      .answer =
          [this, number, worker = pull.wish.worker,
           is_named = pull.request.terms.key != nullptr](const runtime::Reply& reply) {
            outbox_.put([this, number, worker, is_named, reply] {
              pulled(number, worker, is_named, reply);
            });
          },
      .caller = pull.request.caller,
      .terms = pull.request.terms};
  pipeline_->offer(std::move(to_writer), true);
}

void Service::pulled(WaitingPulls::Number number, const WorkerName& worker, bool is_named,
                     const runtime::Reply& reply) {
  WaitingPulls::Pull* pull = pulls_.find(number);
  if (!reply.result) {
    if (pull != nullptr) end_pull(number, to_problem(reply.result.error()));
    return serve_pulls();
  }
  const auto& answer = std::get<casework::PullAnswer>(*reply.result);
  if (pull == nullptr) {
    // It ended while the writer had it. Who has named it may ask for its orders again.
    if (!is_named) undeliver(answer, worker);
    return serve_pulls();
  }
  pulls_.answered(number, answer.grants.size());
  // It has been decided in time; from now on it waits as long as it said.
  pull->request.terms.decide_by = kNever;
  if (!answer.grants.empty()) deliver(number, answer);
  serve_pulls();
}

void Service::deliver(WaitingPulls::Number number, const casework::PullAnswer& answer) {
  WaitingPulls::Pull& pull = *pulls_.find(number);
  v1::PullReply reply = to_pull_reply(answer, kTextsBytesMax);
  const WorkerName worker = pull.wish.worker;
  const Peer peer = pull.request.peer;
  // Who has named the pull asks for its orders again, or leaves them to go back by themselves.
  const bool is_named = pull.request.terms.key != nullptr;
  const bool stands = pull.stands();
  bool sent = false;
  if (stands) {
    reply.set_granted(pull.granted);
    v1::Header header;
    header.set_kind(v1::KIND_EVENT);
    header.set_method(v1::METHOD_PULL);
    header.set_request_id(pull.request.header.request_id());
    sent = work_.send(pull.request.peer, header, &reply);
    if (sent) {
      for (const casework::Grant& grant : answer.grants) {
        if (grant.receive_by != kNever) pulls_.sent(grant.id, number);
      }
    }
  } else {
    sent = true;
    pull.request.answer(reply, [&sent] { sent = false; });
    pulls_.remove(number);
  }
  if (sent) return;
  // What was signed for in the same step stays with the worker, who finds it among what it holds.
  const auto goes_back = std::ranges::count_if(
      answer.grants, [](const casework::Grant& grant) { return grant.receive_by != kNever; });
  if (stands) pulls_.not_brought(number, static_cast<std::size_t>(goes_back));
  nobody_at(peer);
  if (!is_named) undeliver(answer, worker);
}

// The connection is lost. What stands waits for its session to be resumed, until that is silent for
// too long; who pulled once will pull again.
void Service::nobody_at(const Peer& peer) {
  const Session* session = sessions_.find({Audience::Work, peer});
  const bool may_be_back = session != nullptr && !session->token.empty() && !session->is_silent;
  for (const WaitingPulls::Number each : pulls_.of(peer)) {
    if (!may_be_back || !pulls_.find(each)->stands()) pulls_.remove(each);
  }
  pulls_.away(peer);
}

// Addresses are the clients' choice, so only the token of the session says that it is the same
// client that is there again, perhaps under another key of its principal. Whoever else has the
// address now gets nothing of what stood.
void Service::go_on_with_pulls(const Request& hello, bool is_resumed) {
  for (const WaitingPulls::Number each : pulls_.of(hello.peer)) {
    WaitingPulls::Pull& pull = *pulls_.find(each);
    if (!is_resumed && pull.is_away) {
      pulls_.remove(each);
      continue;
    }
    if (!is_resumed) continue;
    pull.request.user = hello.user;
    pull.request.caller = hello.caller;
  }
  if (is_resumed) pulls_.here(hello.peer);
  serve_pulls();
}

void Service::undeliver(const casework::PullAnswer& answer, const WorkerName& worker) {
  if (answer.grants.empty()) return;
  runtime::Request to_writer{.command = undelivered(answer, worker),
                             .driven_time = std::nullopt,
                             .answer = [](const runtime::Reply&) {}};
  pipeline_->offer(std::move(to_writer), true);
}

// Waiting is about connections, not about cases: it goes by the machine's time, also when the
// engine's clock is driven.
std::int64_t Service::waiting_clock_ms() const {
  return machine_clock_.now().time_since_epoch().count();
}

void Service::serve_pulls() {
  while (const auto number = pulls_.next()) ask_again(*number);
  const std::int64_t now = waiting_clock_ms();
  for (const WaitingPulls::Number number : pulls_.over(now)) end_pull(number, std::nullopt);
  const auto next = pulls_.next_over();
  if (!next || *next == kNoEnd) return;
  pulls_timer_.expires_after(std::chrono::milliseconds{std::max<std::int64_t>(*next - now, 1)});
  pulls_timer_.async_wait([this](boost::system::error_code stopped) {
    if (!stopped) serve_pulls();
  });
}

void Service::end_pull(WaitingPulls::Number number, const std::optional<Problem>& problem) {
  const WaitingPulls::Pull& pull = *pulls_.find(number);
  // Nobody hears of it: who comes back is told that not all of the session goes on.
  if (pull.is_away) sessions_.note_loss({Audience::Work, pull.request.peer});
  if (problem) {
    pull.request.refuse(*problem);
  } else {
    v1::PullReply reply;
    if (pull.stands()) reply.set_granted(pull.granted);
    pull.request.answer(reply);
  }
  pulls_.remove(number);
}

void Service::raise_credit(const Request& request) {
  const auto raised = parse<v1::PullCredit>(request);
  if (!raised) return request.refuse(raised.error());
  if (!pulls_.raise(request.peer, raised->request_id(), raised->credit())) {
    return request.refuse({kFailedPrecondition, "NOT_PULLING",
                           "request_id: this connection has no standing pull of that number", 0});
  }
  request.answer(v1::PullReply{});
  serve_pulls();
}

// Who waits for a line that something came to is asked for again.
void Service::stir_lines(const journal::Group& group) {
  if (pulls_.size() == 0) return;
  for (const journal::Record& record : group.records) {
    bool somewhere = false;
    for (const casework::Event& event : record.events) {
      if (const auto* order = std::get_if<casework::OrderDispatched>(&event)) {
        pulls_.stir(order->unit);
      } else if (std::holds_alternative<casework::OrderReturned>(event) ||
                 std::holds_alternative<casework::OrderParked>(event)) {
        pulls_.stir({std::string(casework::kDispatchDesk)});
      }
      somewhere = somewhere || goes_back(event);
      if (const auto id = heard_of(event)) pulls_.heard(*id);
      if (const auto* lost = std::get_if<casework::LeaseUndelivered>(&event)) {
        if (const auto number = pulls_.unheard(lost->id)) {
          end_pull(*number, Problem{kAborted, "NOT_RECEIVED",
                                    "three grants in a row were not received; pull again", 0});
        }
      }
    }
    if (!somewhere) continue;
    for (const journal::Trail& trail : group.trails) {
      if (trail.sequence == record.sequence) pulls_.stir(trail.after.unit);
    }
  }
  serve_pulls();
}

// A pull asks once and is served for long, so what every message is asked is asked of it again.
void Service::dismiss_pulls() {
  std::vector<std::pair<WaitingPulls::Number, Problem>> ended;
  pulls_.each([&](WaitingPulls::Number number, const WaitingPulls::Pull& pull) {
    if (!pull.request.user) return;
    auto problem = gate_.problem_with(*pull.request.user);
    if (!problem && *gate_.directory()->find(*pull.request.user)->principal != pull.principal) {
      problem = Problem{kUnavailable, "PRINCIPAL_CHANGED",
                        pull.principal->name + " is another now; ask again",
                        parts_.settings.retry_after_ms};
    }
    if (problem) ended.emplace_back(number, *std::move(problem));
  });
  for (const auto& [number, problem] : ended) end_pull(number, problem);
}

void Service::leave(const Peer& peer) {
  for (const WaitingPulls::Number number : pulls_.of(peer)) {
    if (!pulls_.find(number)->stands()) continue;
    end_pull(number, std::nullopt);
    sessions_.note_loss({Audience::Work, peer});
  }
}

void Service::end_pulls(const Problem& why) {
  std::vector<WaitingPulls::Number> all;
  pulls_.each(
      [&](WaitingPulls::Number number, const WaitingPulls::Pull&) { all.push_back(number); });
  for (const WaitingPulls::Number number : all) end_pull(number, why);
}

void Service::drain(Request request) {
  const auto message = parse<v1::DrainRequest>(request);
  if (!message) return request.refuse(message.error());
  auto wish = to_command(*message);
  if (!wish) return request.refuse(wish.error());
  std::uint32_t ended = 0;
  for (const auto number : pulls_.of(UnitCode{message->unit()}, WorkerName{message->worker()})) {
    end_pull(number, std::nullopt);
    ++ended;
  }
  const auto shared = std::make_shared<Request>(std::move(request));
  runtime::Request to_writer{.command = *std::move(wish),
                             .driven_time = driven_time(*shared),
                             .answer =
                                 [this, shared, ended](const runtime::Reply& reply) {
                                   outbox_.put([this, shared, ended, reply] {
                                     if (!reply.result) {
                                       return shared->refuse(to_problem(reply.result.error()));
                                     }
                                     const auto& drained =
                                         std::get<casework::DrainAnswer>(*reply.result);
                                     v1::DrainReply told;
                                     told.set_pulls(ended);
                                     told.set_leases(drained.leases);
                                     told.set_signed_for(drained.signed_for);
                                     shared->answer(told);
                                   });
                                 },
                             .caller = shared->caller};
  pipeline_->offer(std::move(to_writer), true);
}

}  // namespace whistle::service
