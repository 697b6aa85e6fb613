#include "adapters/scenario/actor.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <utility>

#include "adapters/client/message_fields.h"
#include "adapters/scenario/match.h"

namespace whistle::scenario {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

std::string with_number(std::string text, int n) {
  constexpr std::string_view kPlace = "{n}";
  for (std::size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at)) {
    const std::string digits = std::to_string(n);
    text.replace(at, kPlace.size(), digits);
    at += digits.size();
  }
  return text;
}

std::uint64_t number_of(const Message& message, const FieldDescriptor* field) {
  return field == nullptr ? 0 : message.GetReflection()->GetUInt64(message, field);
}

bool is_empty(const Message& message, const char* name) {
  const auto* field = client::field_named(message, name);
  if (field == nullptr) return false;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return message.GetReflection()->GetString(message, field).empty();
  }
  return message.GetReflection()->GetUInt64(message, field) == 0;
}

void set(Message& message, const char* name, const std::string& text) {
  // The kinds of these fields are known here, so nothing can be wrong with the text.
  client::set_from_text(message, *client::field_named(message, name), text);
}

Outcome failed(client::Problem problem) {
  Outcome outcome;
  outcome.problem = std::move(problem);
  return outcome;
}

// The runner's own reasons stand beside those of the engine.
client::Problem own(const char* reason, std::string message) {
  return {.code = client::kFailedPrecondition, .reason = reason, .message = std::move(message)};
}

template <class Reply>
Outcome outcome_of(const client::Result<Reply>& result) {
  if (!result) return failed(result.problem());
  Outcome outcome;
  outcome.reply = std::make_unique<Reply>(*result);
  return outcome;
}

// Requires: the message is one.
template <class M>
const M& as(const Message& message) {
  return dynamic_cast<const M&>(message);
}

}  // namespace

Outcome Actor::perform(const Step& step, std::size_t number, int n, std::int64_t now_ms) {
  const Verb verb = *verb_named(step.verb);
  const std::unique_ptr<Message> message(verb.fields->New());
  if (const auto wrong = fill(*message, verb, step, n, now_ms)) {
    return failed(own("BAD_STEP", *wrong));
  }
  const std::uint64_t case_id = number_of(*message, case_field(verb));
  Outcome outcome;
  switch (verb.kind) {
    case Verb::Kind::Nothing:
      return outcome;
    case Verb::Kind::Submit:
      return submit(as<v1::Complaint>(*message), number, n, step, now_ms);
    case Verb::Kind::Pull:
    case Verb::Kind::Take:
      outcome = pull(as<v1::PullRequest>(*message), step, verb.kind == Verb::Kind::Take);
      break;
    case Verb::Kind::Token:
    case Verb::Kind::Other:
      add_what_goes_without_saying(*message, case_id);
      outcome = token_wish(verb, *message);
      break;
    case Verb::Kind::Wish:
      add_what_goes_without_saying(*message, case_id);
      outcome = act(step, *message);
      if (case_id != 0 && outcome.reply) {
        memory_.hold(case_id, as<v1::ActReply>(*outcome.reply).token());
      }
      break;
  }
  if (outcome.case_id == 0) outcome.case_id = case_id;
  if (outcome.told.empty() && outcome.case_id != 0) {
    outcome.told = fmt::format("case {}", outcome.case_id);
  }
  return outcome;
}

std::string Actor::text_for(const FieldDescriptor& field, const json& value, int n,
                            std::int64_t now_ms) const {
  std::string text = with_number(text_of(memory_.resolve(value)), n);
  if (!field.name().ends_with("_ms")) return text;
  const auto when = parse_when(text);
  return when ? std::to_string(instant_of(*when, zone_, now_ms)) : text;
}

std::optional<std::string> Actor::fill(Message& message, const Verb& verb, const Step& step, int n,
                                       std::int64_t now_ms) {
  for (const auto& [name, value] : step.with.items()) {
    const FieldDescriptor* field = field_meant(verb, name);
    const json all = value.is_array() ? value : json::array({value});
    for (const json& one : all) {
      const auto wrong = client::set_from_text(message, *field, text_for(*field, one, n, now_ms));
      if (wrong) return name + ": " + *wrong;
    }
  }
  return std::nullopt;
}

void Actor::add_what_goes_without_saying(Message& message, std::uint64_t case_id) {
  const Memory::Holder* holder = memory_.holder(case_id);
  if (holder != nullptr && is_empty(message, "token")) {
    set(message, "token", std::to_string(holder->token));
  }
  if (is_empty(message, "worker")) {
    set(message, "worker",
        holder != nullptr && !holder->worker.empty() ? holder->worker : "worker");
  }
  if (is_empty(message, "by")) set(message, "by", "centre");
}

