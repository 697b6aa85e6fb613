#include "engine/triage/area_names.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "engine/calendar/time_zone.h"
#include "engine/triage/building_number.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

using policy::Area;
using policy::AreaLevel;
using policy::FormerName;

constexpr std::size_t kCodeDigitsMin = 9;
constexpr std::size_t kCodeDigitsMax = 18;
constexpr std::size_t kFirstLevelDigits = 6;

// Names that end so stand for themselves whatever follows.
constexpr std::array<std::string_view, 15> kWholeEnds{"社区", "小区", "街道", "村",   "镇",
                                                      "乡",   "区",   "县",   "市",   "苑",
                                                      "园",   "楼",   "里",   "公寓", "宿舍"};

// Roads and bridges are called after places. What must not follow, so that it is a road: "武安路灯"
// is the lamp in 武安, "武安街道" the street office.
struct RoadWord {
  std::string_view word;
  std::array<std::string_view, 2> but;
};
constexpr std::array<RoadWord, 10> kRoadWords{{{"路", {"灯", "上"}},
                                               {"街", {"道", "办"}},
                                               {"大道", {}},
                                               {"大街", {}},
                                               {"巷", {"子", "道"}},
                                               {"胡同", {}},
                                               {"桥", {"面", "下"}},
                                               {"高速", {}},
                                               {"大桥", {}},
                                               {"隧道", {}}}};

// Characters that end a word before a place, beside marks, figures and names of places.
constexpr std::string_view kBeforePlaces = "在住到去来是从往由的于至和与及跟区县市镇乡道村社说称";
// Such names of two characters are read across the border of two words: 当时|村里.
constexpr std::array<std::string_view, 5> kShortSorts{"村", "里", "庄", "区", "园"};
constexpr std::size_t kChineseBytes = 3;

bool ends_whole(std::string_view name) {
  return std::any_of(kWholeEnds.begin(), kWholeEnds.end(),
                     [&](std::string_view end) { return name.ends_with(end); });
}

Timestamp start_of(std::chrono::local_days day, const calendar::TimeZone& zone) {
  return zone.to_instant(calendar::LocalTime{day});
}

// Of days, which have none before tests and small books name a calendar.
calendar::TimeZone zone_of(const policy::RuleBook& book) {
  if (book.default_calendar >= book.calendars.size()) return {};
  return book.calendars[book.default_calendar].rules().zone;
}

}  // namespace

AreaNames::AreaNames(const policy::Policy& policy) : policy_(&policy) {
  const std::vector<Area>& areas = policy.book().areas;
  std::unordered_map<std::string, std::size_t> positions;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    const Area& area = areas[i];
    add(area.name, {i, Right::Name, 0}, positions);
    for (std::uint32_t alias = 0; alias < area.aliases.size(); ++alias) {
      add(area.aliases[alias], {i, Right::Alias, alias}, positions);
    }
  }
  add_former(positions);
}

void AreaNames::add(const std::string& written, Bearer bearer,
                    std::unordered_map<std::string, std::size_t>& positions) {
  const std::string folded = fold(written);
  const bool is_building = policy_->book().areas[bearer.area].level == AreaLevel::Building;
  const auto number = is_building ? number_in_name(folded) : std::nullopt;
  // "3栋" is in every compound: it means something only below a place.
  if (folded.empty() || (number && number->from == 0)) return;
  const auto [position, is_new] = positions.emplace(folded, names_.size());
  if (is_new) names_.push_back({folded, {}});
  std::vector<Bearer>& bearers = names_[position->second].bearers;
  const auto is_borne = [&](const Bearer& other) { return other.area == bearer.area; };
  if (std::any_of(bearers.begin(), bearers.end(), is_borne)) return;  // said a second time
  bearers.push_back(bearer);
}

