#include "engine/service/watch_wish.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "engine/service/describe.h"
#include "engine/service/fields.h"

namespace whistle::service {
namespace {

constexpr int kValuesMax = 256;

std::optional<Problem> too_many(const v1::WatchRequest& request) {
  const auto longest =
      std::max({request.events_size(), request.areas_size(), request.severities_size(),
                request.tiers_size(), request.units_size()});
  if (longest <= kValuesMax) return std::nullopt;
  return Problem{kInvalidArgument, "FIELD_VIOLATION",
                 "a list of a filter holds at most " + std::to_string(kValuesMax) + " values", 0};
}

template <class Enum, class Words>
Outcome<std::vector<Enum>, Problem> words_field(const char* field, const Words& words) {
  std::vector<Enum> values;
  for (const std::string& word : words) {
    const auto value = word_field<Enum>(field, word);
    if (!value) return Failure{value.error()};
    values.push_back(*value);
  }
  return values;
}

}  // namespace

Outcome<WatchFilter, Problem> to_filter(const v1::WatchRequest& request,
                                        const policy::Policy& policy) {
  if (const auto problem = too_many(request)) return Failure{*problem};
  WatchFilter filter;
  for (const std::string& event : request.events()) {
    const auto kind = kind_of(event);
    if (!kind) return violation("events: there is no event " + event);
    filter.kinds.set(*kind);
  }
  for (const std::uint64_t code : request.areas()) {
    const policy::Area* area = policy.meant_by({code}).area;
    if (area == nullptr) return violation("areas: there is no area " + std::to_string(code));
    filter.areas.push_back(area->code);
  }
  auto severities = words_field<Severity>("severities", request.severities());
  if (!severities) return Failure{severities.error()};
  filter.severities = *std::move(severities);
  auto tiers = words_field<Tier>("tiers", request.tiers());
  if (!tiers) return Failure{tiers.error()};
  filter.tiers = *std::move(tiers);
  for (const std::string& unit : request.units()) {
    if (policy.unit({unit}) == nullptr) return violation("units: there is no unit " + unit);
    filter.units.insert({unit});
  }
  return filter;
}

Outcome<Done, Problem> check_start(const v1::WatchRequest& request) {
  if (request.snapshot() && !request.cursor().empty()) {
    return violation("cursor: a watch with a snapshot has none");
  }
  if (request.snapshot() && request.from_now()) {
    return violation("from_now: not together with snapshot");
  }
  if (!request.cursor().empty() && !is_cursor_name(request.cursor())) {
    return violation("cursor: at most 64 of a-z 0-9 - _ .");
  }
  return Done{};
}

bool is_cursor_name(const std::string& name) {
  constexpr std::size_t kNameMax = 64;
  const auto may_be = [](unsigned char letter) {
    return std::islower(letter) != 0 || std::isdigit(letter) != 0 || letter == '-' ||
           letter == '_' || letter == '.';
  };
  return !name.empty() && name.size() <= kNameMax && std::ranges::all_of(name, may_be);
}

}  // namespace whistle::service
