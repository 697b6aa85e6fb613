#include "adapters/cli/print_board.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/cli/print_case.h"
#include "adapters/cli/print_table.h"

namespace whistle::cli {

namespace {

using nlohmann::json;

constexpr std::int32_t kNoMonthBefore = -1001;

// Per mille as per cent; "" where nothing was asked.
std::string percent(std::int32_t per_mille) {
  return per_mille < 0 ? "" : fmt::format("{}.{}%", per_mille / 10, per_mille % 10);
}

// Complaints for each ten thousand households (万户比); "" where nobody lives.
std::string per_ten_thousand(std::int32_t tenths) {
  return tenths < 0 ? "" : fmt::format("{}.{}", tenths / 10, tenths % 10);
}

std::string change(std::int32_t per_mille) {
  if (per_mille == kNoMonthBefore) return "";
  return fmt::format("{:+.1f}%", per_mille / 10.0);
}

std::string stars(std::uint32_t count) {
  std::string text;
  for (std::uint32_t i = 0; i < count; ++i) text += "★";
  return text;
}

Cell list_mark(const std::string& list) {
  if (list == "red") return {"red list", Ink::Red};
  if (list == "black") return {"black list", Ink::Bold};
  return {list};
}

Cell whistle_share(const v1::ScoreLine& line) {
  std::string text = percent(line.whistle_rate());
  // Within the band is as it should be, and needs no word.
  const bool aside = !line.whistle_band().empty() && line.whistle_band() != "within";
  if (aside) text += (text.empty() ? "" : " ") + line.whistle_band();
  return {text, aside ? Ink::Yellow : Ink::Plain};
}

std::int64_t count_of(const v1::ScoreLine& line, std::string_view measure) {
  for (const v1::ScoreLine::Count& count : line.counts()) {
    if (count.measure() == measure) return count.count();
  }
  return 0;
}

std::string orders_of(const v1::ScoreLine& line) {
  // Areas and the whole have complaints, units and workers have orders.
  const std::int64_t accepted = count_of(line, "accepted");
  return std::to_string(accepted != 0 ? accepted : count_of(line, "dispatched"));
}

// A value of a row for people: lists and tables as they are written in JSON.
std::string shown(const json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_empty(const json& value) {
  if (value.is_null() || value == json(false) || value == json(0)) return true;
  if (value.is_string()) return value.get_ref<const std::string&>().empty() || value == json("0");
  return value.is_structured() && value.empty();
}

}  // namespace

void print_scoreboard(std::ostream& out, const v1::ScoreboardReply& reply, const Style& style) {
  out << style.paint(Ink::Bold, fmt::format("{}-{:02}", reply.period() / 100, reply.period() % 100))
      << '\n';
  Table table({{"who", Side::Left},
               {"orders", Side::Right},
               {"answered", Side::Right},
               {"solved", Side::Right},
               {"satisfied", Side::Right},
               {"on time", Side::Right},
               {"returned", Side::Right},
               {"repeated", Side::Right},
               {"whistled", Side::Right},
               {"per 10k", Side::Right},
               {"change", Side::Right},
               {"points", Side::Right},
               {"score", Side::Right},
               {"stars", Side::Left},
               {"list", Side::Left}});
  for (const v1::ScoreLine& line : reply.lines()) {
    const std::string who = named(line.name(), line.key());
    table.add({{who.empty() ? "all" : who, Ink::Bold},
               {orders_of(line)},
               {percent(line.response_rate())},
               {percent(line.solve_rate())},
               {percent(line.satisfaction_rate())},
               {percent(line.on_time_rate())},
               {percent(line.return_rate())},
               {percent(line.repeat_rate())},
               whistle_share(line),
               {per_ten_thousand(line.per_ten_thousand_households())},
               {change(line.month_on_month())},
               {std::to_string(line.points())},
               {percent(line.score()), Ink::Bold},
               {stars(line.stars())},
               list_mark(line.list())});
  }
  table.print(out, style.paint);
  if (reply.more()) out << "there are more: ask for one with --key\n";
}

void print_agenda(std::ostream& out, const v1::AgendaReply& reply, const Style& style) {
  out << "meets " << style.zone.text_or_dash(reply.meets_at_ms()) << '\n';
  Table table({{"case", Side::Right},
               {"why", Side::Left},
               {"matter", Side::Left},
               {"unit", Side::Left},
               {"since", Side::Left},
               {"review", Side::Left}});
  for (const v1::AgendaItem& item : reply.items()) {
    table.add({{std::to_string(item.case_id()), Ink::Bold},
               {item.why(), item.why() == "deferred" ? Ink::Plain : Ink::Yellow},
               {item.category()},
               {item.unit()},
               {style.zone.text_or_dash(item.since_ms())},
               {item.review_at_ms() == 0 ? "" : style.zone.text(item.review_at_ms())}});
  }
  if (table.empty()) {
    out << "nothing to talk about\n";
  } else {
    table.print(out, style.paint);
  }
  if (reply.more()) out << "there are more\n";
}

void print_closed(std::ostream& out, const std::vector<ClosedMatter>& matters, const Style& style) {
  Table table({{"case", Side::Right},
               {"closed", Side::Left},
               {"matter", Side::Left},
               {"where", Side::Right},
               {"unit", Side::Left},
               {"received", Side::Left},
               {"in time", Side::Left}});
  for (const ClosedMatter& matter : matters) {
    table.add({{std::to_string(matter.case_id), Ink::Bold},
               {style.zone.text(matter.closed_at_ms)},
               {named(matter.category_name, matter.category)},
               {std::to_string(matter.compound)},
               {named(matter.unit_name, matter.unit)},
               {style.zone.text(matter.received_at_ms)},
               {matter.on_time ? "yes" : "no", matter.on_time ? Ink::Plain : Ink::Yellow}});
  }
  if (table.empty()) {
    out << "nothing was closed\n";
  } else {
    table.print(out, style.paint);
  }
}

void print_registers(std::ostream& out, const v1::RegistersReply& reply, const Style& style) {
  for (const v1::RegisterView& row : reply.rows()) {
    out << style.paint(Ink::Bold, row.kind() + " " + row.key()) << '\n';
    Pairs pairs;
    const json fields = json::parse(row.json(), nullptr, false);
    if (fields.is_object()) {
      for (const auto& [name, value] : fields.items()) {
        if (is_empty(value)) continue;
        const bool instant = name.ends_with("_ms") && value.is_number_integer();
        pairs.add(instant ? name.substr(0, name.size() - 3) : name,
                  Cell{instant ? style.zone.text(value.get<std::int64_t>()) : shown(value)});
      }
    }
    pairs.print(out, style.paint, "  ");
  }
  if (reply.rows().empty()) out << "none\n";
  if (reply.more())
    out << "there are more: go on with --after " << reply.rows().rbegin()->key() << '\n';
}

}  // namespace whistle::cli
