#include "adapters/scenario/memory.h"

#include "adapters/scenario/match.h"

namespace whistle::scenario {

json Memory::resolve(const json& value) const {
  if (value.is_structured()) {
    json resolved = value;
    for (json& child : resolved) child = resolve(child);
    return resolved;
  }
  if (!value.is_string()) return value;
  const std::string text = value.get<std::string>();
  if (!text.starts_with('$')) return value;
  const auto found = names_.find(text.substr(1));
  return found != names_.end() ? found->second : json(0);
}

std::string Memory::resolve_text(const std::string& text) const { return text_of(resolve(text)); }

void Memory::hold(std::uint64_t case_id, std::uint64_t token, const std::string& worker) {
  if (token == 0) return;
  Holder& holder = holders_[case_id];
  holder.token = token;
  if (!worker.empty()) holder.worker = worker;
}

const Memory::Holder* Memory::holder(std::uint64_t case_id) const {
  const auto found = holders_.find(case_id);
  return found != holders_.end() ? &found->second : nullptr;
}

}  // namespace whistle::scenario
