#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "engine/casework/chapters/intake.h"
#include "engine/service/choices.h"
#include "engine/service/service.h"
#include "engine/service/story.h"
#include "engine/service/story_readings.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wire_words.h"

// What would become of a complaint: read and decided as one that is handed in, and nothing
// recorded.
namespace whistle::service {
namespace {

void show(const casework::ClockStarted& clock, v1::ClockView& shown) {
  shown.set_stage(std::string(to_word(clock.stage)));
  shown.set_running(true);
  shown.set_limit(calendar::to_text(clock.reading.limit));
  shown.set_calendar(clock.calendar);
  shown.set_started_ms(to_ms(clock.started));
  shown.set_due_ms(to_ms(clock.alarms.due));
}

v1::ProposeReply to_reply(const triage::Findings& findings, const casework::Decided& decided,
                          const policy::Policy& policy) {
  v1::ProposeReply reply;
  show_findings(findings, &policy, *reply.mutable_reading());
  reply.mutable_reading()->set_policy_version(policy.book().version);
  show_choices_of(findings, policy, reply);
  const auto& receipt = std::get<casework::Receipt>(decided.answer);
  reply.set_disposition(std::string(to_word(receipt.disposition)));
  reply.set_decline_ground(receipt.ground);
  for (const casework::Event& event : decided.events) {
    if (const auto* clock = std::get_if<casework::ClockStarted>(&event)) {
      show(*clock, *reply.add_clocks());
    }
    // Number 0: to the desk where a person reads it, which is no order.
    const auto* order = std::get_if<casework::OrderDispatched>(&event);
    if (order == nullptr || order->number == 0) continue;
    show_route(*order, &policy, *reply.mutable_route());
    reply.mutable_route()->set_policy_version(policy.book().version);
  }
  return reply;
}

}  // namespace

void Service::propose(Request request) {
  const auto message = parse<v1::ProposeRequest>(request);
  if (!message) return request.refuse(message.error());
  auto complaint = to_complaint(message->complaint());
  if (!complaint) return request.refuse(complaint.error());
  if (complaint->occurred_at == Timestamp{}) complaint->occurred_at = parts_.clock.now();
  const auto command = std::make_shared<casework::SubmitComplaint>();
  read_by_rules(*complaint, *command);
  command->complaint = *std::move(complaint);
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, command](const runtime::Engine& engine) {
    // Read under rules that are no longer in force: by the time of the answer the new ones are
    // here.
    if (!command->rules.empty() && command->rules != engine.policy().book().version) {
      return outbox_.put([this, shared] { propose(std::move(*shared)); });
    }
    // The engine's time is that of its last decision.
    const Timestamp now = std::max(engine.now(), parts_.clock.now());
    const auto decided = std::make_shared<casework::Decision>(
        casework::proposed(*command, {engine.state(), engine.policy(), now}));
    outbox_.put([this, shared, command, decided, now] {
      if (!*decided) return shared->refuse(to_problem(decided->error()));
      v1::ProposeReply reply = to_reply(*command->findings, **decided, policy());
      reply.set_time_ms(to_ms(now));
      shared->answer(reply);
    });
  });
}

}  // namespace whistle::service
