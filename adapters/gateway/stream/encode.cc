#include "adapters/gateway/stream/encode.h"

#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>

namespace whistle::gateway::stream {
namespace {

using nlohmann::json;

std::string json_of(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  // The only failure is text that is no UTF-8, which protobuf does not parse either.
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "{}";
  return text;
}

template <class Messages>
std::string list_of(const Messages& messages) {
  std::string text = "[";
  for (const auto& message : messages) {
    if (text.size() > 1) text += ",";
    text += json_of(message);
  }
  return text + "]";
}

std::string quoted(std::uint64_t number) { return "\"" + std::to_string(number) + "\""; }

std::string event_of(const char* name, const std::string& data) {
  return std::string("event: ") + name + "\ndata: " + data + "\n\n";
}

}  // namespace

std::string record_event(std::uint64_t sequence, const std::vector<v1::Fact>& facts) {
  return "id: " + std::to_string(sequence) + "\n" +
         event_of("record",
                  "{\"sequence\":" + quoted(sequence) + ",\"facts\":" + list_of(facts) + "}");
}

std::string hello_event(const std::string& journal_id, std::uint64_t head, std::uint64_t start) {
  return event_of("hello", json{{"journal_id", journal_id},
                                {"head", std::to_string(head)},
                                {"start", std::to_string(start)}}
                               .dump());
}

std::string snapshot_event(const v1::WatchEvents& events) {
  if (events.has_snapshot_begin()) {
    return event_of("snapshot",
                    "{\"begin\":" + quoted(events.snapshot_begin().watermark_sequence()) + "}");
  }
  if (events.has_snapshot_end()) {
    const auto& end = events.snapshot_end();
    return "id: " + std::to_string(end.watermark_sequence()) + "\n" +
           event_of("snapshot", "{\"end\":" + quoted(end.watermark_sequence()) +
                                    ",\"cases\":" + quoted(end.cases()) + "}");
  }
  return event_of("snapshot", "{\"as_of_sequence\":" + quoted(events.as_of_sequence()) +
                                  ",\"cases\":" + list_of(events.cases()) + "}");
}

std::string reset_event(const client::Problem& why, const std::string& journal_id) {
  const json data{{"reason", why.reason},
                  {"message", why.message},
                  {"first_available", std::to_string(why.first_available)},
                  {"journal_id", journal_id}};
  return "id:\n" + event_of("reset", data.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string ping(std::uint64_t seen) {
  if (seen == 0) return ": ping\n\n";
  return ": ping\nid: " + std::to_string(seen) + "\n\n";
}

std::string retry(std::uint32_t pause_ms) { return "retry: " + std::to_string(pause_ms) + "\n\n"; }

}  // namespace whistle::gateway::stream
