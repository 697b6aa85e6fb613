#pragma once

#include <zmq.h>

#include <array>
#include <string>

// Keys for tests.
namespace whistle::service {

struct TestKey {
  std::string open;
  std::string secret;
};

inline TestKey new_key() {
  std::array<char, 41> open{};
  std::array<char, 41> secret{};
  zmq_curve_keypair(open.data(), secret.data());
  return {open.data(), secret.data()};
}

}  // namespace whistle::service