Outcome Actor::submit(const v1::Complaint& given, std::size_t number, int n, const Step& step,
                      std::int64_t now_ms) {
  v1::SubmitRequest request;
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint = given;
  if (complaint.source().empty()) complaint.set_source(source_);
  if (complaint.external_id().empty()) {
    complaint.set_external_id(step.times > 1 ? fmt::format("step-{}-{}", number, n)
                                             : fmt::format("step-{}", number));
  }
  if (complaint.channel().empty()) complaint.set_channel("phone");
  if (complaint.occurred_at_ms() == 0) complaint.set_occurred_at_ms(now_ms);
  if (step.with.contains("latitude")) complaint.set_has_point(true);
  const auto result = client_.submit(request);
  Outcome outcome = outcome_of(result);
  if (!result) return outcome;
  outcome.case_id = outcome.made = result->case_id();
  outcome.complaint = result->complaint_id();
  outcome.told = result->disposition();
  const auto add = [&](const std::string& text) {
    if (!text.empty()) outcome.told += ", " + text;
  };
  add(result->decline_ground());
  if (result->case_id() != 0) add(fmt::format("case {}", result->case_id()));
  add(result->severity());
  add(result->category());
  add(result->unit());
  if (result->resolve_due_ms() != 0) {
    add("resolve by " + local_text(zone_, result->resolve_due_ms()));
  }
  return outcome;
}

Outcome Actor::pull(v1::PullRequest request, const Step& step, bool sign_too) {
  if (request.worker().empty()) request.set_worker("worker");
  if (request.unit().empty() && request.only_case() != 0) {
    const auto view = client_.get_case(request.only_case());
    if (!view) return failed(view.problem());
    request.set_unit(view->case_().unit());
  }
  const auto result = client_.pull(request);
  Outcome outcome = outcome_of(result);
  if (!result) return outcome;
  for (const v1::Grant& grant : result->grants()) {
    const std::uint64_t id = grant.case_().case_id();
    memory_.hold(id, grant.token(), request.worker());
    outcome.grants.push_back(id);
    outcome.told += fmt::format("{}case {}", outcome.told.empty() ? "" : ", ", id);
  }
  outcome.told += (outcome.told.empty() ? "nothing for " : " for ") + request.worker();
  if (!outcome.grants.empty()) outcome.case_id = outcome.made = outcome.grants.front();
  bool expected = false;
  for (const Check& check : step.checks) expected |= check.kind == Check::Kind::Grants;
  if (outcome.grants.empty() && (sign_too || !expected)) {
    return failed(own("NOTHING_OFFERED",
                      "nothing that was asked for waits in the line of " + request.unit()));
  }
  if (sign_too) return sign(request, result->grants(0));
  // Who is not there to say so loses it again: that is no part of these stories.
  if (const auto receipt = client::receipt_of(*result, request.worker())) {
    const auto received = client_.receive(*receipt);
    if (!received) return failed(received.problem());
  }
  return outcome;
}

Outcome Actor::sign(const v1::PullRequest& request, const v1::Grant& grant) {
  v1::TokenRequest wish;
  wish.set_case_id(grant.case_().case_id());
  wish.set_token(grant.token());
  wish.set_worker(request.worker());
  const auto result = client_.sign(wish);
  Outcome outcome = outcome_of(result);
  outcome.case_id = outcome.made = wish.case_id();
  if (result) memory_.hold(wish.case_id(), result->token());
  outcome.told = fmt::format("case {} by {}", wish.case_id(), request.worker());
  return outcome;
}

Outcome Actor::token_wish(const Verb& verb, const Message& request) {
  const auto send = [&]() -> client::Result<v1::TokenReply> {
    if (verb.kind == Verb::Kind::Token) {
      return client_.act(verb.method, as<v1::TokenRequest>(request));
    }
    if (verb.method == v1::METHOD_FINISH) return client_.finish(as<v1::FinishRequest>(request));
    if (verb.method == v1::METHOD_CLASSIFY) {
      return client_.classify(as<v1::ClassifyRequest>(request));
    }
    if (verb.method == v1::METHOD_POST_CHECK) {
      return client_.post_check(as<v1::PostCheckRequest>(request));
    }
    return client_.call_back(as<v1::CallBackRequest>(request));
  };
  const auto result = send();
  if (result) memory_.hold(number_of(request, case_field(verb)), result->token());
  return outcome_of(result);
}

Outcome Actor::act(const Step& step, const Message& wish) {
  v1::ActRequest request;
  client::make_wish(request, *client::wish_named(step.verb)).CopyFrom(wish);
  const auto result = client_.act(request);
  Outcome outcome = outcome_of(result);
  if (!result) return outcome;
  outcome.made = result->id();
  if (result->id() != 0) outcome.told = fmt::format("number {}", result->id());
  return outcome;
}

}  // namespace whistle::scenario
