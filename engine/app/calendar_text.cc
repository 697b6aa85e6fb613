#include <fmt/format.h>

#include <functional>
#include <string>
#include <utility>

#include "engine/app/calendar_print.h"
#include "engine/app/text_table.h"
#include "engine/app/wall_time.h"
#include "engine/config/notation.h"

namespace whistle::app {
namespace {

using calendar::Calendar;
using calendar::CalendarRules;
using calendar::DayHours;
using calendar::Landing;
using calendar::Limit;
using calendar::LimitUnit;

// The days that share a line of the table.
struct Stretch {
  std::size_t first{};
  std::size_t last{};
  bool is_left_out{};
};

bool share_a_line(const WalkedDay& day, const WalkedDay& next) {
  return day.used == Milliseconds{0} && next.used == Milliseconds{0} && day.kind == next.kind &&
         day.hours == next.hours;
}

std::vector<Stretch> stretches_of(const std::vector<WalkedDay>& days) {
  std::vector<Stretch> lines;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (i > 0 && share_a_line(days[i - 1], days[i])) {
      lines.back().last = i;
    } else {
      lines.push_back({i, i, false});
    }
  }
  if (lines.size() <= kDayLinesMax) return lines;
  constexpr std::ptrdiff_t kKept = kDayLinesMax / 2;
  const auto from = lines.begin() + kKept;
  const auto until = lines.end() - kKept;
  *from = {from->first, std::prev(until)->last, true};
  lines.erase(from + 1, until);
  return lines;
}

std::string label_of(const std::vector<WalkedDay>& days, const Stretch& stretch) {
  if (stretch.is_left_out) return fmt::format("... {} days", stretch.last - stretch.first + 1);
  std::string label = day_text(days[stretch.first].day);
  if (stretch.last > stretch.first) label += " - " + day_text(days[stretch.last].day);
  return label;
}

std::string_view kind_text(DayKind kind) {
  switch (kind) {
    case DayKind::Ordinary:
      return "ordinary";
    case DayKind::Off:
      return "day off";
    case DayKind::Holiday:
      return "holiday";
    case DayKind::MakeUp:
      return "make-up day";
    case DayKind::Special:
      return "special hours";
  }
  return "";
}

std::string hours_of(const DayHours& day) {
  std::string text;
  for (const calendar::Hours& stretch : day) {
    text += (text.empty() ? "" : " ") + hours_text(stretch);
  }
  return text.empty() ? "closed" : text;
}

Milliseconds used_in(const std::vector<WalkedDay>& days, const Stretch& stretch) {
  const Milliseconds before = stretch.first == 0 ? Milliseconds{0} : days[stretch.first - 1].total;
  return days[stretch.last].total - before;
}

std::int32_t counted_in(const std::vector<WalkedDay>& days, const Stretch& stretch) {
  const std::int32_t before = stretch.first == 0 ? 0 : days[stretch.first - 1].working_days;
  return days[stretch.last].working_days - before;
}

std::string days_text(std::int32_t count) {
  if (count == 0) return "-";
  return fmt::format("{} {}", count, count == 1 ? "day" : "days");
}

// What was counted on the days of a line, and what stands at their end.
struct Amounts {
  std::string counted;
  std::string standing;
};
using AmountsOf = std::function<Amounts(const Stretch&)>;

void print_days(std::ostream& out, const std::vector<WalkedDay>& days, bool with_hours,
                const Amounts& titles, const AmountsOf& amounts_of) {
  std::vector<TextTable::Column> columns{{"day"}};
  if (with_hours) columns.insert(columns.end(), {{"kind"}, {"hours"}});
  columns.push_back({titles.counted, true});
  columns.push_back({titles.standing, true});
  TextTable table(std::move(columns));
  for (const Stretch& stretch : stretches_of(days)) {
    const WalkedDay& first = days[stretch.first];
    std::vector<std::string> row{label_of(days, stretch)};
    if (with_hours) {
      row.emplace_back(stretch.is_left_out ? "" : kind_text(first.kind));
      row.push_back(stretch.is_left_out ? "" : hours_of(first.hours));
    }
    Amounts amounts = amounts_of(stretch);
    row.push_back(std::move(amounts.counted));
    row.push_back(std::move(amounts.standing));
    table.add(std::move(row));
  }
  out << '\n';
  table.print(out);
  out << '\n';
}

void print_pair(std::ostream& out, std::string_view name, std::string_view value) {
  out << fmt::format("{:<10}{}\n", name, value);
}

void print_notes(std::ostream& out, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) print_pair(out, "note", note);
}

std::string calendar_text(const Calendar& calendar) {
  return calendar.name() + ", " + calendar.rules().zone.name();
}

