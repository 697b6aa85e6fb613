#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "engine/config/settings.h"
#include "engine/policy/rule_book.h"

// NOLINTNEXTLINE(readability-identifier-naming): the library calls itself so.
namespace CLI {
class App;
}

// `whistled calendar`: anybody checks by hand when a promise falls due.
namespace whistle::app {

// What was asked, as it was typed.
struct CalendarRequest {
  enum class Verb : std::uint8_t { List, Add, Worked };

  Verb verb{Verb::List};
  std::string calendar;
  std::string from;   // TIME of add, FROM of worked
  std::string limit;  // of add
  std::string until;  // TO of worked
  bool json{};
};

// Adds `calendar` with its verbs to a command line. Parsing fills the request, which must live as
// long as the command line.
CLI::App* add_calendar_verb(CLI::App& app, CalendarRequest& request);

// Answers from a rule book. Exit code 0, or 1 when the request makes no sense: then all that is
// wrong with it is in `err`, and nothing in `out`.
int answer_calendar(const policy::RuleBook& book, const CalendarRequest& request, std::ostream& out,
                    std::ostream& err);

// The same from the rule book that the settings name. Exit code 2 when that has problems.
int run_calendar(const config::EngineSettings& settings, const CalendarRequest& request,
                 std::ostream& out, std::ostream& err);

}  // namespace whistle::app
