#pragma once

#include "adapters/client/options.h"
#include "tests/support/fake_engine.h"

// How long a client of the tests waits before it asks again.
namespace whistle::client {

// For tests that are about repeats: they come soon.
inline Options impatient(const support::FakeEngine& engine) {
  Options options;
  options.endpoints = engine.endpoints();
  options.request_timeout_ms = 40;
  options.reconnect_ms = 5;
  options.reconnect_max_ms = 40;
  options.give_up_after_ms = 10'000;
  return options;
}

// For tests in which a repeat would be a mistake, on however slow a machine.
inline Options patient(const support::FakeEngine& engine) {
  Options options = impatient(engine);
  options.request_timeout_ms = 60'000;
  return options;
}

// For tests that count connections: one that is slow to come up is waited for.
inline Options steady(const support::FakeEngine& engine) {
  Options options = patient(engine);
  options.reconnect_ms = 60'000;
  options.reconnect_max_ms = 60'000;
  return options;
}

}  // namespace whistle::client
