#include <string>

#include "engine/config/checks.h"
#include "engine/config/notation.h"

namespace whistle::config {
namespace {

constexpr std::chrono::days kAhead{60};

void check_known_days(const CalendarSource& source, const CheckedDays& days, Problems& problems) {
  if (source.known_until >= days.last + kAhead) return;
  const std::string calendar = "the calendar " + in_quotes(source.name);
  const std::string until = date_text(source.known_until);
  if (source.days.empty()) {
    problems.warn(source.place, calendar + " reaches no further than " + until +
                                    ", which is less than 60 days after " + date_text(days.last) +
                                    "; no later day can be counted");
    return;
  }
  if (!source.awaited_until) {
    problems.warn(source.place, "days: " + calendar + " knows its days until " + until +
                                    ", which is less than 60 days after " + date_text(days.last) +
                                    "; add to " + source.days +
                                    " those that follow, or say in next_days_by when they are due");
  } else if (*source.awaited_until < days.last) {
    problems.warn(source.place, "next_days_by: the days of " + calendar + " after " + until +
                                    " were due on " + date_text(*source.awaited_until) +
                                    "; add them to " + source.days + " and set days_until anew");
  }
}

// Its last stretches may lie in the past, or its next ones far ahead.
void check_open_days(const CalendarSource& source, const calendar::Calendar& calendar,
                     const CheckedDays& days, Problems& problems) {
  const Timestamp begin = calendar.rules().zone.to_instant(days.last);
  if (calendar.next_open(begin) < begin + kAhead) return;
  problems.warn(source.place, "the calendar " + in_quotes(source.name) +
                                  " has no working time in the 60 days from " +
                                  date_text(days.last) +
                                  "; give [calendar.week] the hours of a day");
}

}  // namespace

void check_calendars(const BookSources& sources, Problems& problems) {
  for (const CalendarSource& source : sources.calendars) {
    if (source.is_sound) check_known_days(source, sources.days, problems);
  }
  // Those with errors are not in the book.
  if (sources.book.calendars.size() != sources.calendars.size()) return;
  for (std::size_t i = 0; i < sources.calendars.size(); ++i) {
    check_open_days(sources.calendars[i], sources.book.calendars[i], sources.days, problems);
  }
}

}  // namespace whistle::config
