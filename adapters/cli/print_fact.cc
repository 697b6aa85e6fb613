#include "adapters/cli/print_fact.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include "adapters/cli/column.h"
#include "adapters/cli/fact_words.h"
#include "adapters/cli/print_case.h"
#include "adapters/cli/print_table.h"

namespace whistle::cli {

namespace {

using Detail = v1::Fact::Detail;

constexpr int kDetailsInALine = 9;
constexpr std::size_t kTitleColumns = 15;
// As much of the hash as tells rule books apart.
constexpr std::size_t kHashDigits = 12;
// How the name of a duration ends.
constexpr std::string_view kDuration = "_ms";

// Facts with findings in them: too long for a line.
bool is_long(const v1::Fact& fact) { return fact.details_size() > kDetailsInALine; }

bool is_no(const v1::Fact& fact, std::string_view name) {
  return std::ranges::any_of(fact.details(), [name](const Detail& detail) {
    return detail.name() == name && detail.value() == "no";
  });
}

std::string title_of(const v1::Fact& fact) {
  // A promise that was kept in time and one that was kept too late share an event.
  if (fact.event() == "clock_met" && is_no(fact, "on_time")) return "kept too late";
  return printable(title_of_event(fact.event()).value_or(fact.event()));
}

Ink ink_of_event(const v1::Fact& fact) {
  const std::string& event = fact.event();
  if (event == "clock_ran_out" || event == "case_escalated" || event == "card_issued" ||
      event == "ladder_exhausted") {
    return Ink::Red;
  }
  if (event == "clock_due_soon" || event == "case_reworked") return Ink::Yellow;
  if (event == "clock_met" && is_no(fact, "on_time")) return Ink::Red;
  return Ink::Bold;
}

Ink ink_of_detail(const Detail& detail) {
  const bool verdict = detail.name() == "on_time" || detail.name() == "passed";
  return verdict && detail.value() == "no" ? Ink::Red : ink_of(detail.value());
}

// The details without the names of units and areas, which join the codes they belong to.
struct Shown {
  std::string name;
  std::string value;
  Ink ink = Ink::Plain;
};

Shown show(const Detail& detail, const Style& style) {
  Shown shown{printable(detail.name()), printable(detail.value()), ink_of_detail(detail)};
  std::int64_t number = 0;
  const char* end = shown.value.data() + shown.value.size();
  const auto [rest, error] = std::from_chars(shown.value.data(), end, number);
  if (detail.time_ms() != 0) {
    shown.value = style.zone.text(detail.time_ms());
  } else if (shown.name.ends_with(kDuration) && error == std::errc() && rest == end) {
    shown.name.resize(shown.name.size() - kDuration.size());
    shown.value = duration_text(number);
  }
  return shown;
}

std::vector<Shown> shown_details(const v1::Fact& fact, const Style& style) {
  std::vector<Shown> all;
  for (const Detail& detail : fact.details()) {
    Shown shown = show(detail, style);
    if (!all.empty() && shown.name == all.back().name + "_name") {
      all.back().value = named(shown.value, all.back().value);
    } else {
      all.push_back(std::move(shown));
    }
  }
  return all;
}

// Two spaces between them, the names faint.
std::string in_a_line(const std::vector<Shown>& details, const Style& style) {
  std::string line;
  for (const Shown& detail : details) {
    line += "  ";
    if (!detail.name.empty()) line += style.paint(Ink::Dim, detail.name + " ");
    line += style.paint(detail.ink, detail.value);
  }
  return line;
}

std::vector<Shown> for_watchers(const v1::Fact& fact, std::vector<Shown> details) {
  const Highlights* highlights = highlights_of(fact.event());
  if (highlights == nullptr) {
    // Tokens are what a worker acts with; they are not for those who only look on.
    std::erase_if(details, [](const Shown& detail) { return detail.name == "token"; });
    return details;
  }
  std::vector<Shown> chosen;
  for (const Highlight& highlight : *highlights) {
    for (const Shown& detail : details) {
      if (detail.name != highlight.name) continue;
      chosen.push_back({std::string(highlight.label), detail.value, detail.ink});
    }
  }
  return chosen;
}

// The title, and spaces up to the width if something follows.
std::string padded(const v1::Fact& fact, std::size_t width, const Style& style) {
  const std::string title = title_of(fact);
  const std::size_t wide = width_of(title);
  const std::string space(width > wide ? width - wide : 0, ' ');
  return style.paint(ink_of_event(fact), title) + space;
}

void print_block(std::ostream& out, const std::vector<Shown>& details, const Style& style) {
  Table table({{"", Side::Left}, {"", Side::Left}});
  std::string_view before;
  for (const Shown& detail : details) {
    // Several of a kind, such as evidence, stand below each other under one name.
    table.add({{detail.name == before ? "" : detail.name, Ink::Dim}, {detail.value, detail.ink}});
    before = detail.name;
  }
  table.print(out, style.paint, "      ");
}

std::size_t title_width(const v1::ExplainReply& story) {
  std::size_t width = 0;
  for (const v1::Fact& fact : story.facts()) {
    if (!is_long(fact)) width = std::max(width, width_of(title_of(fact)));
  }
  return width;
}

std::string who(const v1::Fact& fact) {
  if (fact.verb() == "tick") return "time passes";
  std::string text = printable(fact.verb());
  if (!fact.actor().empty()) text += " by " + printable(fact.actor());
  if (!fact.principal().empty()) {
    text += " (" + printable(fact.principal()) + ", key " + printable(fact.key()) + ")";
  }
  return text;
}

std::string heading(const v1::Fact& fact, const Style& style) {
  std::string record = fmt::format("record {}", fact.sequence());
  const std::string rules = printable(fact.policy_version()).substr(0, kHashDigits);
  if (!rules.empty()) record += ", rules " + rules;
  return style.paint(Ink::Bold, style.zone.text(fact.time_ms())) + "  " + who(fact) + "  " +
         style.paint(Ink::Dim, record);
}

}  // namespace

std::string fact_line(const v1::Fact& fact, const Style& style) {
  const std::string details = in_a_line(for_watchers(fact, shown_details(fact, style)), style);
  return fmt::format("{}  #{:<6}  case {:<6}  ", style.zone.text(fact.time_ms()), fact.sequence(),
                     fact.case_id()) +
         padded(fact, details.empty() ? 0 : kTitleColumns, style) + details;
}

void print_facts(std::ostream& out, const v1::ExplainReply& story, const Style& style) {
  const std::size_t width = title_width(story);
  std::uint64_t record = 0;
  for (const v1::Fact& fact : story.facts()) {
    if (fact.sequence() != record) out << '\n' << heading(fact, style) << '\n';
    record = fact.sequence();
    const std::vector<Shown> details = shown_details(fact, style);
    const bool in_line = !is_long(fact) && !details.empty();
    out << "  " << padded(fact, in_line ? width : 0, style);
    if (in_line) {
      out << in_a_line(details, style) << '\n';
    } else {
      out << '\n';
      print_block(out, details, style);
    }
  }
}

}  // namespace whistle::cli
