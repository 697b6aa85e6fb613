#include "tests/support/rule_books.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "engine/core/check.h"
#include "engine/core/words.h"
#include "tests/support/joint_rules.h"

namespace whistle::support {
namespace {

using namespace std::chrono_literals;
using calendar::DayHours;
using policy::AreaLevel;
using policy::OneCause;
using policy::RungMode;

constexpr std::uint16_t kOffice = 0;  // joint_rules.cc counts on it
constexpr std::uint16_t kAlways = 1;

constexpr std::chrono::local_days day_of(int year, unsigned month, unsigned day) {
  return std::chrono::local_days{std::chrono::year{year} / std::chrono::month{month} /
                                 std::chrono::day{day}};
}

calendar::CalendarRules rules_of(std::string name, const DayHours& weekday,
                                 const DayHours& weekend) {
  return {.name = std::move(name),
          .zone = calendar::TimeZone("Asia/Shanghai", 8h, {}),
          .week = {weekday, weekday, weekday, weekday, weekday, weekend, weekend},
          .exceptions = {},
          .first_day = day_of(2025, 12, 1),
          .last_day = day_of(2027, 1, 31)};
}

calendar::Calendar made(calendar::CalendarRules rules) {
  auto made = calendar::Calendar::make(std::move(rules));
  WHISTLE_CHECK(made.has_value());
  return *std::move(made);
}

policy::Area area(AreaCode code, std::string name, AreaLevel level, AreaCode parent) {
  policy::Area made;
  made.code = code;
  made.name = std::move(name);
  made.level = level;
  made.parent = parent;
  return made;
}

std::vector<policy::Area> areas() {
  std::vector<policy::Area> all{
      area(kChangtai, "Changtai", AreaLevel::District, {}),
      area(kWuan, "Wuan", AreaLevel::Street, kChangtai),
      area(kWaiwu, "Waiwu", AreaLevel::Community, kWuan),
      area(kBanyan, "Banyan", AreaLevel::Compound, kWaiwu),
      area(kBanyan1, "Banyan 1", AreaLevel::Building, kBanyan),
      area(kBanyan2, "Banyan 2", AreaLevel::Building, kBanyan),
      area(kJinli, "Jinli", AreaLevel::Community, kWuan),
      area(kMill, "Mill", AreaLevel::Compound, kJinli),
      area(kMill1, "Mill 1", AreaLevel::Building, kMill),
  };
  const auto banyan = std::ranges::find(all, kBanyan, &policy::Area::code);
  banyan->management = policy::Management::Professional;
  banyan->promise = true;
  std::ranges::find(all, kMill, &policy::Area::code)->management = policy::Management::Unmanaged;
  return all;
}

policy::Unit unit(std::string code, std::string name, Tier tier, AreaCode area,
                  std::string department = {}) {
  policy::Unit made;
  made.code = {std::move(code)};
  made.name = std::move(name);
  made.tier = tier;
  made.area = area;
  made.department = {std::move(department)};
  return made;
}

std::vector<policy::Unit> units() {
  return {
      unit("banyan-1", "Banyan 1", Tier::Building, kBanyan1),
      unit("banyan", "Banyan", Tier::Compound, kBanyan),
      unit("waiwu", "Waiwu", Tier::Community, kWaiwu),
      unit("jinli", "Jinli", Tier::Community, kJinli),
      unit("wuan", "Wuan", Tier::Street, kWuan),
      unit("water", "Water", Tier::Department, kChangtai, "water"),
      unit("urban", "Urban management", Tier::Department, kChangtai, "urban_management"),
      unit("centre", "Centre", Tier::District, kChangtai),
  };
}

struct Axes {
  std::uint8_t nature;
  std::uint8_t scope;
  std::uint8_t harm;
};

policy::Category category(std::string code, MatterClass matter, Axes axes,
                          OneCause one_cause = OneCause::None, Tier duty = Tier::Building,
                          std::string department = {}) {
  policy::Category made;
  made.code = {std::move(code)};
  made.matter_class = matter;
  made.nature = axes.nature;
  made.scope = axes.scope;
  made.harm = axes.harm;
  made.one_cause = one_cause;
  made.duty = duty;
  made.department = {std::move(department)};
  return made;
}

std::vector<policy::Category> categories() {
  policy::Category litter = category("litter", MatterClass::Routine, {1, 0, 1}, OneCause::Building);
  policy::Category noise = category("noise", MatterClass::Focal, {2, 0, 1});
  noise.dispute = true;
  policy::Category parking = category("parking", MatterClass::Composite, {1, 0, 1});
  policy::Category streetlight =
      category("streetlight", MatterClass::Routine, {1, 0, 1}, OneCause::None, Tier::Street);
  policy::Category burst = category("burst", MatterClass::Specialist, {1, 1, 1}, OneCause::Compound,
                                    Tier::Department, "water");
  burst.utility = true;
  policy::Category outage = category("outage", MatterClass::Specialist, {1, 2, 1},
                                     OneCause::Community, Tier::Department, "water");
  outage.utility = true;
  outage.always_yellow = true;
  policy::Category addition = category("addition", MatterClass::Specialist, {2, 0, 1},
                                       OneCause::None, Tier::Street, "urban_management");
  addition.enforcement = true;
  policy::Category gas =
      category("gas", MatterClass::Specialist, {3, 2, 3}, OneCause::Compound, Tier::Street);
  gas.emergency_line = true;
  policy::Category bill = category("bill", MatterClass::Composite, {0, 0, 0});
  bill.inquiry = true;
  return {litter, noise, parking, streetlight, burst, outage, addition, gas, bill};
}

struct LimitsOfStage {
  Stage stage;
  std::string_view red;
  std::string_view yellow;
  std::string_view blue;  // "-": none
};

constexpr LimitsOfStage kLimits[] = {
    {Stage::Accept, "5m", "15m", "15m"},       {Stage::Sign, "5m", "30m", "1wd"},
    {Stage::Contact, "15m", "2h", "1wd"},      {Stage::OnSite, "30m", "2h", "-"},
    {Stage::InitialResult, "2h", "24h", "-"},  {Stage::Resolve, "24h", "72h", "5wd"},
    {Stage::PostCheck, "30m", "2h", "1wd"},    {Stage::Callback, "24h", "24h", "3wd"},
    {Stage::FirstResponse, "5m", "5m", "5m"},  {Stage::AtDoor, "30m", "30m", "30m"},
    {Stage::Objection, "15m", "2wh", "2wh"},   {Stage::Transfer, "15m", "2wh", "2wh"},
    {Stage::ReminderAnswer, "2h", "2h", "2h"}, {Stage::Assist, "2h", "24h", "2wd"},
};

std::optional<calendar::Limit> limit_or_none(std::string_view text) {
  return text == "-" ? std::nullopt : std::optional(limit_of(text));
}

policy::LimitRule limit_rule(Stage stage, std::optional<Severity> severity, std::string_view limit,
                             std::string category, std::string condition, std::string_view name) {
  return {.stage = stage,
          .severity = severity,
          .category = {std::move(category)},
          .condition = {std::move(condition)},
          .from = {},
          .until = {},
          .limit = limit_or_none(limit),
          .calendar = kOffice,
          .rule = {"limits:" + std::string(to_word(stage)) + ":" + std::string(name)}};
}

void add_by_colour(std::vector<policy::LimitRule>& rules, const LimitsOfStage& row) {
  rules.push_back(limit_rule(row.stage, Severity::Red, row.red, "", "", "red"));
  rules.push_back(limit_rule(row.stage, Severity::Yellow, row.yellow, "", "", "yellow"));
  rules.push_back(limit_rule(row.stage, Severity::Blue, row.blue, "", "", "blue"));
}

std::vector<policy::LimitRule> limits() {
  std::vector<policy::LimitRule> rules;
  for (const LimitsOfStage& row : kLimits) add_by_colour(rules, row);
  rules.push_back(limit_rule(Stage::Sign, Severity::Blue, "2h", "burst", "", "burst"));
  rules.push_back(limit_rule(Stage::Resolve, std::nullopt, "24h", "outage", "", "outage"));
  rules.push_back(limit_rule(Stage::Resolve, Severity::Blue, "15d", "", "complex", "complex"));
  return rules;
}

policy::Rung rung(Tier tier, std::string_view budget, std::uint16_t calendar,
                  RungMode mode = RungMode::HandOver) {
  return {.tier = tier, .budget = limit_or_none(budget), .calendar = calendar, .mode = mode};
}

std::vector<policy::Ladder> ladders() {
  return {
      {.name = "service",
       .rungs = {rung(Tier::Building, "4wh", kOffice), rung(Tier::Compound, "4wh", kOffice),
                 rung(Tier::Community, "1wd", kOffice), rung(Tier::Street, "1wd", kOffice),
                 rung(Tier::Department, "2wd", kOffice),
                 rung(Tier::District, "-", kOffice, RungMode::Supervise)}},
      {.name = "dispute",
       .rungs = {rung(Tier::Building, "4wh", kOffice), rung(Tier::Compound, "4wh", kOffice),
                 rung(Tier::Community, "2wd", kOffice), rung(Tier::Street, "2wd", kOffice),
                 rung(Tier::Department, "2wd", kOffice),
                 rung(Tier::District, "-", kOffice, RungMode::Supervise)}},
      {.name = "yellow",
       .rungs = {rung(Tier::Building, "2h", kAlways), rung(Tier::Compound, "4h", kAlways),
                 rung(Tier::Community, "6h", kAlways), rung(Tier::Street, "12h", kAlways),
                 rung(Tier::Department, "48h", kAlways),
                 rung(Tier::District, "-", kAlways, RungMode::Supervise)}},
      {.name = "red",
       .rungs = {rung(Tier::Building, "5m", kAlways, RungMode::Parallel),
                 rung(Tier::Compound, "15m", kAlways, RungMode::Parallel),
                 rung(Tier::Community, "15m", kAlways, RungMode::Parallel),
                 rung(Tier::Street, "15m", kAlways, RungMode::Parallel),
                 rung(Tier::Department, "24h", kAlways, RungMode::Parallel),
                 rung(Tier::District, "-", kAlways, RungMode::Supervise)}},
  };
}

// Storms, mass requests, visits by the secretary and copies to the district are for the tests that
// are about them.
policy::Settings settings() {
  policy::Settings made;
  made.post_check = {.blue = true, .yellow = true, .red = true};
  made.callback = {.blue = true, .yellow = true, .red = true};
  made.storms.households_mass = 0;
  made.storms.cases = 0;
  made.escalation.express_from = {Tier::Community};
  made.modes.wartime_calendar = kAlways;
  made.modes.wartime_duty = {"wartime_watch"};
  return made;
}

unsigned number_at(std::string_view text, std::size_t offset, std::size_t digits) {
  unsigned number = 0;
  const char* first = text.data() + offset;
  const auto read = std::from_chars(first, first + digits, number);
  WHISTLE_CHECK(read.ptr == first + digits);
  return number;
}

}  // namespace

policy::RuleBook changtai_rules() {
  policy::RuleBook book;
  book.name = "changtai";
  book.title = "Changtai in small";
  book.version = "test";
  book.calendars = {office_calendar(), always_calendar()};
  book.default_calendar = kOffice;
  book.areas = areas();
  book.units = units();
  book.categories = categories();
  book.limits = limits();
  book.ladders = ladders();
  // Most stories are not about the post; those that are ask for receipts.
  book.settings.receipt = Milliseconds{0};
  book.catalogue = {{"burst", {}, {}, {}, Tier::Department, {}, {"catalogue:burst"}}};
  book.whistles = joint_whistles();
  book.whistle_permissions = joint_permissions();
  book.pauses = pause_rules();
  book.duties = duty_rules();
  book.settings = settings();
  return book;
}

calendar::Calendar office_calendar() {
  const DayHours day{{8h, 12h}, {14h, 18h}};
  calendar::CalendarRules rules = rules_of("office", day, {});
  for (unsigned holiday = 1; holiday <= 3; ++holiday) {
    rules.exceptions[day_of(2026, 1, holiday)] = {};
  }
  rules.exceptions[day_of(2026, 1, 4)] = day;
  rules.exceptions[day_of(2026, 2, 14)] = day;
  for (unsigned holiday = 15; holiday <= 23; ++holiday) {
    rules.exceptions[day_of(2026, 2, holiday)] = {};
  }
  rules.exceptions[day_of(2026, 2, 28)] = day;
  return made(std::move(rules));
}

calendar::Calendar always_calendar() {
  const DayHours day{{0h, 24h}};
  calendar::CalendarRules rules = rules_of("always", day, day);
  rules.working_day = 24h;
  return made(std::move(rules));
}

policy::RuleBook without_unit(policy::RuleBook book, std::string_view unit) {
  const auto erased =
      std::erase_if(book.units, [&](const policy::Unit& each) { return each.code.value == unit; });
  WHISTLE_CHECK(erased == 1);
  return book;
}

policy::RuleBook without_checks(policy::RuleBook book) {
  book.settings.post_check = {};
  book.settings.callback = {};
  return book;
}

policy::RuleBook with_requester_limits(policy::RuleBook book) {
  add_by_colour(book.limits, {Stage::Requester, "24h", "72h", "5wd"});
  return book;
}

policy::Ladder& ladder_of(policy::RuleBook& book, std::string_view name) {
  const auto found = std::ranges::find(book.ladders, name, &policy::Ladder::name);
  WHISTLE_CHECK(found != book.ladders.end());
  return *found;
}

Timestamp shanghai(std::string_view text) {
  WHISTLE_CHECK(text.size() == 16);
  const auto day = std::chrono::sys_days{
      std::chrono::year{static_cast<int>(number_at(text, 0, 4))} /
      std::chrono::month{number_at(text, 5, 2)} / std::chrono::day{number_at(text, 8, 2)}};
  return day + std::chrono::hours{number_at(text, 11, 2)} +
         std::chrono::minutes{number_at(text, 14, 2)} - 8h;
}

calendar::Limit limit_of(std::string_view text) {
  const auto limit = calendar::parse_limit(text);
  WHISTLE_CHECK(limit.has_value());
  return *limit;
}

}  // namespace whistle::support
