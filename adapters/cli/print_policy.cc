#include "adapters/cli/print_policy.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "adapters/cli/print_table.h"

namespace whistle::cli {

namespace {

using nlohmann::json;

// Enough to tell versions apart.
constexpr std::size_t kHashDigits = 12;

std::string short_of(const std::string& version) { return version.substr(0, kHashDigits); }

std::string text_of(const json& row, const char* field) {
  const auto found = row.find(field);
  return found != row.end() && found->is_string() ? found->get<std::string>() : std::string{};
}
std::uint64_t number_of(const json& row, const char* field) {
  const auto found = row.find(field);
  return found != row.end() && found->is_number() ? found->get<std::uint64_t>() : 0;
}
bool flag_of(const json& row, const char* field) {
  const auto found = row.find(field);
  return found != row.end() && found->is_boolean() && found->get<bool>();
}

std::string moved_of(const json& row) {
  std::string text = std::to_string(number_of(row, "moved"));
  if (number_of(row, "stages") == 0 && !flag_of(row, "lines")) return "nothing was to move";
  return text + (flag_of(row, "spreading") ? " so far" : "");
}

}  // namespace

void print_adopted(std::ostream& out, const v1::PolicyReply& reply) {
  if (reply.adoption() == 0) {
    out << "rule book " << short_of(reply.version()) << " is in force already\n";
    return;
  }
  out << "rule book " << short_of(reply.version()) << " is in force, before it was "
      << short_of(reply.before()) << " (adoption " << reply.adoption() << ")\n";
}

void print_adoptions(std::ostream& out, const v1::RegistersReply& reply, const Style& style) {
  Table table({{"", Side::Right},
               {"since", Side::Left},
               {"version", Side::Left},
               {"before", Side::Left},
               {"by", Side::Left},
               {"cases moved", Side::Left},
               {"why", Side::Left}});
  for (const v1::RegisterView& view : reply.rows()) {
    const json row = json::parse(view.json(), nullptr, false);
    if (!row.is_object()) continue;
    table.add({{std::to_string(number_of(row, "id"))},
               {style.zone.text(static_cast<std::int64_t>(number_of(row, "since_ms")))},
               {short_of(text_of(row, "version")), Ink::Bold},
               {short_of(text_of(row, "before"))},
               {text_of(row, "by")},
               {moved_of(row)},
               {text_of(row, "reason")}});
  }
  if (table.empty()) {
    out << "no rule book was put in force since the journal began\n";
    return;
  }
  table.print(out, style.paint);
}

}  // namespace whistle::cli
