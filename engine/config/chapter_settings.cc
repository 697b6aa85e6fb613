#include "engine/config/chapter_settings.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>

#include "engine/config/rule_settings.h"
#include "engine/core/words.h"

namespace whistle::config {
namespace {

// A problem of values that do not fit together, at the first of them that this file sets. A file
// that sets none of them is not to blame: it was told of the file that does.
void disagree(TomlSection section, std::initializer_list<std::string_view> keys,
              const std::string& message) {
  const auto set =
      std::ranges::find_if(keys, [&](std::string_view key) { return section.has(key); });
  if (set != keys.end()) section.problem(*set, message);
}

void read_returns(TomlSection section, policy::ReturnRules& rules) {
  assign(rules.per_unit_max, section.integer("per_unit", kReturnsPerUnit));
  assign(rules.before_ruling, section.integer("before_ruling", kReturnsBeforeRuling));
}

void read_pause_rules(TomlSection section, policy::PauseRules& rules) {
  assign(rules.free_extensions, section.integer("free_extensions", kExtensions));
  assign(rules.extensions_max, section.integer("extensions_max", kExtensions));
  assign(rules.review_days_max, section.integer("review_days_max", kReviewDays));
  assign(rules.clinic_days, section.integer("clinic_days", kClinicDays));
  if (rules.free_extensions > rules.extensions_max) {
    disagree(section, {"free_extensions", "extensions_max"},
             "free_extensions, " + std::to_string(rules.free_extensions) +
                 ", must not be above extensions_max, " + std::to_string(rules.extensions_max));
  }
}

void read_callbacks(TomlSection section, policy::CallbackRules& rules, Problems& problems) {
  assign(rules.attempts_max, section.integer("attempts_max", kCallbackAttempts));
  read_colours(section, "secretary_visit", rules.secretary_visit, problems);
  assign(rules.unhappy_for_card, section.integer("unhappy_for_card", kUnhappyForCard));
}

void read_storms(TomlSection section, policy::StormRules& rules) {
  assign(rules.households_mass, section.integer("households_mass", kStormCount));
  assign(rules.cases, section.integer("cases", kStormCount));
  assign(rules.window, section.duration("window", kStormWindow));
  assign(rules.level, section.word("level", kSpellings<policy::AreaLevel>));
}

void read_escalation(TomlSection section, policy::EscalationRules& rules, Problems& problems) {
  assign(rules.acknowledge, section.duration("acknowledge", kAcknowledge));
  assign(rules.copy_district, section.boolean("copy_district"));
  const auto texts = section.texts("express_from");
  if (!texts) return;
  rules.express_from.clear();
  for (const TomlText& item : *texts) {
    const auto tier = from_word<Tier>(item.text);
    if (!tier) {
      problems.add(item.place,
                   "express_from: " + not_one_of(item.text, words_of(kSpellings<Tier>)));
    } else if (std::ranges::find(rules.express_from, *tier) != rules.express_from.end()) {
      problems.add(item.place,
                   "express_from: " + in_quotes(item.text) + " stands here a second time");
    } else {
      rules.express_from.push_back(*tier);
    }
  }
}

void read_lists(TomlSection section, policy::ListRules& rules) {
  assign(rules.claim_days, section.integer("claim_days", kClaimDays));
  assign(rules.points_per_hour, section.integer("points_per_hour", kPointsPerHour));
  assign(rules.fund_fen_per_household, section.integer("fund_fen_per_household", kFundFen));
}

void read_stars(TomlSection section, policy::ScoreRules& rules) {
  const auto stars = section.reals("stars", kFraction);
  if (!stars) return;
  const bool ascends =
      std::ranges::adjacent_find(*stars, std::ranges::greater_equal{}) == stars->end();
  if (stars->size() != kStarsMax || !ascends) {
    section.problem("stars",
                    "must be the scores that make 1 to 5 stars, each above the one before");
    return;
  }
  rules.stars = *stars;
}

void read_scores(TomlSection section, policy::ScoreRules& rules) {
  assign(rules.response, section.real("response", kFraction));
  assign(rules.solve, section.real("solve", kFraction));
  assign(rules.satisfaction, section.real("satisfaction", kFraction));
  assign(rules.whistles_low, section.real("whistles_low", kFraction));
  assign(rules.whistles_high, section.real("whistles_high", kFraction));
  assign(rules.appeal_days, section.integer("appeal_days", kAppealDays));
  assign(rules.owners_weight, section.integer("owners_weight", kPercent));
  assign(rules.exposed_top, section.integer("exposed_top", kExposedTop));
  read_stars(section, rules);

  constexpr double kRounding = 1e-9;
  if (std::abs(rules.response + rules.solve + rules.satisfaction - 1) > kRounding) {
    disagree(section, {"response", "solve", "satisfaction"},
             "response, solve and satisfaction must add up to 1");
  }
  if (rules.whistles_low > rules.whistles_high) {
    disagree(section, {"whistles_low", "whistles_high"},
             "whistles_low must not be above whistles_high");
  }
}

bool is_open_day_and_night(const calendar::CalendarRules& rules) {
  const calendar::DayHours all_day{{Milliseconds{0}, std::chrono::hours{24}}};
  return std::ranges::all_of(rules.week,
                             [&](const calendar::DayHours& hours) { return hours == all_day; }) &&
         std::ranges::all_of(rules.exceptions,
                             [&](const auto& exception) { return exception.second == all_day; });
}

}  // namespace

void read_chapter_settings(TomlSection root, policy::Settings& settings, Problems& problems) {
  read_returns(root.section("returns"), settings.returns);
  read_pause_rules(root.section("pauses"), settings.pauses);
  read_callbacks(root.section("callbacks"), settings.callbacks, problems);
  read_storms(root.section("storms"), settings.storms);
  read_escalation(root.section("escalation"), settings.escalation, problems);
  read_lists(root.section("lists"), settings.lists);
  read_scores(root.section("scores"), settings.scores);
}

void read_mode_texts(TomlSection root, ModeTexts& texts) {
  TomlSection modes = root.section("modes");
  if (const auto name = modes.text("wartime_calendar")) {
    texts.wartime_calendar = {*name, modes.place("wartime_calendar")};
  }
  if (const auto code = modes.text("wartime_duty")) {
    texts.wartime_duty = {*code, modes.place("wartime_duty")};
  }
}

policy::ModeRules mode_rules(const ModeTexts& texts, const policy::RuleBook& book,
                             const Names& calendars, const Names& duties, Problems& problems) {
  policy::ModeRules rules;
  const TomlText& name = texts.wartime_calendar;
  const TomlText& duty = texts.wartime_duty;
  if (!name.text.empty()) {
    calendars.is_dangling(name.text, name.place, "wartime_calendar", problems);
    const auto index = calendars.find(name.text);
    if (index) rules.wartime_calendar = static_cast<std::uint16_t>(*index);
    const auto found = std::ranges::find(book.calendars, name.text, &calendar::Calendar::name);
    if (found != book.calendars.end() && !is_open_day_and_night(found->rules())) {
      problems.add(name.place,
                   "wartime_calendar: the calendar " + in_quotes(name.text) +
                       " is not open day and night, every day; name one that is, or \"\" for none");
    }
  }
  if (!duty.text.empty()) {
    duties.is_dangling(duty.text, duty.place, "wartime_duty", problems);
    rules.wartime_duty = {duty.text};
  }
  return rules;
}

}  // namespace whistle::config
