#include "engine/app/calendar_verb.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/calendar_print.h"
#include "engine/app/calendar_walk.h"
#include "engine/app/exit_codes.h"
#include "engine/app/load_rules.h"
#include "engine/app/wall_time.h"
#include "engine/config/notation.h"
#include "engine/config/problems.h"

namespace whistle::app {
namespace {

using calendar::Calendar;

constexpr const char* kTimeWords =
    "Local time of the calendar: 2026-02-13T17:50 or \"2026-02-13 17:50\" (in quotes), with "
    "seconds "
    "and with +08:00 or Z if need be";

// Reads the words of a request and answers it, or tells everything that is wrong with them.
class Answering {
 public:
  Answering(const policy::RuleBook& book, const CalendarRequest& request, std::ostream& out,
            std::ostream& err)
      : book_(book), request_(request), out_(out), err_(err) {}

  int list() {
    print(book_);
    return 0;
  }

  int add() {
    const Calendar* calendar = find_calendar();
    const auto limit = read_limit();
    if (calendar == nullptr) return kUsage;
    const auto start = read("TIME", request_.from, *calendar);
    if (!start || !limit) return kUsage;
    print(due_answer(*calendar, *start, *limit));
    return 0;
  }

  int worked() {
    const Calendar* calendar = find_calendar();
    if (calendar == nullptr) return kUsage;
    const auto from = read("FROM", request_.from, *calendar);
    const auto until = read("TO", request_.until, *calendar);
    if (!from || !until) return kUsage;
    if (*until < *from) {
      const calendar::TimeZone& zone = calendar->rules().zone;
      wrong("TO", time_text(*until, zone) + " is before " + time_text(*from, zone) +
                      "; the earlier time comes first");
      return kUsage;
    }
    print(worked_answer(*calendar, *from, *until));
    return 0;
  }

 private:
  const Calendar* find_calendar() {
    std::vector<std::string_view> names;
    for (const Calendar& calendar : book_.calendars) {
      if (calendar.name() == request_.calendar) return &calendar;
      names.push_back(calendar.name());
    }
    wrong("CALENDAR", config::not_one_of(request_.calendar, names));
    return nullptr;
  }

  std::optional<calendar::Limit> read_limit() {
    const auto limit = calendar::parse_limit(request_.limit);
    if (limit) return *limit;
    wrong("LIMIT", limit.error() + "; such as 30m, 24h, 3d, 4wh, 5wd or 5wd-end");
    return std::nullopt;
  }

  std::optional<Timestamp> read(std::string_view name, std::string_view text,
                                const Calendar& calendar) {
    const calendar::CalendarRules& rules = calendar.rules();
    const auto at = read_time(text, rules.zone);
    if (!at) {
      wrong(name, at.error());
      return std::nullopt;
    }
    // Outside its days a calendar is closed, which no reader would expect.
    const auto day = std::chrono::floor<std::chrono::days>(rules.zone.to_local(*at));
    if (rules.first_day <= day && day <= rules.last_day) return *at;
    wrong(name, config::in_quotes(text) + " is outside the days of calendar " + rules.name + ", " +
                    config::date_text(rules.first_day) + " to " +
                    config::date_text(rules.last_day));
    return std::nullopt;
  }

  void wrong(std::string_view name, std::string_view problem) {
    err_ << name << ": " << problem << '\n';
  }

  template <class Answer>
  void print(const Answer& answer) {
    request_.json ? print_json(out_, answer) : print_text(out_, answer);
    out_ << std::flush;
  }

  const policy::RuleBook& book_;
  const CalendarRequest& request_;
  std::ostream& out_;
  std::ostream& err_;
};

void refuse_extras(const std::vector<std::string>& words) {
  if (words.empty()) return;
  throw CLI::ValidationError(config::in_quotes(words.front()),
                             "one word too many; a time with a space in it stands in quotes, such "
                             "as \"2026-02-13 17:50\"");
}

}  // namespace

CLI::App* add_calendar_verb(CLI::App& app, CalendarRequest& request) {
  using Verb = CalendarRequest::Verb;
  auto* calendar = app.add_subcommand("calendar", "Check the arithmetic of working time by hand");
  calendar->require_subcommand(1);
  const auto add_verb = [&](Verb verb, const char* name, const char* description) {
    auto* added = calendar->add_subcommand(name, description);
    // The words left over are told by us: most likely the quotes around a time were forgotten.
    added->allow_extras();
    added->callback([&request, verb, added] {
      request.verb = verb;
      refuse_extras(added->remaining());
    });
    added->add_flag("--json", request.json, "One line of JSON instead of a table");
    return added;
  };
  constexpr const char* kCalendarWords = "Name of a calendar (see `whistled calendar list`)";

  add_verb(Verb::List, "list", "Name the calendars of the rule book");
  auto* add =
      add_verb(Verb::Add, "add", "When a limit that starts at a time is used up, day by day");
  add->add_option("CALENDAR", request.calendar, kCalendarWords)->required();
  add->add_option("TIME", request.from, kTimeWords)->required();
  add->add_option("LIMIT", request.limit, "As in limits.csv: 30m, 24h, 3d, 4wh, 5wd, 5wd-end")
      ->required();
  auto* worked = add_verb(Verb::Worked, "worked", "The working time between two times, day by day");
  worked->add_option("CALENDAR", request.calendar, kCalendarWords)->required();
  worked->add_option("FROM", request.from, kTimeWords)->required();
  worked->add_option("TO", request.until, kTimeWords)->required();
  return calendar;
}

int answer_calendar(const policy::RuleBook& book, const CalendarRequest& request, std::ostream& out,
                    std::ostream& err) {
  Answering answering(book, request, out, err);
  switch (request.verb) {
    case CalendarRequest::Verb::List:
      return answering.list();
    case CalendarRequest::Verb::Add:
      return answering.add();
    case CalendarRequest::Verb::Worked:
      return answering.worked();
  }
  return kUsage;
}

int run_calendar(const config::EngineSettings& settings, const CalendarRequest& request,
                 std::ostream& out, std::ostream& err) {
  const auto book = load_rules(settings, err);
  return book ? answer_calendar(*book, request, out, err) : kBadRules;
}

}  // namespace whistle::app
