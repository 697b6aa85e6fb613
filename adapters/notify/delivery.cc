#include "adapters/notify/delivery.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "adapters/cli/json_line.h"

namespace whistle::notify {
namespace {

// Keys stay in the order in which they are written, so that the bytes do as well.
using Json = nlohmann::ordered_json;

Json json_of(v1::Fact fact) {
  // Depends on where the watch was when it was sent.
  fact.clear_previous();
  std::ostringstream line;
  cli::print_json(line, fact);
  Json json = Json::parse(line.str());
  json.erase("previous");
  return json;
}

}  // namespace

std::vector<Delivery> deliveries_of(const v1::WatchEvents& events, const std::string& journal_id) {
  std::vector<Delivery> deliveries;
  Json body;
  const auto finish = [&] {
    if (!deliveries.empty()) deliveries.back().json = body.dump();
  };
  for (const v1::Fact& fact : events.facts()) {
    if (deliveries.empty() || deliveries.back().sequence != fact.sequence()) {
      finish();
      deliveries.push_back({fact.sequence(), journal_id, {}});
      body = {{"delivery", fact.sequence()}, {"journal", journal_id}, {"facts", Json::array()}};
    }
    body["facts"].push_back(json_of(fact));
  }
  finish();
  return deliveries;
}

}  // namespace whistle::notify
