#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

// A rule book small enough to keep in mind while reading the tests.
namespace whistle::triage {

constexpr AreaCode kDistrict{350625};
constexpr AreaCode kStreet{350625100};
constexpr AreaCode kWuan{350625100001};
constexpr AreaCode kBihu{350625100002};
constexpr AreaCode kWuanCourt{350625100001001};
constexpr AreaCode kSunnyInWuan{350625100001002};
constexpr AreaCode kSunnyInBihu{350625100002001};
constexpr AreaCode kWuanCourt3{350625100001001003};
constexpr AreaCode kWuanCourt12{350625100001001012};
constexpr AreaCode kLaurelHall{350625100001001020};

inline policy::Area area(AreaCode code, const char* name, policy::AreaLevel level, AreaCode parent,
                         std::vector<std::string> aliases = {}, const char* outline = "") {
  policy::Area area;
  area.code = code;
  area.name = name;
  area.level = level;
  area.parent = parent;
  area.aliases = std::move(aliases);
  area.outline = outline;
  return area;
}

inline std::vector<policy::Area> small_city_areas() {
  using enum policy::AreaLevel;
  return {
      area(kDistrict, "长泰区", District, {}),
      area(kStreet, "武安镇", Street, kDistrict, {"武安"}),
      area(kWuan, "武安社区", Community, kStreet, {},
           "POLYGON((117.70 24.60, 117.80 24.60, 117.80 24.70, 117.70 24.70, 117.70 24.60))"),
      area(kBihu, "碧湖社区", Community, kStreet, {"碧湖"}),
      area(kWuanCourt, "武安小区", Compound, kWuan, {"老粮站宿舍", "Wu'an Court"},
           "POLYGON((117.74 24.62, 117.76 24.62, 117.76 24.64, 117.74 24.64, 117.74 24.62))"),
      area(kSunnyInWuan, "阳光小区", Compound, kWuan),
      area(kSunnyInBihu, "阳光小区", Compound, kBihu),
      area(kWuanCourt3, "3栋", Building, kWuanCourt, {"3幢", "三号楼"}),
      area(kWuanCourt12, "12号楼", Building, kWuanCourt),
      area(kLaurelHall, "桂花楼", Building, kWuanCourt),
  };
}

inline policy::Category category(const char* code, std::uint8_t nature, std::uint8_t scope,
                                 std::uint8_t harm) {
  policy::Category category;
  category.code = {code};
  category.nature = nature;
  category.scope = scope;
  category.harm = harm;
  return category;
}

inline std::vector<policy::Category> small_city_categories() {
  std::vector<policy::Category> categories{
      category("pipe-burst", 2, 2, 2), category("ceiling-leak", 1, 0, 1),
      category("pipe-leak", 1, 1, 1),  category("lift", 1, 1, 1),
      category("fire-lane", 1, 1, 1),  category("opening-hours", 0, 0, 0),
      category("gas-smell", 3, 1, 3),
  };
  categories[4].always_yellow = true;
  categories[5].inquiry = true;
  return categories;
}

// The same words as in severity.csv and its neighbours, in their columns.
inline policy::RuleBook small_city() {
  using policy::Axis;
  policy::RuleBook book;
  book.areas = small_city_areas();
  book.categories = small_city_categories();
  book.lexicon = {
      {{"爆管", false}, {"pipe-burst"}, 10},
      {{"水管", false}, {"pipe-burst"}, 2},
      {{"漏水", false}, {"pipe-leak"}, 6},
      {{"楼上漏水", false}, {"ceiling-leak"}, 8},
      {{"电梯", false}, {"lift"}, 4},
      {{"电梯.{0,6}(坏|停运)", true}, {"lift"}, 5},
      {{"ktv", false}, {"lift"}, 1},
      {{"消防通道", false}, {"fire-lane"}, 8},
      {{"几点上班", false}, {"opening-hours"}, 8},
  };
  book.severity = {
      {{"爆管", false}, Axis::Trigger, 0, {"pipe_burst"}},
      {{"燃气泄漏", false}, Axis::Trigger, 0, {"gas_leak"}},
      {{"燃气味", false}, Axis::Trigger, 0, {"gas_leak"}},
      {{"演练", false}, Axis::Negate, 0, {"gas_leak"}},
      {{"独居老人", false}, Axis::Care, 0, {}},
      {{"整栋楼", false}, Axis::Scope, 1, {}},
      {{"整个小区", false}, Axis::Scope, 2, {}},
      {{"[0-9]+户", true}, Axis::Scope, 2, {}},
      {{"受伤", false}, Axis::Harm, 3, {}},
      {{"打架", false}, Axis::Nature, 3, {}},
  };
  book.request_types = {{{"请问", false}, RequestType::Inquiry, 6},
                        {{"投诉", false}, RequestType::Grievance, 6},
                        {{"举报", false}, RequestType::ReportViolation, 7},
                        {{"建议", false}, RequestType::Suggestion, 6},
                        {{"感谢", false}, RequestType::Thanks, 6}};
  book.declines = {{{"法院已经受理", false}, "litigation"},
                   {{"部队", false}, "military"},
                   {{"判决", false}, "litigation"}};
  return book;
}

// A complaint with nothing but words.
inline Complaint saying(std::string text, std::string subject = "") {
  Complaint complaint;
  complaint.subject = std::move(subject);
  complaint.text = std::move(text);
  return complaint;
}

// A rule book at work. Fails the process when it does not compile.
class Desk {
 public:
  explicit Desk(policy::RuleBook book = small_city())
      : policy_(std::make_unique<policy::Policy>(std::move(book))),
        triage_(Triage::make(*policy_).value()) {}

  Findings examine(const Complaint& complaint) { return triage_.examine(complaint); }

 private:
  std::unique_ptr<policy::Policy> policy_;
  Triage triage_;
};

inline void PrintTo(const Evidence& evidence, std::ostream* out) {
  *out << evidence.words << "@" << evidence.offset << " by " << evidence.rule.value;
}

}  // namespace whistle::triage

namespace whistle {
inline void PrintTo(const RuleName& rule, std::ostream* out) { *out << rule.value; }
inline void PrintTo(const CategoryCode& code, std::ostream* out) { *out << code.value; }
inline void PrintTo(const AreaCode& code, std::ostream* out) { *out << code.value; }
}  // namespace whistle
