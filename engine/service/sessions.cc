#include "engine/service/sessions.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/service/limits.h"

namespace whistle::service {

Outcome<Sessions::Begun, Problem> Sessions::greet(Greeting greeting, const std::string& token,
                                                  Timestamp now) {
  auto at = resume(greeting);
  const bool is_resumed = at != sessions_.end();
  if (!is_resumed) at = sessions_.find(greeting.from);
  if (at == sessions_.end()) {
    if (!make_room(now)) {
      return Failure{exhausted(Limit::Sessions, max_, sessions_.size(),
                               static_cast<std::uint32_t>(patience_.count()))};
    }
    at = sessions_.emplace(std::move(greeting.from), Session{}).first;
  }
  const bool goes_on = is_resumed && !at->second.has_lost;
  // What is left of it would be half of what was asked for.
  if (is_resumed && !goes_on) ended_(at->first);
  at->second.has_lost = false;
  change_token(at, is_resumed ? greeting.resume_token : at->second.token, token);
  Session& session = at->second;
  session.client = std::move(greeting.client);
  session.version = std::move(greeting.version);
  session.minor = greeting.minor;
  session.principal = std::move(greeting.principal);
  session.key = std::move(greeting.key);
  session.heard = now;
  session.is_silent = false;
  return Begun{goes_on};
}

Sessions::Table::iterator Sessions::resume(const Greeting& greeting) {
  const auto known = by_token_.find(greeting.resume_token);
  if (known == by_token_.end()) return sessions_.end();
  const Connection from = known->second;
  const auto at = sessions_.find(from);
  if (from.audience != greeting.from.audience || at->second.principal != greeting.principal) {
    return sessions_.end();
  }
  if (from == greeting.from) return at;
  // Whatever began on the new connection before it said who it is.
  if (const auto other = sessions_.find(greeting.from); other != sessions_.end()) drop(other);
  auto node = sessions_.extract(at);
  node.key() = greeting.from;
  const auto moved = sessions_.insert(std::move(node)).position;
  for (const std::string& token : {moved->second.token, moved->second.token_before}) {
    if (!token.empty()) by_token_[token] = greeting.from;
  }
  moved_(from, greeting.from);
  return moved;
}

// The token that the client is known to have goes on working until it has used a newer one.
void Sessions::change_token(Table::iterator at, std::string known, const std::string& token) {
  Session& session = at->second;
  forget_tokens(session);
  session.token_before = std::move(known);
  session.token = token;
  for (const std::string& each : {session.token, session.token_before}) {
    if (!each.empty()) by_token_[each] = at->first;
  }
}

void Sessions::forget_tokens(const Session& session) {
  by_token_.erase(session.token);
  by_token_.erase(session.token_before);
}

void Sessions::hear(const Connection& from, Timestamp now) {
  const auto found = sessions_.find(from);
  if (found == sessions_.end()) return;
  found->second.heard = now;
  found->second.is_silent = false;
}

bool Sessions::attend(const Connection& from, const std::string& key, Timestamp now) {
  if (!sessions_.contains(from)) {
    if (!make_room(now)) return false;
    sessions_[from].key = key;
  }
  hear(from, now);
  return true;
}

bool Sessions::make_room(Timestamp now) {
  if (sessions_.size() < max_) return true;
  const auto longest =
      std::ranges::min_element(sessions_, {}, [](const auto& item) { return item.second.heard; });
  if (!has_fallen_silent(longest->second, now)) return false;
  drop(longest);
  return true;
}

void Sessions::pass(Timestamp now) {
  std::vector<Connection> ended;
  for (auto& [connection, session] : sessions_) {
    if (session.is_silent || !has_fallen_silent(session, now)) continue;
    session.is_silent = true;
    ended.push_back(connection);
  }
  for (const Connection& connection : ended) {
    ended_(connection);
    // Without a token nobody can come back to it.
    if (sessions_.at(connection).token.empty()) sessions_.erase(connection);
  }
}

void Sessions::end(const Connection& from) {
  const auto found = sessions_.find(from);
  if (found != sessions_.end()) drop(found);
}

void Sessions::note_loss(const Connection& at) {
  const auto found = sessions_.find(at);
  if (found != sessions_.end()) found->second.has_lost = true;
}

void Sessions::drop(Table::iterator at) {
  forget_tokens(at->second);
  const auto gone = sessions_.extract(at);
  if (!gone.mapped().is_silent) ended_(gone.key());
}

const Session* Sessions::find(const Connection& at) const {
  const auto found = sessions_.find(at);
  return found == sessions_.end() ? nullptr : &found->second;
}

}  // namespace whistle::service
