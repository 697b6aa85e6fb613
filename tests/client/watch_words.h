#pragma once

#include <string>
#include <utility>
#include <vector>

#include "adapters/client/watch.h"
#include "tests/support/fake_engine.h"

// The words of the stories about a client that watches.
namespace whistle::client {

using support::answers;
using support::FakeEngine;
using support::in_turn;
using support::Mouth;
using support::refuses;
using support::Request;
using support::silent;

using Place = std::pair<std::uint64_t, std::uint32_t>;

inline Options to(const FakeEngine& engine) {
  Options options;
  options.endpoints = engine.endpoints();
  options.name = "watch_test";
  options.request_timeout_ms = 60'000;
  options.reconnect_ms = 5;
  options.reconnect_max_ms = 40;
  options.watch_ping_ms = 60'000;
  return options;
}

// For tests in which no connection is lost: one that is merely slow on a busy machine is not given
// up.
inline Options to_steady(const FakeEngine& engine) {
  Options options = to(engine);
  options.reconnect_ms = 60'000;
  options.reconnect_max_ms = 60'000;
  return options;
}

inline v1::WatchEvents facts(const std::vector<Place>& places, std::uint64_t seen) {
  v1::WatchEvents events;
  for (const auto& [sequence, index] : places) {
    v1::Fact* fact = events.add_facts();
    fact->set_sequence(sequence);
    fact->set_index(index);
  }
  events.set_seen_sequence(seen);
  events.set_head_sequence(seen);
  return events;
}

inline v1::WatchReply head(std::uint64_t sequence) {
  v1::WatchReply reply;
  reply.set_head_sequence(sequence);
  return reply;
}

// Accepts a watch and says these messages at once.
inline support::Script tells(std::vector<v1::WatchEvents> messages, std::uint64_t at = 100) {
  return [messages = std::move(messages), at](const Request&, Mouth& mouth) {
    mouth.ok(head(at));
    for (const auto& message : messages) mouth.event(message);
  };
}

// Reads until so many facts have come, or nothing comes for long.
inline std::vector<Place> read(Watch& watch, std::size_t count) {
  std::vector<Place> places;
  while (places.size() < count) {
    const auto events = watch.next(10'000);
    if (!events) break;
    for (const v1::Fact& fact : events->facts()) places.emplace_back(fact.sequence(), fact.index());
  }
  return places;
}

}  // namespace whistle::client
