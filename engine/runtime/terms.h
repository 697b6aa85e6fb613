#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/core/time_point.h"
#include "engine/journal/kept_answer.h"

namespace whistle::runtime {

// Names a wish that may be sent again: under its key it is done once, and told the same each time.
struct WishKey {
  std::string key;              // as the client chose it, for the principal that is the caller
  journal::Hash fingerprint{};  // of the wish: another wish may not come under the same key
  // What the journal had under the key when it was looked up, unless its time was over, and the
  // last answer that was durable then; the runtime remembers later ones.
  std::optional<journal::KeptAnswer> prior{};
  std::uint64_t looked_up_through{};
};

// On which terms a wish is decided, whatever it says.
struct Terms {
  Timestamp decide_by{kNever};           // later it is not done any more
  std::shared_ptr<const WishKey> key{};  // nothing: it is done as often as it is sent
};

}  // namespace whistle::runtime
