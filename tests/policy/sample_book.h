#pragma once

#include <string>
#include <utility>

#include "engine/policy/policy.h"
#include "tests/calendar/sample_calendars.h"

// A district for tests:
//
//   1 district
//     11 street                 12 street without a unit
//       111 community             121 community
//         1111 compound
//           11111 building
//       112 community
//         1121 building, no compound between
//
namespace whistle::policy {

inline constexpr AreaCode kDistrict{1};
inline constexpr AreaCode kStreet{11};
inline constexpr AreaCode kStreetWithoutUnit{12};
inline constexpr AreaCode kCommunity{111};
inline constexpr AreaCode kOtherCommunity{112};
inline constexpr AreaCode kCommunityFarOff{121};
inline constexpr AreaCode kCompound{1111};
inline constexpr AreaCode kBuilding{11111};
inline constexpr AreaCode kBuildingWithoutCompound{1121};
inline constexpr AreaCode kNowhere{999};

inline Area area(AreaCode code, AreaLevel level, AreaCode parent) {
  Area area;
  area.code = code;
  area.name = std::to_string(code.value);
  area.level = level;
  area.parent = parent;
  return area;
}

inline Unit unit(const char* code, Tier tier, AreaCode area, const char* department = "") {
  Unit unit;
  unit.code = {code};
  unit.name = code;
  unit.tier = tier;
  unit.area = area;
  unit.department = {department};
  return unit;
}

inline Category category(const char* code, MatterClass matter_class, Tier duty = Tier::Building,
                         const char* department = "") {
  Category category;
  category.code = {code};
  category.matter_class = matter_class;
  category.duty = duty;
  category.department = {department};
  return category;
}

inline RuleBook sample_book() {
  RuleBook book;
  book.name = "sample";
  book.calendars = {calendar::made(calendar::chinese_office_rules()),
                    calendar::made(calendar::boston_office_rules())};
  book.areas = {area(kDistrict, AreaLevel::District, {}),
                area(kStreet, AreaLevel::Street, kDistrict),
                area(kStreetWithoutUnit, AreaLevel::Street, kDistrict),
                area(kCommunity, AreaLevel::Community, kStreet),
                area(kOtherCommunity, AreaLevel::Community, kStreet),
                area(kCommunityFarOff, AreaLevel::Community, kStreetWithoutUnit),
                area(kCompound, AreaLevel::Compound, kCommunity),
                area(kBuilding, AreaLevel::Building, kCompound),
                area(kBuildingWithoutCompound, AreaLevel::Building, kOtherCommunity)};
  book.units = {unit("district", Tier::District, kDistrict),
                unit("street", Tier::Street, kStreet),
                unit("community", Tier::Community, kCommunity),
                unit("other-community", Tier::Community, kOtherCommunity),
                unit("community-far-off", Tier::Community, kCommunityFarOff),
                unit("compound", Tier::Compound, kCompound),
                unit("building", Tier::Building, kBuilding),
                unit("water", Tier::Department, kDistrict, "water"),
                unit("water-second-desk", Tier::Department, kDistrict, "water"),
                unit("water-street", Tier::Department, kStreet, "water"),
                unit("housing", Tier::Department, kDistrict, "housing")};
  book.categories = {category("routine", MatterClass::Routine),
                     category("focal", MatterClass::Focal),
                     category("composite", MatterClass::Composite),
                     category("specialist", MatterClass::Specialist),
                     category("leak", MatterClass::Routine, Tier::Department, "water")};
  return book;
}

}  // namespace whistle::policy
