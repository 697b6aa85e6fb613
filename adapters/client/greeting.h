#pragma once

#include <cstdint>
#include <string>

#include "adapters/client/options.h"
#include "whistle/v1/envelope.pb.h"

// Inside the client only: how it says hello.
namespace whistle::client {

// Minor versions of WHISTLE/1 that this client speaks.
inline constexpr std::uint32_t kMinorFirst = 0;
inline constexpr std::uint32_t kMinorLast = 1;

inline v1::Hello hello_of(const Options& options) {
  v1::Hello hello;
  hello.set_client(options.name);
  hello.set_version(options.version);
  hello.set_min_minor(kMinorFirst);
  hello.set_max_minor(kMinorLast);
  return hello;
}

}  // namespace whistle::client
