#include "adapters/gateway/stream/filter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "whistle/v1/watch.pb.h"

namespace whistle::gateway::stream {
namespace {

constexpr std::size_t kValuesMax = 256;  // of a list, by watch.proto
constexpr std::array<std::string_view, 8> kKnown{
    "events", "areas", "severities", "tiers", "units", "snapshot", "last_event_id", "journal_id"};

std::vector<std::string> words_of(const http::Request& request, std::string_view name) {
  std::set<std::string> words;
  for (std::string_view list : request.query.get_all(name)) {
    while (!list.empty()) {
      const std::size_t end = std::min(list.find(','), list.size());
      if (end > 0) words.emplace(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }
  return {words.begin(), words.end()};
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Many persons share one watch, so it is nobody's in particular: only what they may see counts.
v1::Operator viewer(const people::Person& person) {
  people::Person like = person;
  like.name = "events";
  std::ranges::sort(like.roles);
  std::ranges::sort(like.areas);
  std::ranges::sort(like.units);
  return people::operator_of(like);
}

}  // namespace

std::variant<client::Selection, std::string> selection_of(const http::Request& request,
                                                          const people::Person& person) {
  for (const auto& [name, value] : request.query.all()) {
    if (std::ranges::find(kKnown, name) != kKnown.end()) continue;
    return "unknown argument '" + name +
           "'; there are: events areas severities tiers units snapshot last_event_id journal_id";
  }
  client::Selection selection;
  selection.events = words_of(request, "events");
  selection.severities = words_of(request, "severities");
  selection.tiers = words_of(request, "tiers");
  selection.units = words_of(request, "units");
  for (const std::string& area : words_of(request, "areas")) {
    const auto code = number_of(area);
    if (!code) return "'" + area + "' is no area code; codes are numbers";
    selection.areas.push_back(*code);
  }
  for (const std::size_t size :
       {selection.events.size(), selection.severities.size(), selection.tiers.size(),
        selection.units.size(), selection.areas.size()}) {
    if (size > kValuesMax) return "a list has at most 256 values";
  }
  selection.acting_for = viewer(person);
  return selection;
}

std::string name_of(const client::Selection& selection, const people::Person& person) {
  v1::WatchRequest request;
  const auto put = [](const auto& from, auto& to) { to.Add(from.begin(), from.end()); };
  put(selection.events, *request.mutable_events());
  put(selection.areas, *request.mutable_areas());
  put(selection.severities, *request.mutable_severities());
  put(selection.tiers, *request.mutable_tiers());
  put(selection.units, *request.mutable_units());
  const std::string filter = request.SerializeAsString();
  return std::to_string(filter.size()) + ":" + filter + viewer(person).SerializeAsString();
}

}  // namespace whistle::gateway::stream
