#include "tests/support/joint_rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/words.h"
#include "tests/support/rule_books.h"

namespace whistle::support {
namespace {

constexpr std::uint16_t kOffice = 0;

std::optional<calendar::Limit> limit_or_none(std::string_view text) {
  return text == "-" ? std::nullopt : std::optional(limit_of(text));
}

struct Steps {
  std::string_view acknowledge;
  std::string_view arrive;
  std::string_view plan;
  std::string_view finish;
};

policy::WhistleRule whistle(WhistleKind kind, const Steps& steps, bool hold = false) {
  return {.kind = kind,
          .acknowledge = limit_or_none(steps.acknowledge),
          .arrive = limit_or_none(steps.arrive),
          .plan = limit_or_none(steps.plan),
          .finish = limit_or_none(steps.finish),
          .rate = limit_of("5wd"),
          .calendar = kOffice,
          .hold = hold,
          .rule = {"whistles:" + std::string(to_word(kind))}};
}

enum class Rest : std::uint8_t { ByRule, Approved, ApprovedAndPromise };

policy::PauseRule pause(std::string code, std::string_view cap, Rest rest) {
  policy::PauseRule made;
  made.rule = {"pauses:" + code};
  made.name = code;
  made.code = {std::move(code)};
  made.cap = limit_of(cap);
  made.calendar = kOffice;
  made.approval = rest != Rest::ByRule;
  made.stops_requester = rest == Rest::ApprovedAndPromise;
  return made;
}

struct Round {
  std::uint16_t days;
  std::uint16_t months;
};

policy::DutyRule duty(std::string code, Round round, bool card = false,
                      CareTier care = CareTier::None) {
  policy::DutyRule made;
  made.rule = {"duties:" + code};
  made.name = code;
  made.code = {std::move(code)};
  made.care = care;
  made.days = round.days;
  made.months = round.months;
  made.card = card;
  return made;
}

}  // namespace

std::vector<policy::WhistleRule> joint_whistles() {
  return {whistle(WhistleKind::Routine, {"2wh", "-", "1wd", "10wd"}),
          whistle(WhistleKind::Campaign, {"-", "-", "3wd", "-"}),
          whistle(WhistleKind::Emergency, {"5m", "30m", "-", "-"}, true),
          whistle(WhistleKind::Enforcement, {"30m", "2h", "-", "-"}),
          whistle(WhistleKind::Express, {"2wh", "-", "1wd", "10wd"})};
}

std::vector<policy::WhistlePermission> joint_permissions() {
  std::vector<policy::WhistlePermission> all{{Tier::Compound, WhistleKind::Emergency},
                                             {Tier::Community, WhistleKind::Routine},
                                             {Tier::Community, WhistleKind::Express}};
  for (const Tier tier : {Tier::Street, Tier::District}) {
    for (const policy::WhistleRule& rule : joint_whistles()) all.push_back({tier, rule.kind});
  }
  return all;
}

std::vector<policy::PauseRule> pause_rules() {
  return {pause("waits_for_requester", "10wd", Rest::ByRule),
          pause("third_party", "15wd", Rest::Approved),
          pause("season", "180d", Rest::ApprovedAndPromise),
          pause("pre_litigation_mediation", "30d", Rest::ApprovedAndPromise),
          pause("safety_or_weather", "7d", Rest::ByRule)};
}

std::vector<policy::DutyRule> duty_rules() {
  return {duty("care_visit", {1, 0}, true, CareTier::Red),
          duty("care_visit", {7, 0}, true, CareTier::Yellow),
          duty("care_visit", {0, 1}, true, CareTier::Blue),
          duty("priority_household", {7, 0}, true),
          duty("grid_patrol", {1, 0}),
          duty("data_update", {0, 1}),
          duty("household_visit", {0, 3}),
          duty("report_in", {0, 1}, true),
          duty("survey", {0, 3}),
          duty("solve_problem", {0, 12}),
          duty("leader_report_in", {0, 1}),
          duty("cadre_on_site", {0, 1}),
          duty("wartime_watch", {1, 0}, true)};
}

}  // namespace whistle::support