std::string meaning_of(const DueAnswer& answer) {
  const std::int32_t value = answer.limit.value;
  const std::string worth = span_text(answer.budget);
  switch (answer.limit.unit) {
    case LimitUnit::Minute:
    case LimitUnit::Hour:
      return worth + ", day and night";
    case LimitUnit::NaturalDay:
      return days_text(value) + " later at the same time on the wall";
    case LimitUnit::WorkHour:
      return worth + " of working time";
    case LimitUnit::WorkDay:
      return fmt::format("{} of {}, {} of working time", days_text(value),
                         span_text(answer.calendar.rules().working_day), worth);
    case LimitUnit::WorkDayEnd:
      return fmt::format("to the end of working day {} after the start", value);
  }
  return "";
}

// "Mon-Fri 08:00-12:00 14:00-18:00"; days without hours are left out.
std::string week_text(const CalendarRules& rules) {
  // Any Monday will do.
  constexpr std::chrono::local_days kMonday{std::chrono::year{2026} / 1 / 5};
  std::string text;
  for (std::size_t first = 0; first < rules.week.size();) {
    std::size_t last = first;
    while (last + 1 < rules.week.size() && rules.week.at(last + 1) == rules.week.at(first)) ++last;
    if (!rules.week.at(first).empty()) {
      const auto name = [&](std::size_t day) {
        return weekday_text(kMonday + std::chrono::days(day));
      };
      text +=
          fmt::format("{}{}{}{} {}", text.empty() ? "" : ", ", name(first), last > first ? "-" : "",
                      last > first ? name(last) : "", hours_of(rules.week.at(first)));
    }
    first = last + 1;
  }
  return text.empty() ? "-" : text;
}

std::string named_days_text(const CalendarRules& rules) {
  if (rules.exceptions.empty()) return "-";
  return fmt::format("{}, {} to {}", rules.exceptions.size(),
                     config::date_text(rules.exceptions.begin()->first),
                     config::date_text(rules.exceptions.rbegin()->first));
}

}  // namespace

void print_text(std::ostream& out, const DueAnswer& answer) {
  const CalendarRules& rules = answer.calendar.rules();
  const Limit limit = answer.limit;
  print_pair(out, "calendar", calendar_text(answer.calendar));
  print_pair(out, "start", time_text(answer.start, rules.zone));
  print_pair(out, "limit", to_text(limit) + ": " + meaning_of(answer));
  if (answer.due == kNever) {
    out << '\n';
    print_notes(out, notes_on(answer));
    return print_pair(out, "due",
                      "never: the calendar ends with " + config::date_text(rules.last_day) +
                          ", before the limit is used up");
  }
  if (limit.unit == LimitUnit::WorkDayEnd) {
    print_days(out, answer.days, true, {"counted", "remaining"}, [&](const Stretch& stretch) {
      return Amounts{days_text(counted_in(answer.days, stretch)),
                     days_text(limit.value - answer.days[stretch.last].working_days)};
    });
  } else {
    print_days(out, answer.days, is_working(limit), {"used", "remaining"},
               [&](const Stretch& stretch) {
                 return Amounts{span_text(used_in(answer.days, stretch)),
                                span_text(answer.budget - answer.days[stretch.last].total)};
               });
  }
  print_notes(out, notes_on(answer));
  print_pair(out, "due", time_text(answer.due, rules.zone));
}

void print_text(std::ostream& out, const WorkedAnswer& answer) {
  const calendar::TimeZone& zone = answer.calendar.rules().zone;
  print_pair(out, "calendar", calendar_text(answer.calendar));
  print_pair(out, "from", time_text(answer.from, zone));
  print_pair(out, "to", time_text(answer.until, zone));
  print_days(out, answer.days, true, {"worked", "so far"}, [&](const Stretch& stretch) {
    return Amounts{span_text(used_in(answer.days, stretch)),
                   span_text(answer.days[stretch.last].total)};
  });
  print_notes(out, notes_on(answer));
  print_pair(out, "worked", answer.worked == Milliseconds{0} ? "0h" : span_text(answer.worked));
}

void print_text(std::ostream& out, const policy::RuleBook& book) {
  TextTable table(
      {{"calendar"}, {"time zone"}, {"landing"}, {"day", true}, {"week"}, {"named days"}});
  for (std::size_t i = 0; i < book.calendars.size(); ++i) {
    const CalendarRules& rules = book.calendars[i].rules();
    table.add({rules.name + (i == book.default_calendar ? " (default)" : ""), rules.zone.name(),
               rules.landing == Landing::Closing ? "closing" : "opening",
               span_text(rules.working_day), week_text(rules), named_days_text(rules)});
  }
  table.print(out);
}

}  // namespace whistle::app
