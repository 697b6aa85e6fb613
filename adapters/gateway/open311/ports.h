#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/client/result.h"
#include "adapters/gateway/people/person.h"

// What Open311 needs of the other rooms. Thread: that of the server.
namespace whistle::gateway::open311 {

// The program behind an api key, and for whom it files.
struct Caller {
  people::Person person;
  std::string source;  // of its complaints
};

class KeyRing {
 public:
  virtual ~KeyRing() = default;
  // Nothing: nobody knows this key.
  virtual std::optional<Caller> find(std::string_view key) const = 0;
};

// How a resident may be known. The first of these that a request gives names the person.
enum class Identity : std::uint8_t { Phone, Email, Account, Device };

class Pseudonyms {
 public:
  virtual ~Pseudonyms() = default;
  // Always the same for the same person, and no way back. The same telephone gives what it gives to
  // the hotline, so that a resident is one person on all ways.
  virtual std::string of(Identity kind, std::string_view identity) const = 0;
};

class Attachments {
 public:
  virtual ~Attachments() = default;
  // Keeps a picture, on disk when it resumes; where it can be had: a path of this gateway or a URL.
  // INVALID_ARGUMENT when it is none, or too large.
  virtual boost::asio::awaitable<client::Result<std::string>> keep(std::string bytes) = 0;
};

}  // namespace whistle::gateway::open311
