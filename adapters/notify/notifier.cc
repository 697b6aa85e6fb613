#include "adapters/notify/notifier.h"

#include <algorithm>
#include <utility>

#include "adapters/notify/delivery.h"

namespace whistle::notify {
namespace {

// How long a wish to end may go unnoticed.
constexpr std::uint32_t kSliceMs = 100;
// What is not acknowledged at the end comes again: a little patience saves the receiver repeats.
constexpr int kGoodbyeSlicesMax = 20;

}  // namespace

Notifier::End Notifier::run(client::Selection selection) {
  watch_.subscribe(std::move(selection));
  while (goes_on_()) {
    const auto events = watch_.next(kSliceMs);
    if (watch_.problem()) {
      problem_ = watch_.problem()->reason + ": " + watch_.problem()->message;
      return End::Refused;
    }
    if (!events) continue;
    const Sink::Outcome outcome = deliver(*events);
    if (outcome == Sink::Outcome::Failed) {
      problem_ = sink_.problem();
      return End::SinkFailed;
    }
    if (outcome == Sink::Outcome::Stopped) break;
  }
  say_goodbye();
  return End::Stopped;
}

Sink::Outcome Notifier::deliver(const v1::WatchEvents& events) {
  std::uint64_t before = acknowledged_;
  for (const Delivery& delivery : deliveries_of(events, watch_.journal_id())) {
    const Sink::Outcome outcome = sink_.deliver(delivery);
    if (outcome != Sink::Outcome::Taken) {
      // What came before it in the same message is done, and need not come again.
      if (outcome == Sink::Outcome::Stopped && sink_.settle() == Sink::Outcome::Taken) {
        acknowledged_ = before;
        watch_.acknowledge(acknowledged_);
      }
      return outcome;
    }
    ++delivered_;
    before = delivery.sequence;
  }
  const Sink::Outcome settled = sink_.settle();
  if (settled != Sink::Outcome::Taken) return settled;
  acknowledged_ = std::max(before, events.seen_sequence());
  watch_.acknowledge(acknowledged_);
  return Sink::Outcome::Taken;
}

void Notifier::say_goodbye() {
  for (int slice = 0; slice < kGoodbyeSlicesMax; ++slice) {
    if (watch_.problem() || watch_.acknowledged() >= acknowledged_) return;
    watch_.next(kSliceMs);
  }
}

}  // namespace whistle::notify
