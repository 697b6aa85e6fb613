#pragma once

#include <google/protobuf/message.h>

#include <span>

#include "whistle/v1/envelope.pb.h"

// What a request of each method carries: one table for all methods of the protocol, beside that of
// the permissions. Whoever reads a body or looks for a key asks here.
namespace whistle::service {

struct MethodForm {
  v1::Method method{};
  // The body, without anything in it. nullptr: it is empty, or another one on each socket.
  const google::protobuf::Message& (*body)(){};
  // A wish, decided by the writer, that header.idempotency_key can name. Everything else changes
  // nothing, or may be repeated as it is.
  bool takes_key{};
};

// All of them, one for each method.
std::span<const MethodForm> method_forms();

// nullptr for a method that this engine does not know.
const MethodForm* form_of(v1::Method method);

}  // namespace whistle::service
