#pragma once

#include <cstddef>
#include <string>
#include <zmq.hpp>

#include "engine/core/outcome.h"
#include "engine/service/permissions.h"

// Encryption of the engine's sockets (CurveZMQ), and the proof that it keeps strangers out.
namespace whistle::service {

inline constexpr std::size_t kKeyLetters = 40;  // of a key in Z85

// The engine's own keys, in Z85.
struct ServerKey {
  std::string secret;
  std::string open;  // the public one, which clients must know
};

// The public key that belongs to a secret one; nothing when it is no key.
Outcome<ServerKey, std::string> server_key_of(const std::string& secret);

// From now on the socket speaks with nobody who has no key that the Zap of this process lets in.
// Requires: not bound yet. Fails with a version of ZeroMQ that cannot insist on it.
Outcome<Done, std::string> guard(zmq::socket_t& socket, const ServerKey& key, Audience audience);

// Knocks with a key that nobody knows. Done when the handshake was refused for that; else what
// happened instead, and the engine must not start. Takes five seconds at most. Requires: a Zap of
// the same context; it answers meanwhile.
Outcome<Done, std::string> knock(zmq::context_t& context, const std::string& endpoint,
                                 const std::string& open_key);

// "tcp://0.0.0.0:7701" as this machine reaches it.
std::string reachable(const std::string& endpoint);

}  // namespace whistle::service
