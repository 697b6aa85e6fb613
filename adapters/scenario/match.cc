#include "adapters/scenario/match.h"

#include <google/protobuf/util/json_util.h>

#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

namespace whistle::scenario {
namespace {

std::optional<std::int64_t> number_in(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// One step down, or nullptr.
const json* child_of(const json& parent, const std::string& name) {
  if (parent.is_array()) {
    const auto index = number_in(name);
    const bool inside = index && *index >= 0 && *index < static_cast<std::int64_t>(parent.size());
    return inside ? &parent[static_cast<std::size_t>(*index)] : nullptr;
  }
  if (!parent.is_object()) return nullptr;
  for (const std::string& key : {name, name + "_ms"}) {
    const auto found = parent.find(key);
    if (found != parent.end()) return &*found;
  }
  return nullptr;
}

const json* find(const json& actual, const std::string& path) {
  const json* at = &actual;
  std::size_t from = 0;
  while (at != nullptr && from <= path.size()) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    at = child_of(*at, path.substr(from, dot - from));
    from = dot + 1;
  }
  return at;
}

bool is_none(const std::string& text) { return text.empty() || text == "0"; }

// Compares one expectation with one value, and says what differs under its name.
class Comparison {
 public:
  explicit Comparison(const Zone& zone) : zone_(zone) {}

  void compare(const std::string& name, const json& expected, const json& actual) {
    if (expected.is_object()) {
      for (const auto& [key, value] : expected.items()) {
        const json* found = find(actual, key);
        const std::string place = name.empty() ? key : std::string(name).append(".").append(key);
        if (found != nullptr) {
          compare(place, value, *found);
        } else if (value != json("-")) {
          // Rows of registers leave out instants that never come.
          differences_.push_back(place + ": there is no such field");
        }
      }
    } else if (expected.is_array()) {
      compare_lists(name, expected, actual);
    } else if (!same(expected, actual)) {
      differ(name, shown(expected, std::nullopt), shown(actual, instant_like(expected)));
    }
  }

  std::vector<std::string> take() { return std::move(differences_); }

 private:
  void compare_lists(const std::string& name, const json& expected, const json& actual) {
    if (!actual.is_array() || actual.size() != expected.size()) {
      return differ(name, shown(expected, std::nullopt), shown(actual, std::nullopt));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
      compare(name + "." + std::to_string(i), expected[i], actual[i]);
    }
  }

  bool same(const json& expected, const json& actual) const {
    if (actual.is_structured()) return false;
    const std::string wanted = text_of(expected);
    const std::string there = text_of(actual);
    if (wanted == there) return true;
    if (wanted == "-") return is_none(there);
    const auto instant = parse_local(zone_, wanted);
    return instant && std::to_string(*instant) == there;
  }

  // True when a time on the wall was expected, so that what is there should be shown as one.
  std::optional<bool> instant_like(const json& expected) const {
    return expected.is_string() && parse_wall(expected.get<std::string>()).has_value();
  }

  std::string shown(const json& value, std::optional<bool> as_instant) const {
    if (value.is_structured()) return value.dump();
    const std::string text = text_of(value);
    if (as_instant.value_or(false)) {
      const auto number = number_in(text);
      if (number && *number != 0) return local_text(zone_, *number);
    }
    return text.empty() ? "nothing" : text;
  }

  void differ(const std::string& name, const std::string& expected, const std::string& actual) {
    const std::string place = name.empty() ? "" : name + ": ";
    differences_.push_back(place + "expected " + expected + ", is " + actual);
  }

  const Zone& zone_;
  std::vector<std::string> differences_;
};

}  // namespace

json to_json(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return {};
  return json::parse(text, nullptr, false);
}

std::string text_of(const json& scalar) {
  if (scalar.is_null()) return "";
  if (scalar.is_string()) return scalar.get<std::string>();
  return scalar.dump();
}

std::vector<std::string> differences(const json& expected, const json& actual, const Zone& zone) {
  Comparison comparison(zone);
  comparison.compare("", expected, actual);
  return comparison.take();
}

}  // namespace whistle::scenario
