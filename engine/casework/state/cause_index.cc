#include "engine/casework/state/cause_index.h"

#include <algorithm>

namespace whistle::casework {
namespace {

// The finish of MurmurHash3: each bit of what comes in changes half of those that go out.
constexpr std::uint64_t spread(std::uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdU;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53U;
  return value ^ value >> 33;
}

}  // namespace

bool CauseKey::is_of(const Case& item) const {
  if (item.category != category || item.cause_area != area) return false;
  return requester == 0 || requester == item.requester ||
         std::ranges::find(item.requesters, requester) != item.requesters.end();
}

std::uint64_t CauseIndex::mix_of(const CauseKey& cause) {
  return spread(spread(spread(cause.area.value) + cause.category) + cause.requester);
}

void CauseIndex::settle() {
  std::ranges::sort(gathered_);
  for (const Entry& entry : gathered_) entries_.insert(entries_.end(), entry);
  gathered_ = std::vector<Entry>();  // {} would keep its memory
}

}  // namespace whistle::casework
