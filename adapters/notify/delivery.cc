#include "adapters/notify/delivery.h"

#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

namespace whistle::notify {
namespace {

// Keys stay in the order in which they are written, so that the bytes do as well.
using Json = nlohmann::ordered_json;

// As `whistle watch --json` has it: all fields, 64-bit numbers as strings.
Json json_of(const v1::Fact& fact) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string line;
  if (!google::protobuf::util::MessageToJsonString(fact, &line, options).ok())
    return Json::object();
  Json json = Json::parse(line);
  // Depends on where the watch was when it was sent.
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