void AreaNames::add_former(std::unordered_map<std::string, std::size_t>& positions) {
  const policy::RuleBook& book = policy_->book();
  const calendar::TimeZone zone = zone_of(book);
  std::unordered_map<AreaCode, std::uint32_t> indexes;
  for (std::uint32_t i = 0; i < book.areas.size(); ++i) indexes.emplace(book.areas[i].code, i);
  for (std::uint32_t i = 0; i < book.former_names.size(); ++i) {
    const FormerName& former = book.former_names[i];
    validities_.push_back(
        {former.from ? start_of(*former.from, zone) : Timestamp::min(),
         former.until ? start_of(*former.until + std::chrono::days{1}, zone) : Timestamp::min()});
    const auto area = indexes.find(former.area);
    if (area != indexes.end()) add(former.name, {area->second, Right::Former, i}, positions);
  }
}

std::vector<SoughtPattern> AreaNames::patterns() const {
  std::vector<SoughtPattern> sought;
  for (std::uint32_t row = 0; row < names_.size(); ++row) {
    const Name& name = names_[row];
    const Area& area = policy_->book().areas[name.bearers.front().area];
    sought.push_back({Table::AreaName, row, policy::Pattern{name.folded, false},
                      "areas:" + std::to_string(area.code.value)});
  }
  return sought;
}

void AreaNames::append_bearers(std::uint32_t row, Timestamp at,
                               std::vector<Bearer>& bearers) const {
  for (const Bearer& bearer : names_[row].bearers) {
    if (bearer.right == Right::Former && at < validities_[bearer.index].from) continue;
    bearers.push_back(bearer);
  }
}

void AreaNames::append_coded(std::string_view digits, std::vector<Bearer>& bearers) const {
  if (digits.size() < kCodeDigitsMin || digits.size() > kCodeDigitsMax) return;
  AreaCode code;
  for (const char digit : digits) {
    code.value = code.value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  const policy::Policy::MeantArea meant = policy_->meant_by(code);
  // What stands for nothing but a part of the number may be any number.
  if (meant.area == nullptr || meant.former != nullptr) return;
  const std::string known = std::to_string(meant.area->code.value);
  const bool is_filled = digits.find_first_not_of('0', known.size()) == std::string_view::npos;
  if (known.size() < kFirstLevelDigits || !is_filled) return;
  bearers.push_back(
      {static_cast<std::uint32_t>(meant.area - policy_->book().areas.data()), Right::Code, 0});
}

bool AreaNames::is_cut_off(std::string_view name, std::string_view after) {
  if (ends_whole(name)) return false;
  return std::any_of(kRoadWords.begin(), kRoadWords.end(), [&](const RoadWord& road) {
    if (!after.starts_with(road.word)) return false;
    const std::string_view beyond = after.substr(road.word.size());
    return std::none_of(road.but.begin(), road.but.end(), [&](std::string_view but) {
      return !but.empty() && beyond.starts_with(but);
    });
  });
}

bool AreaNames::is_torn(std::string_view before, std::string_view name) {
  const bool is_short = name.size() == 2 * kChineseBytes && name.front() < 0;
  if (!is_short || before.size() < kChineseBytes || before.back() >= 0) return false;
  if (std::none_of(kShortSorts.begin(), kShortSorts.end(),
                   [&](std::string_view sort) { return name.ends_with(sort); })) {
    return false;
  }
  const std::string_view last = before.substr(before.size() - kChineseBytes);
  const auto lead = static_cast<std::uint8_t>(last.front());
  const bool is_chinese = lead >= 0xE4 && lead <= 0xE9;  // marks are not
  return is_chinese && kBeforePlaces.find(last) == std::string_view::npos;
}

RuleName AreaNames::rule(const Bearer& bearer, Timestamp at) const {
  const Area& area = policy_->book().areas[bearer.area];
  switch (bearer.right) {
    case Right::Name:
      return {"name:" + area.name};
    case Right::Alias:
      return {"alias:" + area.aliases[bearer.index]};
    case Right::Former: {
      const std::string& name = policy_->book().former_names[bearer.index].name;
      if (at < validities_[bearer.index].until) return {"name:" + name};  // still in force
      return {"former name " + name + " of " + area.name};
    }
    case Right::Code:
      return {"code:" + std::to_string(area.code.value)};
    case Right::Point:
      return {"point"};
  }
  return {};
}

}  // namespace whistle::triage
