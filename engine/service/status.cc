#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "engine/service/bundle.h"
#include "engine/service/limit_views.h"
#include "engine/service/resident_memory.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"

// How the engine is: counters, and every limit with what is used of it.
namespace whistle::service {
namespace {

void show(const char* name, const runtime::Distribution& distribution, v1::StatusReply& reply) {
  v1::Distribution& shown = *reply.add_distributions();
  shown.set_name(name);
  for (const double bound : runtime::Distribution::kBounds) shown.add_bounds(bound);
  for (const std::uint64_t count : distribution.counts()) shown.add_counts(count);
  shown.set_sum(distribution.sum_seconds());
}

}  // namespace

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
    show("alarm_lag", engine.alarm_lag(), *reply);
    outbox_.put([this, shared, reply] {
      reply->set_head_sequence(parts_.journal.head().sequence.value);
      readings_.memory_bytes = resident_memory();
      reply->set_disk_free_bytes(readings_.disk_free_bytes);
      reply->set_memory_bytes(readings_.memory_bytes);
      reply->set_refused_full(refusals_.of_intake());
      show_limits(*reply);
      show_counts(*reply);
      shared->answer(*reply);
    });
  });
}

void Service::count(const journal::Group& group) {
  ++counts_.groups;
  counts_.records += group.records.size();
  for (const journal::Record& record : group.records) {
    for (const casework::Event& event : record.events) {
      if (std::holds_alternative<casework::LeaseLapsed>(event)) ++counts_.lapsed;
      if (std::holds_alternative<casework::LeaseUndelivered>(event)) ++counts_.undelivered;
      if (std::holds_alternative<casework::CaseEscalated>(event)) ++counts_.escalations;
    }
  }
}

void Service::show_counts(v1::StatusReply& reply) const {
  show("group_write", pipeline_->group_write(), reply);
  show("answer", answered_, reply);
  const auto add = [&](const char* name, std::uint64_t value) {
    v1::Count& shown = *reply.add_counts();
    shown.set_name(name);
    shown.set_value(value);
  };
  add("commit_groups", counts_.groups);
  add("records", counts_.records);
  add("escalations", counts_.escalations);
  add("lapsed_leases", counts_.lapsed);
  add("undelivered_grants", counts_.undelivered);
  add("superseded_tokens", counts_.superseded);
  add("denied_handshakes", zap_ ? zap_->denied() : 0);
  Unreadable unreadable;
  std::uint64_t undelivered_answers = 0;
  for (const Router* router : {&intake_, &work_, &watch_, &admin_}) {
    unreadable.messages += router->unreadable().messages;
    unreadable.sent_away += router->unreadable().sent_away;
    unreadable.dropped += router->unreadable().dropped;
    undelivered_answers += router->undelivered();
  }
  add("unreadable_messages", unreadable.messages);
  add("peers_sent_away", unreadable.sent_away);
  add("dropped_messages", unreadable.dropped);
  add("undelivered_answers", undelivered_answers);
  add("watchers", watchers_.size());
  add("sessions", sessions_.all().size());
  add("waiting_pulls", pulls_.size());
  add("forgotten_records", parts_.journal.forgotten().sequence.value);
  if (parts_.journal_bytes) reply.set_journal_bytes(parts_.journal_bytes());
  reply.set_engine_version(WHISTLE_VERSION);
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
  views.show_bound("limits.commands_per_group", limits.commands_per_group, "facts");
  views.show_bound("limits.ticks_per_turn", limits.ticks_per_turn, "cases");
  views.show_bound("limits.connection_messages",
                   static_cast<std::uint64_t>(limits.connection_messages), "messages");
  // 0: for ever.
  views.show_bound("journal_keep_days", parts_.settings.journal_keep_days, "days");
  // Not settings: the protocol has them.
  views.show_bound("protocol.header_bytes", kHeaderBytesMax, "bytes");
  views.show_bound("protocol.body_bytes", kBodyBytesMax, "bytes");
  views.show_bound("protocol.bundle_wishes", kBundleWishesMax, "wishes");
}

}  // namespace whistle::service
