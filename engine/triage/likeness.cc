#include "engine/triage/likeness.h"

#include <utf8proc.h>

#include <array>
#include <cstddef>
#include <limits>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

constexpr std::size_t kBits = 64;

// The finaliser of SplitMix64: every bit of the result depends on every bit of the value.
constexpr std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

// A byte's bits spread over the eight bytes of a word, lowest first, so that eight counters of
// eight bits are added to at once.
constexpr std::array<std::uint64_t, 256> kSpread = [] {
  std::array<std::uint64_t, 256> spread{};
  for (std::size_t byte = 0; byte < spread.size(); ++byte) {
    for (std::size_t bit = 0; bit < 8; ++bit) {
      if (((byte >> bit) & 1U) != 0) spread[byte] |= std::uint64_t{1} << (8 * bit);
    }
  }
  return spread;
}();

// Counts, for each of the 64 bits, in how many hashes it is set.
class BitCounts {
 public:
  void add(std::uint64_t hash) {
    for (std::size_t byte = 0; byte < packed_.size(); ++byte) {
      packed_[byte] += kSpread[(hash >> (8 * byte)) & 0xFFU];
    }
    ++added_;
    if (added_ % std::numeric_limits<std::uint8_t>::max() == 0) unpack();  // before it overflows
  }

  // The bits set in more than half of the hashes.
  std::uint64_t majority() {
    unpack();
    std::uint64_t bits = 0;
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      if (2 * counts_[bit] > added_) bits |= std::uint64_t{1} << bit;
    }
    return bits;
  }

 private:
  void unpack() {
    for (std::size_t bit = 0; bit < kBits; ++bit) {
      counts_[bit] += (packed_[bit / 8] >> (8 * (bit % 8))) & 0xFFU;
    }
    packed_ = {};
  }

  std::array<std::uint64_t, 8> packed_{};  // counters of the last hashes, eight bits each
  std::array<std::uint64_t, kBits> counts_{};
  std::uint64_t added_{};
};

bool is_counted(utf8proc_int32_t point) {
  const utf8proc_category_t category = utf8proc_category(point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

}  // namespace

std::uint64_t likeness_of(std::string_view folded) {
  BitCounts counts;
  std::uint64_t previous = 0;  // NUL is no letter, so zero stands for none
  std::size_t letters = 0;
  const auto* bytes = static_cast<const utf8proc_uint8_t*>(static_cast<const void*>(folded.data()));
  for (std::size_t at = 0; at < folded.size();) {
    utf8proc_int32_t point = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(folded.size() - at), &point);
    WHISTLE_CHECK(length > 0);
    at += static_cast<std::size_t>(length);
    if (!is_counted(point)) continue;
    const auto letter = static_cast<std::uint64_t>(point);
    if (previous != 0) counts.add(mix((previous << 32U) | letter));
    previous = letter;
    ++letters;
  }
  if (letters == 1) counts.add(mix(previous));
  return counts.majority();
}

}  // namespace whistle::triage
