#include "adapters/gateway/api/cases.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "adapters/gateway/api/fill.h"

namespace whistle::gateway::api {
namespace {

using json = nlohmann::ordered_json;

constexpr std::uint32_t kPageSizeMax = 1000;
constexpr std::size_t kListMax = 256;

template <class Number>
bool read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

template <class Each>
bool for_each(std::string_view text, Each each) {
  for (std::size_t count = 0; !text.empty(); ++count) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (count == kListMax || !each(text.substr(0, comma))) return false;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return true;
}

bool read_list(std::string_view text, std::vector<std::uint64_t>& list) {
  return for_each(text, [&](std::string_view each) {
    std::uint64_t number = 0;
    if (!read(each, number)) return false;
    list.push_back(number);
    return true;
  });
}

bool read_list(std::string_view text, std::vector<std::string>& list) {
  return for_each(text, [&](std::string_view each) {
    if (!each.empty()) list.emplace_back(each);
    return true;
  });
}

bool read_truth(std::string_view text, std::optional<bool>& truth) {
  if (text == "1" || text == "true") truth = true;
  if (text == "0" || text == "false") truth = false;
  return truth.has_value();
}

bool read_instant(std::string_view text, std::optional<std::int64_t>& instant) {
  return read(text, instant.emplace());
}

bool read_order(std::string_view text, search::Wish::Order& order) {
  using Order = search::Wish::Order;
  if (text == "newest") order = Order::Newest;
  if (text == "oldest") order = Order::Oldest;
  if (text == "most_urgent") order = Order::MostUrgent;
  return text == "newest" || text == "oldest" || text == "most_urgent";
}

http::Response bad(std::string_view name, const std::string& what) {
  return http::problem(400, "FIELD_VIOLATION", std::string(name) + ": " + what);
}

// Nothing: there is no such argument.
std::optional<bool> read_one(std::string_view name, std::string_view value, search::Wish& wish) {
  if (name == "q") {
    wish.text = value;
    return true;
  }
  if (name == "requester") {
    wish.requester = value;
    return true;
  }
  if (name == "case") return read_list(value, wish.cases);
  if (name == "area") return read_list(value, wish.areas);
  if (name == "category") return read_list(value, wish.categories);
  if (name == "severity") return read_list(value, wish.severities);
  if (name == "status") return read_list(value, wish.statuses);
  if (name == "unit") return read_list(value, wish.units);
  if (name == "tier") return read_list(value, wish.tiers);
  if (name == "worker") return read_list(value, wish.workers);
  if (name == "open") return read_truth(value, wish.open);
  if (name == "since") return read_instant(value, wish.received_since);
  if (name == "until") return read_instant(value, wish.received_until);
  if (name == "order") return read_order(value, wish.order);
  if (name == "page") return read(value, wish.page) && wish.page > 0;
  if (name == "page_size") {
    return read(value, wish.page_size) && wish.page_size > 0 && wish.page_size <= kPageSizeMax;
  }
  return std::nullopt;
}

}  // namespace

std::variant<search::Wish, http::Response> wish_of(const http::Fields& query,
                                                   const Pseudonym& pseudonym) {
  search::Wish wish;
  for (const auto& [name, value] : query.all()) {
    // Asked of the engine before, see api.cc.
    if (name == "complaint" || value.empty()) continue;
    if (name == "phone") {
      if (!pseudonym.is_configured()) {
        return http::problem(501, "NOT_CONFIGURED", "telephones are not taken: [keys] phone");
      }
      wish.requester = pseudonym.of_phone(value);
      continue;
    }
    const auto read = read_one(name, value, wish);
    if (!read) return bad(name, "there is no such argument");
    if (!*read) return bad(name, "this is not what it takes; see /api/v1/openapi.json");
  }
  return wish;
}

std::string json_of(const search::Cases& found, const search::Wish& wish) {
  // Written as they are: parsing a thousand cases again would cost more than making them.
  std::string text = "{\"cases\":[";
  for (std::size_t i = 0; i < found.cases.size(); ++i) {
    if (i > 0) text += ',';
    text += write_json(found.cases[i]);
  }
  text += "],\"total\":" + std::to_string(found.total);
  text += ",\"page\":" + std::to_string(wish.page);
  text += ",\"page_size\":" + std::to_string(wish.page_size);
  text += ",\"as_of_sequence\":\"" + std::to_string(found.as_of_sequence) + "\"}";
  return text;
}

std::string json_of(const std::vector<search::Load>& loads, std::int64_t time_ms) {
  json list = json::array();
  for (const search::Load& load : loads) {
    list.push_back({{"unit", load.unit},
                    {"unit_name", load.unit_name},
                    {"tier", load.tier},
                    {"area_code", std::to_string(load.area_code)},
                    {"red", load.red},
                    {"yellow", load.yellow},
                    {"blue", load.blue},
                    {"oldest_received_ms", std::to_string(load.oldest_received_ms)},
                    {"escalations_last_hour", load.escalations_last_hour}});
  }
  return json{{"loads", list}, {"time_ms", std::to_string(time_ms)}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

}  // namespace whistle::gateway::api
