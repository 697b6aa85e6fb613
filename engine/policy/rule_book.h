#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/calendar/calendar.h"
#include "engine/calendar/clock.h"
#include "engine/calendar/limit.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/words.h"

// The rule book as plain data. The config floor makes it from files and guarantees that every
// reference between its parts resolves; the functions beside this header evaluate it.
namespace whistle::policy {

enum class AreaLevel : std::uint8_t { District, Street, Community, Compound, Building };
enum class Management : std::uint8_t { Unknown, Unmanaged, SelfManaged, Professional };

// A node of the area tree. Levels may be missing between a parent and its child.
struct Area {
  AreaCode code;
  std::string name;
  AreaLevel level{};
  AreaCode parent;  // none for a root
  std::vector<std::string> aliases;
  Management management{};
  std::uint32_t households{};
  bool promise{};       // opted in to "call and we come" (Changtai: 一拨我就来)
  std::string outline;  // WKT polygon, longitude latitude; empty when unknown
};

// Somebody with a queue.
struct Unit {
  UnitCode code;
  std::string name;
  Tier tier{};
  AreaCode area;              // serves this subtree
  DepartmentCode department;  // for tier Department
};

enum class OneCause : std::uint8_t { None, Building, Compound, Community };

struct Category {
  CategoryCode code;
  std::string kind;      // component or matter: the two code spaces of the standard overlap
  std::string standard;  // where the code comes from, empty for a place's own
  std::string major;     // large class
  std::string name;
  std::string name_en;
  MatterClass matter_class{MatterClass::Routine};
  std::uint8_t
      nature{};  // 0 information, 1 service, 2 public order or utility, 3 safety or mass event
  std::uint8_t scope{};       // 0 household, 1 building, 2 compound, 3 community and beyond
  std::uint8_t harm{};        // 0 none, 1 inconvenience, 2 health or property, 3 life
  Tier duty{Tier::Building};  // lowest tier that owns the duty; never routed below
  DepartmentCode department;
  OneCause one_cause{OneCause::None};
  bool utility{};  // water, power, gas, heat: served all day (Beijing ordinance, art. 19)
  bool enforcement{};
  bool inquiry{};
  bool dispute{};
  bool emergency_line{};  // belongs to 110/119/120/122 as well
  bool always_yellow{};
};

// A pattern of the lexicon and what a match means. `text` is literal, or a regular expression when
// `regex`. Literals are compared after normalising (width, case).
struct Pattern {
  std::string text;
  bool regex{};
};
struct LexiconEntry {
  Pattern pattern;
  CategoryCode category;
  std::int32_t weight{};
};
enum class Axis : std::uint8_t { Nature, Scope, Harm, Trigger, Care, Negate };
struct SeverityEntry {
  Pattern pattern;
  Axis axis{};
  std::uint8_t value{};  // for nature, scope, harm
  RuleName rule;         // for trigger: its name; for negate: the trigger it cancels
};
struct RequestTypeEntry {
  Pattern pattern;
  RequestType request_type{};
  std::int32_t weight{};
};
struct DeclineEntry {
  Pattern pattern;
  std::string ground;  // litigation, military, ...
};

// One row of the table of limits; absent fields match anything.
struct LimitRule {
  Stage stage{};
  std::optional<Severity> severity;
  CategoryCode category;
  ConditionCode condition;
  std::optional<std::chrono::local_days> from;   // valid for cases received from this local day ...
  std::optional<std::chrono::local_days> until;  // ... until this one, inclusive
  std::optional<calendar::Limit> limit;          // absent: explicitly no limit
  std::uint16_t calendar{};                      // index into RuleBook::calendars
  RuleName rule;                                 // "limits.csv:17", and its source
};

enum class RungMode : std::uint8_t {
  HandOver,   // the case moves to this tier's queue
  Supervise,  // this tier is told and watches; the holder keeps the case
  Parallel,   // told at once, together with the owner; its budget is the time to sign
};
struct Rung {
  Tier tier{};
  std::optional<calendar::Limit> budget;
  std::uint16_t calendar{};
  RungMode mode{RungMode::HandOver};
};
struct Ladder {
  std::string name;         // service, dispute, yellow, red
  std::vector<Rung> rungs;  // bottom to top
};

struct CatalogueRow {
  std::string category;  // a code, or a prefix ending in '*'
  ConditionCode condition;
  AreaCode area;
  Tier tier{};
  UnitCode unit;  // empty: the unit of `tier` for the place
  RuleName rule;
};

struct CardRules {
  calendar::AlarmRatios ratios;
  std::int32_t yellow_points{-5};
  std::int32_t red_points{-10};
  std::int32_t on_time_points{1};
};

// Which colours a stage applies to.
struct ColourSet {
  bool blue{};
  bool yellow{};
  bool red{};
  bool has(Severity severity) const {
    return severity == Severity::Red ? red : severity == Severity::Yellow ? yellow : blue;
  }
};

struct Settings {
  std::int32_t certain_score{6};
  std::int32_t certain_lead{3};
  std::int32_t yellow_sum{5};
  std::uint32_t requesters_yellow{3};
  bool merge{true};
  Milliseconds merge_window{std::chrono::hours{24 * 7}};
  Milliseconds merge_window_red{std::chrono::hours{24}};
  Milliseconds lease{std::chrono::seconds{60}};
  ColourSet post_check;
  ColourSet callback;
  std::uint32_t text_bytes_max{32768};
  Milliseconds future_tolerance{std::chrono::minutes{5}};
  CardRules cards;
};

struct RuleBook {
  std::string name;
  std::string title;
  std::string version;  // hash of all files it was made from, hex
  std::vector<calendar::Calendar> calendars;
  std::uint16_t default_calendar{};
  std::vector<Area> areas;
  std::vector<Unit> units;
  std::vector<Category> categories;
  std::vector<LexiconEntry> lexicon;
  std::vector<SeverityEntry> severity;
  std::vector<RequestTypeEntry> request_types;
  std::vector<DeclineEntry> declines;
  std::vector<LimitRule> limits;
  std::vector<Ladder> ladders;
  std::vector<CatalogueRow> catalogue;
  Settings settings;
};

}  // namespace whistle::policy
