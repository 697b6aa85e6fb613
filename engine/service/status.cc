#include <memory>
#include <utility>

#include "engine/service/bundle.h"
#include "engine/service/limit_views.h"
#include "engine/service/resident_memory.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"

// How the engine is: counters, and every limit with what is used of it.
namespace whistle::service {

void Service::status(Request request) {
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared](const runtime::Engine& engine) {
    const auto reply = std::make_shared<v1::StatusReply>();
    *reply->mutable_tallies() = to_message(engine.state().tallies());
    reply->set_open_cases(engine.state().open_cases());
    reply->set_time_ms(engine.now().time_since_epoch().count());
    if (engine.next_alarm() != kNever) {
      reply->set_next_alarm_ms(engine.next_alarm().time_since_epoch().count());
    }
    reply->set_alarm_lateness_max_ms(static_cast<std::uint64_t>(engine.lateness_max().count()));
    reply->set_policy_version(engine.policy().book().version);
    outbox_.put([this, shared, reply] {
      reply->set_head_sequence(parts_.journal.head().sequence.value);
      readings_.memory_bytes = resident_memory();
      reply->set_disk_free_bytes(readings_.disk_free_bytes);
      reply->set_memory_bytes(readings_.memory_bytes);
      reply->set_refused_full(refusals_.of_intake());
      show_limits(*reply);
      shared->answer(*reply);
    });
  });
}

void Service::show_limits(v1::StatusReply& reply) const {
  const Limits& limits = parts_.settings.limits;
  LimitViews views(reply, refusals_);
  views.show(Limit::Memory, limits.memory_bytes, readings_.memory_bytes);
  views.show(Limit::IntakeLag, static_cast<std::uint64_t>(limits.intake_lag.count()),
             static_cast<std::uint64_t>(lag().count()));
  views.show(Limit::DiskFree, limits.disk_free_bytes, readings_.disk_free_bytes);
  views.show(Limit::CommandRing, limits.command_ring, undecided());
  views.show(Limit::Watchers, limits.watchers, watchers_.size());
  views.show(Limit::Cursors, limits.cursors, cursors_.all().size());
  views.show(Limit::WaitingPulls, limits.waiting_pulls, pulls_.size());
  views.show(Limit::PullsPerConnection, limits.pulls_per_connection, pulls_.most_of_one());
  views.show(Limit::KeptAnswers, limits.kept_answers, parts_.journal.answers().count());
  views.show(Limit::Sessions, limits.sessions, sessions_.all().size());
  views.show_bound("limits.commands_per_group", limits.commands_per_group, "records");
  views.show_bound("limits.ticks_per_turn", limits.ticks_per_turn, "cases");
  views.show_bound("limits.connection_messages",
                   static_cast<std::uint64_t>(limits.connection_messages), "messages");
  // Not settings: the protocol has them.
  views.show_bound("protocol.header_bytes", kHeaderBytesMax, "bytes");
  views.show_bound("protocol.body_bytes", kBodyBytesMax, "bytes");
  views.show_bound("protocol.bundle_wishes", kBundleWishesMax, "wishes");
}

}  // namespace whistle::service
