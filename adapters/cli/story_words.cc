#include "adapters/cli/story_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "adapters/cli/column.h"
#include "adapters/cli/print_case.h"

namespace whistle::cli {
namespace {

constexpr std::string_view kClimbedFor = "climbed_for:";
constexpr std::int64_t kMinute = 60'000;

std::string spare_text(const v1::Promise& promise) {
  const std::int64_t spare = promise.spare_ms();
  return spent_text(spare < 0 ? -spare : spare, promise.working_time());
}

// An alarm rings a moment after its instant; that is not worth a word.
std::string late_text(const v1::Promise& promise) {
  return promise.spare_ms() <= -kMinute ? ", " + spare_text(promise) + " late" : std::string{};
}

}  // namespace

std::string spent_text(std::int64_t milliseconds, bool working_time) {
  if (!working_time) return duration_text(milliseconds);
  const std::int64_t minutes = (milliseconds + kMinute / 2) / kMinute;
  return fmt::format("{}:{:02} wh", minutes / 60, minutes % 60);
}

std::string why_passed_over(const v1::ConsideredUnit& other) {
  static const std::map<std::string_view, std::string_view> sentences{
      {"matter_class", "such matters start at a higher tier"},
      {"catalogue", "the catalogue names another"},
      {"below_duty", "the duty is that of a higher tier"},
      {"red", "what is red starts higher"},
      {"no_desk", "nobody of this tier serves the place"},
      {"no_department", "no department is in charge of it"},
      {"unmanaged", "the compound has no property management"},
      {"request_type", "named for another type of request"},
      {"condition", "named for another condition"},
      {"outranked", "named by a row that another one beats"}};
  const auto found = sentences.find(other.why());
  std::string text = found != sentences.end() ? std::string(found->second) : printable(other.why());
  if (!other.rule().empty()) text += " (" + printable(other.rule()) + ")";
  return text;
}

std::string outcome_of(const v1::Promise& promise) {
  const std::string& outcome = promise.outcome();
  const bool endless = promise.granted_ms() == 0;
  if (outcome == "kept") {
    return endless ? "kept" : "kept with " + spare_text(promise) + " to spare";
  }
  if (outcome == "kept_late") return "kept too late" + late_text(promise);
  if (outcome == "broken") return "broken" + late_text(promise);
  if (outcome == "dropped") {
    return endless ? "dropped" : "dropped with " + spare_text(promise) + " left";
  }
  const std::string used = spent_text(promise.used_ms(), promise.working_time());
  if (outcome == "running") return "runs, " + used + " used at the last record";
  if (outcome == "resting") return "rests after " + used;
  if (outcome == "overdue") return "overdue, not done yet";
  return printable(outcome);
}

std::string climb_of(const v1::Promise& promise) {
  if (promise.climb() == "climbed") return "the case climbed to " + printable(promise.climbed_to());
  if (promise.climb() != "did_not_climb") return {};
  const std::string& why = promise.climb_why();
  if (why.starts_with(kClimbedFor)) {
    return "did not climb for this: it climbed for " + printable(why.substr(kClimbedFor.size()));
  }
  static const std::map<std::string_view, std::string_view> sentences{
      {"kept", "it was kept"},
      {"dropped", "it was nobody's any more"},
      {"card_only", "broken once it costs a card; far overdue or red it climbs"},
      {"found_late", "it was found late when it ended"},
      {"not_in_work", "the case was not in work then"},
      {"ladder_ends", "the ladder ends here"}};
  const auto found = sentences.find(why);
  return "did not climb: " +
         (found != sentences.end() ? std::string(found->second) : printable(why));
}

std::string cause_text(std::string_view why) {
  const std::size_t colon = why.find(':');
  std::string text = printable(why.substr(0, colon));
  std::ranges::replace(text, '_', ' ');
  if (colon != std::string_view::npos) text += " (" + printable(why.substr(colon + 1)) + ")";
  return text;
}

}  // namespace whistle::cli
