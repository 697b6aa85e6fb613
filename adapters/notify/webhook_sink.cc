#include "adapters/notify/webhook_sink.h"

#include <algorithm>

#include "adapters/notify/signature.h"

namespace whistle::notify {
namespace {

bool is_taken(const HttpAnswer& answer) { return answer.status >= 200 && answer.status < 300; }

std::string words_for(const HttpAnswer& answer) {
  return answer.status == 0 ? answer.problem : "HTTP " + std::to_string(answer.status);
}

}  // namespace

WebhookSink::WebhookSink(Parts parts, Settings settings, Sink* rejects)
    : parts_(std::move(parts)),
      settings_(std::move(settings)),
      rejects_(rejects),
      pauses_(settings_.first_pause, settings_.longest_pause, parts_.chance) {}

HttpRequest WebhookSink::request_of(const Delivery& delivery, std::uint32_t attempt) const {
  HttpRequest request{.headers = {{"Content-Type", "application/json"},
                                  {"Whistle-Delivery", std::to_string(delivery.sequence)},
                                  {"Whistle-Journal", delivery.journal_id},
                                  {"Whistle-Attempt", std::to_string(attempt)}},
                      .body = delivery.json};
  if (!settings_.secret.empty()) {
    request.headers.emplace_back("Whistle-Signature",
                                 "sha256=" + hmac_sha256(settings_.secret, delivery.json));
  }
  return request;
}

Sink::Outcome WebhookSink::deliver(const Delivery& delivery) {
  pauses_.reset();
  for (std::uint32_t attempt = 1;; ++attempt) {
    const HttpAnswer answer = parts_.post(request_of(delivery, attempt));
    if (is_taken(answer)) return Outcome::Taken;
    parts_.say("delivery " + std::to_string(delivery.sequence) + " attempt " +
               std::to_string(attempt) + ": " + words_for(answer));
    if (settings_.attempts_max != 0 && attempt >= settings_.attempts_max) {
      return give_up(delivery, attempt);
    }
    // Who asks for time gets it, within what we would wait at most.
    const Milliseconds asked = std::min<Milliseconds>(answer.retry_after, settings_.longest_pause);
    if (!parts_.wait(std::max(pauses_.next(), asked))) return Outcome::Stopped;
  }
}

Sink::Outcome WebhookSink::give_up(const Delivery& delivery, std::uint32_t attempts) {
  if (rejects_ == nullptr || rejects_->deliver(delivery) != Outcome::Taken ||
      rejects_->settle() != Outcome::Taken) {
    problem_ = "a delivery cannot be given up: " +
               (rejects_ == nullptr ? "there is no file for rejects" : rejects_->problem());
    return Outcome::Failed;
  }
  parts_.say("delivery " + std::to_string(delivery.sequence) + " was given up after " +
             std::to_string(attempts) + " attempts");
  return Outcome::Taken;
}

}  // namespace whistle::notify
