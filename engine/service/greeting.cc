#include <sodium.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/limits.h"
#include "engine/service/bundle.h"
#include "engine/service/features.h"
#include "engine/service/hello.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wish_keys.h"

// Who is there: sessions begin, are resumed, live on and are sent away.
namespace whistle::service {
namespace {

constexpr std::size_t kTokenBytes = 16;
// An engine that stops is often one that starts again.
constexpr std::uint32_t kBackAfterMs = 1'000;
constexpr Milliseconds kBetweenReports{10'000};

std::string new_token() {
  WHISTLE_CHECK(sodium_init() >= 0);
  std::string token(kTokenBytes, '\0');
  randombytes_buf(token.data(), token.size());
  return token;
}

}  // namespace

Problem Service::shutting_down() {
  return {kUnavailable, "SHUTTING_DOWN", "the engine stops; connect again when it is back",
          kBackAfterMs};
}

// Pulls are what stands; they are of the work socket.
void Service::follow_sessions() {
  sessions_.on_move([this](const Connection& from, const Connection& to) {
    if (from.audience == Audience::Work) pulls_.move(from.peer, to.peer);
  });
  sessions_.on_end([this](const Connection& gone) {
    if (gone.audience == Audience::Work) leave(gone.peer);
  });
}

Router& Service::router_of(Audience audience) {
  switch (audience) {
    case Audience::Intake:
      return intake_;
    case Audience::Work:
      return work_;
    case Audience::Watch:
      return watch_;
    case Audience::Admin:
      return admin_;
  }
  WHISTLE_CHECK(false);
}

void Service::welcome(Audience audience, const Request& request) {
  const auto hello = parse<v1::Hello>(request);
  if (!hello) return request.refuse(hello.error());
  if (const auto problem = problem_in(*hello)) {
    return request.refuse(*problem);
  }
  const auto minor = common_minor(*hello);
  if (!minor) return request.refuse(minor.error());
  const std::string token = new_token();
  const auto begun = sessions_.greet({.from = {audience, request.peer},
                                      .client = hello->client(),
                                      .version = hello->version(),
                                      .minor = *minor,
                                      .principal = request.caller.principal,
                                      .key = request.user.value_or(""),
                                      .resume_token = hello->resume_token()},
                                     token, machine_clock_.now());
  if (!begun) {
    refusals_.note(begun.error());
    return request.refuse(begun.error());
  }
  if (audience == Audience::Work) go_on_with_pulls(request, begun->is_resumed);
  v1::Welcome welcome;
  welcome.set_server_version(WHISTLE_VERSION);
  welcome.set_city(policy().book().name);
  welcome.set_city_title(policy().book().title);
  welcome.set_policy_version(policy().book().version);
  welcome.set_head_sequence(parts_.journal.head().sequence.value);
  welcome.set_time_ms(now_ms());
  welcome.set_driven_clock(parts_.driven);
  const policy::RuleBook& book = policy().book();
  welcome.set_time_zone(policy().calendar(book.default_calendar).rules().zone.name());
  welcome.set_minor(*minor);
  for (const std::string_view feature : kFeatures) welcome.add_features(std::string(feature));
  welcome.set_resume_token(token);
  welcome.set_resumed(begun->is_resumed);
  welcome.set_heartbeat_ms(parts_.settings.heartbeat_ms);
  welcome.set_journal_id(parts_.journal.id());
  tell_limits(*welcome.mutable_limits());
  welcome.set_principal(request.caller.principal);
  welcome.set_next_server_key(parts_.settings.next_server_key);
  request.answer(welcome);
}

void Service::tell_limits(v1::SessionLimits& limits) const {
  limits.set_header_bytes(kHeaderBytesMax);
  limits.set_body_bytes(kBodyBytesMax);
  limits.set_pull_orders(casework::kPullMax);
  limits.set_pull_wait_ms(kPullWaitMaxMs);
  limits.set_idempotency_key_bytes(kWishKeyBytesMax);
  limits.set_bundle_wishes(kBundleWishesMax);
  limits.set_receipt_ms(static_cast<std::uint32_t>(policy().settings().receipt.count()));
  limits.set_lease_ms(static_cast<std::uint32_t>(policy().settings().lease.count()));
}

void Service::pong(const Request& request) {
  v1::Pong pong;
  pong.set_head_sequence(parts_.journal.head().sequence.value);
  pong.set_time_ms(now_ms());
  pong.set_journal_id(parts_.journal.id());
  request.answer(pong);
}

// A watch ends by an answer to who asked for it (admission.cc); this is for the connection.
void Service::dismiss_sessions() {
  std::vector<std::pair<Connection, Problem>> leaving;
  for (const auto& [connection, session] : sessions_.all()) {
    if (session.key.empty()) continue;
    if (auto problem = gate_.problem_with(session.key)) leaving.emplace_back(connection, *problem);
  }
  for (const auto& [connection, problem] : leaving) {
    router_of(connection.audience).send_away(connection.peer, problem);
    sessions_.end(connection);
  }
}

void Service::go_away() {
  // These were asked before.
  while (!unread_.empty()) submit(unread_.take());
  is_stopping_ = true;
  beat_timer_.cancel();
  pulls_timer_.cancel();
  std::set<Connection> known;
  for (const auto& [connection, session] : sessions_.all()) known.insert(connection);
  for (const Peer& peer : watchers_.peers()) known.insert({Audience::Watch, peer});
  pulls_.each([&](WaitingPulls::Number, const WaitingPulls::Pull& pull) {
    known.insert({Audience::Work, pull.request.peer});
  });
  for (const Connection& connection : known) {
    router_of(connection.audience).send_away(connection.peer, shutting_down());
  }
  end_pulls(shutting_down());
}

void Service::tell_unreadable() {
  Unreadable all;
  for (const Audience audience :
       {Audience::Intake, Audience::Work, Audience::Watch, Audience::Admin}) {
    const Unreadable& some = router_of(audience).unreadable();
    all.messages += some.messages;
    all.sent_away += some.sent_away;
    all.dropped += some.dropped;
  }
  const Timestamp now = machine_clock_.now();
  const bool is_soon = unreadable_told_at_ && now - *unreadable_told_at_ < kBetweenReports;
  if (!tell_unreadable_ || is_soon || all == unreadable_told_) return;
  tell_unreadable_({.messages = all.messages - unreadable_told_.messages,
                    .sent_away = all.sent_away - unreadable_told_.sent_away,
                    .dropped = all.dropped - unreadable_told_.dropped});
  unreadable_told_ = all;
  unreadable_told_at_ = now;
}

}  // namespace whistle::service
