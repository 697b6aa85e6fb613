#include "tests/fuzz/requests.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "engine/core/check.h"
#include "engine/service/act_codec.h"
#include "engine/service/bundle.h"
#include "engine/service/hello.h"
#include "engine/service/wire_codec.h"
#include "engine/service/work_codec.h"

namespace whistle::fuzz {
namespace {

using service::Problem;
using service::Request;
using Read = Outcome<std::optional<casework::Command>, Problem>;

template <class Message>
Outcome<casework::Command, Problem> convert(const Request& request, const Message& message) {
  if constexpr (std::is_same_v<Message, v1::SubmitRequest>) {
    auto complaint = service::to_complaint(message.complaint());
    if (!complaint) return Failure{complaint.error()};
    casework::SubmitComplaint command;
    command.complaint = *std::move(complaint);
    return casework::Command{std::move(command)};
  } else if constexpr (std::is_same_v<Message, v1::PullRequest>) {
    auto pull = service::to_pull(message);
    if (!pull) return Failure{pull.error()};
    return casework::Command{*std::move(pull)};
  } else if constexpr (std::is_same_v<Message, v1::TokenRequest>) {
    return service::to_command(request.header.method(), message);
  } else {
    return service::to_command(message);
  }
}

template <class Message>
Read acting(const Request& request) {
  const auto message = service::parse<Message>(request);
  if (!message) return Failure{message.error()};
  auto command = convert(request, *message);
  if (!command) return Failure{command.error()};
  return std::optional<casework::Command>(*std::move(command));
}

template <class Message>
Read looking(const Request& request) {
  const auto message = service::parse<Message>(request);
  if (!message) return Failure{message.error()};
  return std::optional<casework::Command>();
}

Read proposing(const Request& request) {
  const auto message = service::parse<v1::ProposeRequest>(request);
  if (!message) return Failure{message.error()};
  const auto complaint = service::to_complaint(message->complaint());
  if (!complaint) return Failure{complaint.error()};
  return std::optional<casework::Command>();
}

Read greeting(const Request& request) {
  const auto hello = service::parse<v1::Hello>(request);
  if (!hello) return Failure{hello.error()};
  if (auto problem = service::problem_in(*hello)) return Failure{*std::move(problem)};
  const auto minor = service::common_minor(*hello);
  if (!minor) return Failure{minor.error()};
  return std::optional<casework::Command>();
}

// Each wish of a bundle is read as if it had come alone.
Read bundled(const Request& request);

struct Kind {
  v1::Method method;
  Read (*read)(const Request& request);
};

// The order is that of the corpus: append only.
constexpr std::array kKinds{
    Kind{v1::METHOD_SUBMIT, acting<v1::SubmitRequest>},
    Kind{v1::METHOD_PULL, acting<v1::PullRequest>},
    Kind{v1::METHOD_RENEW, acting<v1::TokenRequest>},
    Kind{v1::METHOD_RELEASE, acting<v1::TokenRequest>},
    Kind{v1::METHOD_SIGN, acting<v1::TokenRequest>},
    Kind{v1::METHOD_CONTACT, acting<v1::TokenRequest>},
    Kind{v1::METHOD_ARRIVE, acting<v1::TokenRequest>},
    Kind{v1::METHOD_PROGRESS, acting<v1::TokenRequest>},
    Kind{v1::METHOD_RAISE, acting<v1::TokenRequest>},
    Kind{v1::METHOD_FINISH, acting<v1::FinishRequest>},
    Kind{v1::METHOD_CLASSIFY, acting<v1::ClassifyRequest>},
    Kind{v1::METHOD_POST_CHECK, acting<v1::PostCheckRequest>},
    Kind{v1::METHOD_CALL_BACK, acting<v1::CallBackRequest>},
    Kind{v1::METHOD_ACT, acting<v1::ActRequest>},
    Kind{v1::METHOD_GET_CASE, looking<v1::CaseRequest>},
    Kind{v1::METHOD_QUEUES, looking<v1::QueuesRequest>},
    Kind{v1::METHOD_WATCH, looking<v1::WatchRequest>},
    Kind{v1::METHOD_CREDIT, looking<v1::WatchCredit>},
    Kind{v1::METHOD_ADVANCE_TIME, looking<v1::AdvanceTimeRequest>},
    Kind{v1::METHOD_ADOPT_POLICY, looking<v1::PolicyRequest>},
    Kind{v1::METHOD_BACKUP, looking<v1::BackupRequest>},
    Kind{v1::METHOD_REGISTERS, looking<v1::RegistersRequest>},
    Kind{v1::METHOD_SCOREBOARD, looking<v1::ScoreboardRequest>},
    Kind{v1::METHOD_AGENDA, looking<v1::AgendaRequest>},
    Kind{v1::METHOD_RECEIVE, acting<v1::ReceiveRequest>},
    Kind{v1::METHOD_DRAIN, acting<v1::DrainRequest>},
    Kind{v1::METHOD_HOLDINGS, looking<v1::HoldingsRequest>},
    Kind{v1::METHOD_EXPLAIN_PULL, looking<v1::PullRequest>},
    Kind{v1::METHOD_HELLO, greeting},
    Kind{v1::METHOD_BUNDLE, bundled},
    Kind{v1::METHOD_GET_COMPLAINT, looking<v1::ComplaintRequest>},
    Kind{v1::METHOD_PROPOSE, proposing},
    Kind{v1::METHOD_RULES, looking<v1::RulesRequest>},
};

Request request_of(v1::Method method, std::string_view body) {
  Request request;
  request.peer = "peer";
  request.header.set_kind(v1::KIND_REQUEST);
  request.header.set_method(method);
  request.body = zmq::message_t(body.data(), body.size());
  return request;
}

Read bundled(const Request& request) {
  Request copy = request_of(request.header.method(), request.bytes());
  const auto bundle = service::Bundle::of(copy);
  if (!bundle) return Failure{bundle.error()};
  std::optional<Problem> first;
  for (int place = 0; place < (*bundle)->size(); ++place) {
    auto problem = (*bundle)->misfit(place);
    const Request wish = (*bundle)->wish(place);
    // What fits into a bundle has a reader, and is no bundle.
    const auto* kind = std::ranges::find(kKinds, wish.header.method(), &Kind::method);
    if (!problem) WHISTLE_CHECK(kind != kKinds.end() && kind->method != v1::METHOD_BUNDLE);
    if (!problem) {
      const auto read = kind->read(wish);
      if (!read) problem = read.error();
    }
    if (!first) first = std::move(problem);
  }
  if (first) return Failure{*std::move(first)};
  return std::optional<casework::Command>();
}

}  // namespace

Read command_of(unsigned kind, std::string_view body) {
  const Kind& chosen = kKinds[kind % kKinds.size()];
  return chosen.read(request_of(chosen.method, body));
}

}  // namespace whistle::fuzz
