#pragma once

#include <string>

#include "whistle/v1/envelope.pb.h"

// Inside the client only: header.idempotency_key.
namespace whistle::client {

// Whether the engine takes a key with this method: it is a wish.
bool takes_key(v1::Method method);
// A wish whose repeat does nothing by itself.
bool is_safe_to_repeat(v1::Method method);
// 128 bits of chance.
std::string random_key();

}  // namespace whistle::client
