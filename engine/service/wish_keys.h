#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "engine/core/time_point.h"
#include "engine/journal/journal.h"
#include "engine/service/frames.h"

// header.idempotency_key: wishes that may be sent again. The key is looked up on disk before the
// wish reaches the writer, who must not wait for a read.
namespace whistle::service {

inline constexpr std::size_t kWishKeyBytesMax = 128;

// Whether a method is a wish that a key can name, by the table of methods.
bool takes_key(v1::Method method);

// What tells a wish from another one: BLAKE2b-256 over its method and its body as it came. Who asks
// again sends the same bytes.
journal::Hash fingerprint_of(const Request& request);

// Puts what the journal knows of the key into request.terms; a request without one, and one that is
// no wish, stays as it is. Requires: request.caller is known. Else what the client is told:
//
//   INVALID_ARGUMENT    FIELD_VIOLATION: the key is not 1 to 128 printable ASCII characters
//   RESOURCE_EXHAUSTED  KEYS_FULL: too many answers are kept, and none of them is old enough to go
//   UNAVAILABLE         READ_FAILED
std::optional<Problem> look_up_key(Request& request, const journal::Journal& journal, Timestamp now,
                                   std::uint64_t kept_max = journal::kAnswersMax);

// The same wish was granted to the same principal before, and is not done again.
// Requires: look_up_key() was asked.
bool was_answered(const Request& request);

}  // namespace whistle::service
