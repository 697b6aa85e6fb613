#include "engine/triage/area_tree.h"

#include <algorithm>
#include <unordered_map>

namespace whistle::triage {

AreaTree::AreaTree(const std::vector<policy::Area>& areas) : areas_(&areas) {
  std::unordered_map<AreaCode, std::uint32_t> positions;
  for (std::uint32_t i = 0; i < areas.size(); ++i) positions.emplace(areas[i].code, i);
  for (const policy::Area& area : areas) {
    const auto parent = positions.find(area.parent);
    parents_.push_back(parent == positions.end() ? std::nullopt : std::optional(parent->second));
  }
}

bool AreaTree::is_within(std::uint32_t inner, std::uint32_t outer) const {
  for (std::optional<std::uint32_t> next = inner; next; next = parents_[*next]) {
    if (*next == outer) return true;
  }
  return false;
}

std::vector<std::uint32_t> AreaTree::chain(std::uint32_t index) const {
  std::vector<std::uint32_t> chain;
  for (std::optional<std::uint32_t> next = index; next; next = parents_[*next]) {
    chain.push_back(*next);
  }
  return chain;
}

std::optional<std::uint32_t> AreaTree::common(const std::vector<std::uint32_t>& indexes) const {
  if (indexes.empty()) return std::nullopt;
  std::vector<std::uint32_t> shared = chain(indexes.front());
  for (const std::uint32_t index : indexes) {
    const std::vector<std::uint32_t> other = chain(index);
    const auto is_missing = [&](std::uint32_t area) {
      return std::find(other.begin(), other.end(), area) == other.end();
    };
    shared.erase(std::remove_if(shared.begin(), shared.end(), is_missing), shared.end());
  }
  return shared.empty() ? std::nullopt : std::optional(shared.front());
}

}  // namespace whistle::triage
