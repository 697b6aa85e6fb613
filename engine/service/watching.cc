#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "whistle/v1/watch.pb.h"

// What those who watch ask for, and what becomes of their cursors.
namespace whistle::service {
namespace {

const Problem kNotWatching{kFailedPrecondition, "NOT_WATCHING", "send a Watch first", 0};

}  // namespace

void Service::watch(Request request) {
  const auto wish = parse<v1::WatchRequest>(request);
  if (!wish) return request.refuse(wish.error());
  const auto start = watchers_.start_of(request.peer, *wish);
  if (!start) {
    refusals_.note(start.error());
    return request.refuse(start.error());
  }
  const std::string& name = wish->cursor();
  if (name.empty() || cursors_.find(name) != nullptr) return begin_watch(request, *wish);
  if (cursors_.is_full()) {
    constexpr std::uint32_t kRetryMs = 60'000;
    const Problem full = exhausted(Limit::Cursors, cursors_.max(), cursors_.all().size(), kRetryMs);
    refusals_.note(full);
    return request.refuse(full);
  }
  // A new one is on disk before its watch begins: where it started must not be lost.
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->keep(cursors_.move(name, *start, parts_.clock.now()), [this, shared, wish = *wish] {
    outbox_.put([this, shared, wish] {
      // Who may watch can have changed while the disk was written.
      if (admit(Audience::Watch, *shared)) begin_watch(*shared, wish);
    });
  });
}

void Service::begin_watch(const Request& request, const v1::WatchRequest& wish) {
  const auto reply = watchers_.watch(request.peer, wish);
  if (!reply) {
    refusals_.note(reply.error());
    return request.refuse(reply.error());
  }
  remember_watcher(request);
  request.answer(*reply);
  pump();
}

void Service::give_credit(const Request& request) {
  const auto more = parse<v1::WatchCredit>(request);
  if (!more) return request.refuse(more.error());
  const auto reply = watchers_.credit(request.peer, more->credit());
  if (!reply) return request.refuse(kNotWatching);
  request.answer(*reply);
  if (watchers_.is_behind(request.peer)) pump();
}

void Service::acknowledge(Request request) {
  const auto wish = parse<v1::AcknowledgeRequest>(request);
  if (!wish) return request.refuse(wish.error());
  const auto named = watchers_.named(request.peer);
  if (!named) return request.refuse(kNotWatching);
  if (wish->sequence() > named->seen.value) {
    return request.refuse(
        {kInvalidArgument, "ACK_AHEAD",
         "sequence: " + std::to_string(wish->sequence()) + " has not been sent yet", 0});
  }
  auto change = cursors_.move(named->cursor, {wish->sequence()}, parts_.clock.now());
  const std::uint64_t reached = change.cursor->sequence.value;
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->keep(std::move(change), [this, shared, reached] {
    outbox_.put([this, shared, reached] {
      v1::AcknowledgeReply reply;
      reply.set_acknowledged_sequence(reached);
      shared->answer(reply);
    });
  });
}

void Service::delete_cursor(Request request) {
  const auto wish = parse<v1::DeleteCursorRequest>(request);
  if (!wish) return request.refuse(wish.error());
  if (cursors_.find(wish->name()) == nullptr) {
    return request.refuse({kNotFound, "UNKNOWN_CURSOR", "name: no cursor " + wish->name(), 0});
  }
  watchers_.end(wish->name(),
                {kAborted, "CURSOR_DELETED", "the cursor " + wish->name() + " was deleted", 0});
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->keep(cursors_.erase(wish->name()),
                  [this, shared] { outbox_.put([this, shared] { cursors(*shared); }); });
}

void Service::show_cursors(const Request& request) {
  const auto asked = parse<v1::CursorsRequest>(request);
  asked ? cursors(request) : request.refuse(asked.error());
}

void Service::cursors(const Request& request) {
  const std::uint64_t head = parts_.journal.head().sequence.value;
  v1::CursorsReply reply;
  reply.set_head_sequence(head);
  for (const auto& [name, cursor] : cursors_.all()) {
    v1::CursorView& view = *reply.add_cursors();
    view.set_name(name);
    view.set_acknowledged_sequence(cursor.sequence.value);
    view.set_behind(head - std::min(head, cursor.sequence.value));
    view.set_time_ms(cursor.time.time_since_epoch().count());
    view.set_connected(watchers_.is_watched(name));
  }
  request.answer(reply);
}

}  // namespace whistle::service
