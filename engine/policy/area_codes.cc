#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

#include "engine/policy/policy.h"

// What area codes from outside mean.
namespace whistle::policy {
namespace {

constexpr std::uint64_t kGroup = 1000;  // compounds, buildings and communities have three digits
constexpr std::uint64_t kStreetFilled = 1'000'000'000'000;       // beyond twelve digits
constexpr std::uint64_t kBuildingMin = 100'000'000'000'000'000;  // eighteen digits

}  // namespace

std::optional<AreaCode> code_in(const std::string& name) {
  AreaCode code;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data(), end, code.value);
  if (name.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return code;
}

Policy::MeantArea Policy::meant_by(AreaCode code) const {
  if (const Area* known = area(code)) return {known, nullptr};
  // 350605100000 is the street 350605100, 350605000000 the district 350605.
  AreaCode filled = code;
  while (filled.value >= kGroup && code.value < kStreetFilled && filled.value % kGroup == 0) {
    filled.value /= kGroup;
    if (const Area* known = area(filled)) return {known, nullptr};
  }
  const std::optional<std::size_t>* former = former_codes_.find(code);
  if (former != nullptr && *former) {
    const FormerName& name = book_.former_names[**former];
    return {area(name.area), &name};
  }
  if (code.value < kBuildingMin) return {};
  return {area({code.value / kGroup}), nullptr};
}

}  // namespace whistle::policy
