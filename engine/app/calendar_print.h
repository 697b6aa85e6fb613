#pragma once

#include <ostream>

#include "engine/app/calendar_walk.h"
#include "engine/policy/rule_book.h"

// What `whistled calendar` prints: for people, or as one line of JSON. Names in JSON are never
// changed and new ones may appear; times are in the zone of the calendar, and as milliseconds.
namespace whistle::app {

// A line for each day, at most kDayLinesMax: unused days of one kind that follow each other share a
// line, and what is still too much is left out in the middle, as a sum.
inline constexpr std::size_t kDayLinesMax = 15;

void print_text(std::ostream& out, const DueAnswer& answer);
void print_text(std::ostream& out, const WorkedAnswer& answer);
void print_text(std::ostream& out, const policy::RuleBook& book);

void print_json(std::ostream& out, const DueAnswer& answer);
void print_json(std::ostream& out, const WorkedAnswer& answer);
void print_json(std::ostream& out, const policy::RuleBook& book);

}  // namespace whistle::app
