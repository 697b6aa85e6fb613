#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "engine/casework/decide.h"
#include "engine/core/time_point.h"
#include "engine/journal/hash_bytes.h"

namespace whistle::journal {

// What a wish was answered that carried a key, so that the same wish sent again is told the same
// and done once. The key is the client's, and means something among the keys of one principal only.
struct KeptAnswer {
  std::string principal;      // empty: nobody was asked for a public key
  std::string key;            // header.idempotency_key
  Hash fingerprint{};         // of the wish
  std::uint64_t number{};     // of all answers that were ever kept, from 1
  Timestamp time{};           // of the decision
  casework::Answer answer{};  // one that is worth keeping

  bool operator==(const KeptAnswer&) const = default;
};

// So long is an answer kept at least, by the engine's clock; the same key may then name another
// wish.
inline constexpr Milliseconds kAnswersKeptFor = std::chrono::hours{7 * 24};
// So many are kept at most. The oldest make no room: somebody may still ask for them.
inline constexpr std::uint64_t kAnswersMax = 10'000'000;

// True once a wish under the same key is another wish.
constexpr bool is_over(Timestamp kept, Timestamp now) { return now - kept >= kAnswersKeptFor; }

// Whether telling an answer again is worth more than asking anew. A pull that was granted nothing
// has done nothing, and may get something later; how leases stand, and what a worker who goes has
// left, changes nothing when it is asked again. Time has no key.
inline bool is_worth_keeping(const casework::Answer& answer) {
  if (const auto* pulled = std::get_if<casework::PullAnswer>(&answer)) {
    return !pulled->grants.empty();
  }
  return !std::holds_alternative<casework::TickAnswer>(answer) &&
         !std::holds_alternative<casework::HeldAnswer>(answer) &&
         !std::holds_alternative<casework::DrainAnswer>(answer);
}

// Which answers a journal keeps: those with these numbers.
struct KeptAnswers {
  std::uint64_t first{1};    // one after `last` when there are none
  std::uint64_t last{};      // of all that were ever kept
  Timestamp oldest{kNever};  // when the first of them was kept

  std::uint64_t count() const { return last + 1 - first; }
  bool operator==(const KeptAnswers&) const = default;
};

}  // namespace whistle::journal
