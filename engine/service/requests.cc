#include <string>
#include <utility>

#include "engine/core/check.h"
#include "engine/service/act_codec.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "engine/service/work_codec.h"

// What hotline adapters, workers and operators ask for, verb by verb.
namespace whistle::service {

void Service::submit(Request request) {
  const auto message = parse<v1::SubmitRequest>(request);
  if (!message) return request.refuse(message.error());
  auto complaint = to_complaint(message->complaint());
  if (!complaint) return request.refuse(complaint.error());
  // Places go by the names of their time, so who does not say when means now.
  if (complaint->occurred_at == Timestamp{}) complaint->occurred_at = parts_.clock.now();

  casework::SubmitComplaint command;
  // Read before the look-up: what becomes durable in between, the runtime remembers.
  command.looked_up_through = {durable_complaint_.load()};
  const auto prior = parts_.journal.receipt(complaint->source, complaint->external_id);
  if (!prior) return request.refuse(to_problem(prior.error()));
  command.prior = *prior;
  if (!command.prior) {
    if (const auto full = overload()) {
      refusals_.note(*full);
      return request.refuse(*full);
    }
  }
  if (!command.prior) read_by_rules(*complaint, command);
  command.complaint = *std::move(complaint);
  offer(std::move(request), std::move(command), false);
}

// Triage only what can be accepted: a text over the limit costs nothing.
void Service::read_by_rules(const Complaint& complaint, casework::SubmitComplaint& command) {
  const std::size_t bytes = complaint.text.size() + complaint.subject.size();
  if (bytes > policy().settings().text_bytes_max) return;
  command.findings = rules_.triage->examine(complaint);
  command.rules = policy().book().version;
}

void Service::take_work(Request request) {
  if (!admit(Audience::Work, request)) return;
  if (take_common(Audience::Work, request)) return;
  switch (request.header.method()) {
    case v1::METHOD_PULL:
      return pull(std::move(request));
    case v1::METHOD_CREDIT:
      return raise_credit(request);
    case v1::METHOD_PROPOSE:
      return line_up(std::move(request));
    case v1::METHOD_HOLDINGS:
      return holdings(std::move(request));
    case v1::METHOD_DRAIN:
      return drain(std::move(request));
    case v1::METHOD_RECEIVE:
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
    case v1::METHOD_CALL_BACK:
    case v1::METHOD_ACT:
      return act(Audience::Work, std::move(request));
    case v1::METHOD_BUNDLE:
      return take_bundle(Audience::Work, std::move(request));
    default:  // an open enumeration
      if (take_look(Audience::Work, request)) return;
      return request.refuse({kUnimplemented, "METHOD",
                             "header.method: " + std::to_string(request.header.method()) +
                                 " is not taken on the work socket",
                             0});
  }
}

namespace {

template <class M>
const M* as(const google::protobuf::Message& body) {
  return google::protobuf::DynamicCastToGenerated<M>(&body);
}

// Requires: the body of a wish that is one command.
Outcome<casework::Command, Problem> command_of(const Request& request,
                                               const google::protobuf::Message& body) {
  if (const auto* one = as<v1::TokenRequest>(body)) {
    return to_command(request.header.method(), *one);
  }
  if (const auto* one = as<v1::ActRequest>(body)) return to_command(*one);
  if (const auto* one = as<v1::FinishRequest>(body)) return to_command(*one);
  if (const auto* one = as<v1::ClassifyRequest>(body)) return to_command(*one);
  if (const auto* one = as<v1::PostCheckRequest>(body)) return to_command(*one);
  if (const auto* one = as<v1::CallBackRequest>(body)) return to_command(*one);
  if (const auto* one = as<v1::ReceiveRequest>(body)) {
    return to_command(*one, request.out_of_reach);
  }
  WHISTLE_CHECK(false);
}

}  // namespace

void Service::act(Audience audience, Request request) {
  const auto body = body_of(request);
  if (!body) return request.refuse(body.error());
  const auto* wish = as<v1::ActRequest>(**body);
  if (wish != nullptr && audience == Audience::Intake && !is_for_residents(*wish)) {
    return request.refuse({kPermissionDenied, "NOT_PERMITTED",
                           "wish: not from the intake socket, which takes remind_case, rate_entry, "
                           "list_wish, claim_entry and pledge_entry",
                           0});
  }
  auto command = command_of(request, **body);
  if (!command) return request.refuse(command.error());
  offer(std::move(request), *std::move(command), true);
}

// What does not fit is left out of the texts; who needs one asks for the case.
v1::PullReply Service::to_pull_reply(const casework::PullAnswer& answer,
                                     std::size_t texts_bytes_max) {
  std::size_t bytes = 0;
  v1::PullReply reply;
  for (const casework::Grant& granted : answer.grants) {
    // The lease is durable now, so the row on disk shows it.
    auto view = reader_.view(granted.id, bytes < texts_bytes_max, granted.token);
    v1::Grant& grant = *reply.add_grants();
    grant.mutable_case_()->set_case_id(granted.id.value);
    // A row that cannot be read takes no token away: the worker holds the order all the same.
    if (view) *grant.mutable_case_() = *std::move(view);
    bytes += grant.ByteSizeLong();
    grant.set_token(granted.token.value);
    if (granted.until != kNever) grant.set_until_ms(granted.until.time_since_epoch().count());
    if (granted.receive_by != kNever) {
      grant.set_receive_by_ms(granted.receive_by.time_since_epoch().count());
    }
  }
  return reply;
}

void Service::answer_pull(const Request& request, const casework::PullAnswer& answer) {
  std::function<void()> if_lost;
  // Who has named the pull asks for its orders again, or leaves them to go back by themselves.
  if (!request.terms.key && !answer.grants.empty()) {
    if_lost = [this, answer, worker = to_pull(*parse<v1::PullRequest>(request))->worker] {
      undeliver(answer, worker);
    };
  }
  request.answer(to_pull_reply(answer, request.asker->texts_bytes_max()), std::move(if_lost));
}

void Service::take_admin(Request request) {
  if (!admit(Audience::Admin, request)) return;
  if (take_common(Audience::Admin, request)) return;
  switch (request.header.method()) {
    case v1::METHOD_ACT:
      return act(Audience::Admin, std::move(request));
    case v1::METHOD_PROPOSE:
      return line_up(std::move(request));
    case v1::METHOD_STATUS:
      return status(std::move(request));
    case v1::METHOD_ADOPT_POLICY:
      return adopt_policy(std::move(request));
    case v1::METHOD_CURSORS:
      return show_cursors(request);
    case v1::METHOD_DELETE_CURSOR:
      return delete_cursor(std::move(request));
    case v1::METHOD_ADVANCE_TIME:
      return advance_time(std::move(request));
    case v1::METHOD_BACKUP:
      if (parts_.back_up) return back_up(std::move(request));
      break;
    default:  // an open enumeration
      if (take_look(Audience::Admin, request)) return;
  }
  request.refuse({kUnimplemented, "METHOD",
                  "header.method: " + std::to_string(request.header.method()) +
                      " is not taken on the admin socket",
                  0});
}

void Service::back_up(Request request) {
  const auto asked = parse<v1::BackupRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const auto shared = std::make_shared<Request>(std::move(request));
  backups_.take(*asked, [this, shared](const BackupDesk::Made& made) {
    if (!made) return shared->refuse(made.error());
    shared->answer(*made);
  });
}

void Service::advance_time(Request request) {
  const auto asked = parse<v1::AdvanceTimeRequest>(request);
  if (!asked) return request.refuse(asked.error());
  if (const auto problem = bad_driven_time(asked->time_ms())) {
    return request.refuse(*problem);
  }
  if (!parts_.driven) {
    return request.refuse(
        {kFailedPrecondition, "CLOCK_NOT_DRIVEN", "this engine runs on the machine's clock", 0});
  }
  const auto shared = std::make_shared<Request>(std::move(request));
  runtime::Request wish{.command = casework::Tick{0},
                        .driven_time = Timestamp{Milliseconds{asked->time_ms()}},
                        .answer =
                            [this, shared](const runtime::Reply&) {
                              outbox_.put([this, shared] { status(std::move(*shared)); });
                            },
                        .caller = shared->caller};
  pipeline_->offer(std::move(wish), true);
}

}  // namespace whistle::service
