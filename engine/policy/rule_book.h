#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
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
constexpr auto spellings(AreaLevel) {
  return std::to_array<Spelling<AreaLevel>>({{AreaLevel::District, "district"},
                                             {AreaLevel::Street, "street"},
                                             {AreaLevel::Community, "community"},
                                             {AreaLevel::Compound, "compound"},
                                             {AreaLevel::Building, "building"}});
}
enum class Management : std::uint8_t { Unknown, Unmanaged, SelfManaged, Professional };
// Files leave a value without a word out, here and below.
constexpr auto spellings(Management) {
  return std::to_array<Spelling<Management>>({{Management::Unmanaged, "unmanaged"},
                                              {Management::SelfManaged, "self_managed"},
                                              {Management::Professional, "professional"}});
}

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
  bool industrial{};    // a grid of an industrial park; its requesters are enterprises (Wenshang)
  std::string outline;  // WKT polygon, longitude latitude (Settings::outline_datum), or empty
};

// What an area, or an area that is now part of it, was called: a name, or an area code in digits.
// People say it for years.
struct FormerName {
  std::string name;
  AreaCode area;                                 // that it means today
  std::optional<std::chrono::local_days> from;   // in force from this local day ...
  std::optional<std::chrono::local_days> until;  // ... until this one, inclusive; nothing: long ago
};

// What sort of unit it is, where that decides something.
enum class UnitKind : std::uint8_t {
  Plain,
  PropertyCompany,  // passed over in compounds without property management
  Volunteers,
  Specialist,   // grid workers of a department (water, power, ...)
  Enforcement,  // the street's enforcement team (一支队伍管执法)
  ThirdParty,   // housekeeping, care, nursery suppliers
  Partner,      // resident and partner units
};

constexpr auto spellings(UnitKind) {
  return std::to_array<Spelling<UnitKind>>({{UnitKind::PropertyCompany, "property_company"},
                                            {UnitKind::Volunteers, "volunteers"},
                                            {UnitKind::Specialist, "specialist"},
                                            {UnitKind::Enforcement, "enforcement"},
                                            {UnitKind::ThirdParty, "third_party"},
                                            {UnitKind::Partner, "partner"}});
}

// Somebody with a queue.
struct Unit {
  UnitCode code;
  std::string name;
  Tier tier{};
  AreaCode area;              // serves this subtree
  DepartmentCode department;  // for tier Department
  UnitKind kind{UnitKind::Plain};
  std::vector<AreaCode> more_areas;  // and these: grids and compounds overlap
};

enum class OneCause : std::uint8_t { None, Building, Compound, Community };

// What a category asks for besides the text, as Open311 GeoReport v2 has it (service definition).
// It is told to those who bring complaints; no decision rests on it.
enum class AttributeType : std::uint8_t {
  String,
  Number,
  DateTime,
  Text,
  SingleValueList,
  MultiValueList,
};
constexpr auto spellings(AttributeType) {
  return std::to_array<Spelling<AttributeType>>(
      {{AttributeType::String, "string"},
       {AttributeType::Number, "number"},
       {AttributeType::DateTime, "datetime"},
       {AttributeType::Text, "text"},
       {AttributeType::SingleValueList, "singlevaluelist"},
       {AttributeType::MultiValueList, "multivaluelist"}});
}
struct AttributeValue {
  std::string key;
  std::string name;
};
struct Attribute {
  CategoryCode category;
  std::string code;
  bool variable{true};  // false: only told, not asked
  AttributeType type{};
  bool required{};
  std::uint16_t order{};  // 1 first
  std::string description;
  std::string type_description;
  std::vector<AttributeValue> values;  // to choose from, of the two lists
};

// How Open311 tells a requester of the number: at once, or later by a token.
enum class ServiceType : std::uint8_t { Realtime, Batch };
constexpr auto spellings(ServiceType) {
  return std::to_array<Spelling<ServiceType>>(
      {{ServiceType::Realtime, "realtime"}, {ServiceType::Batch, "batch"}});
}

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
  ServiceType type{ServiceType::Realtime};
  std::string description{};            // for those who choose it
  std::vector<std::string> keywords{};  // to find it by
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
// Words that are not meant where `pattern` stands: in its own words, its sentence or the whole
// text. There hits of the lexicon do not count: those of `word` (a pattern as the lexicon spells
// it; empty: all) for `category` (a code or a large class; empty: any).
enum class ExclusionScope : std::uint8_t { Words, Sentence, Text };
struct ExclusionEntry {
  Pattern pattern;
  std::string category;
  std::string word;
  ExclusionScope scope{};
};
// A pattern that decides between two, each the code of a category or a large class, that are easily
// taken for each other.
struct ConfusionEntry {
  std::string first;
  std::string second;
  Pattern pattern;
  bool for_second{};  // it speaks for the second, else for the first
  std::int32_t weight{};
};
// Figure to Now: words around something that say whether it is there now (config/README.md).
enum class Axis : std::uint8_t {
  Nature,
  Scope,
  Harm,
  Trigger,
  Threat,  // a trigger that holds though it is conditional
  Care,
  Negate,
  Figure,
  Not,
  Past,
  Worry,
  Topic,
  Over,
  Now,
};
constexpr auto spellings(Axis) {
  return std::to_array<Spelling<Axis>>({{Axis::Nature, "nature"},
                                        {Axis::Scope, "scope"},
                                        {Axis::Harm, "harm"},
                                        {Axis::Trigger, "trigger"},
                                        {Axis::Threat, "threat"},
                                        {Axis::Care, "care"},
                                        {Axis::Negate, "negate"},
                                        {Axis::Figure, "figure"},
                                        {Axis::Not, "not"},
                                        {Axis::Past, "past"},
                                        {Axis::Worry, "worry"},
                                        {Axis::Topic, "topic"},
                                        {Axis::Over, "over"},
                                        {Axis::Now, "now"}});
}
struct SeverityEntry {
  Pattern pattern;
  Axis axis{};
  std::uint8_t value{};  // for nature, scope, harm
  RuleName rule;         // trigger, threat: its name; negate, over: the trigger meant
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
  std::optional<RequestType> request_type;
  ConditionCode condition;
  AreaCode area;
  Tier tier{};
  UnitCode unit;  // empty: the unit of `tier` for the place
  RuleName rule;
};

// What an invited unit owes after a whistle of one kind; absent: nothing. Measured by `calendar`.
struct WhistleRule {
  WhistleKind kind{};
  std::optional<calendar::Limit> acknowledge;
  std::optional<calendar::Limit> arrive;
  std::optional<calendar::Limit> plan;
  std::optional<calendar::Limit> finish;
  std::optional<calendar::Limit> rate;  // from closing: both sides judge each other
  std::uint16_t calendar{};
  bool hold{};  // nobody leaves before the whistler says so
  RuleName rule;
};
// Units of this tier may blow whistles of this kind.
struct WhistlePermission {
  Tier tier{};
  WhistleKind kind{};
};

// A reason for which the clocks of a case may rest.
struct PauseRule {
  PauseCode code;
  std::string name;
  calendar::Limit cap{};  // it resumes by itself after that
  std::uint16_t calendar{};
  bool approval{};         // somebody above must agree
  bool stops_requester{};  // the public promise rests as well
  RuleName rule;
};

// A kind of recurring duty, for one care tier or for all.
struct DutyRule {
  DutyCode code;
  CareTier care{CareTier::None};
  std::string name;
  std::uint16_t days{};    // a round lasts so many civil days,
  std::uint16_t months{};  // or so many calendar months
  std::uint16_t times{1};  // to be done in a round
  bool card{};             // a missed round earns a yellow card, a second in a row a red one
  RuleName rule;
};

// Whose turn it is in a unit: persons in turn, `days` each, from a local day on.
struct Rota {
  UnitCode unit;
  std::chrono::local_days from{};
  std::uint16_t days{7};
  std::vector<WorkerName> persons;
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

// Returns and objections (Weifang ordinance, art. 22). The clocks are stages of the limits.
struct ReturnRules {
  std::uint32_t per_unit_max{1};   // of one case, by one unit
  std::uint32_t before_ruling{3};  // so many returns in all and the centre rules
};
struct PauseRules {
  std::uint32_t free_extensions{1};  // granted by rule; later ones by a supervisor
  std::uint32_t extensions_max{2};
  std::uint32_t review_days_max{90};
  std::uint32_t clinic_days{14};  // deferred cases are on the agenda that often
};
struct CallbackRules {
  std::uint32_t attempts_max{3};      // to nobody; then the case counts as unrated
  ColourSet secretary_visit;          // these are asked in person (书记敲门)
  std::uint32_t unhappy_for_card{2};  // in a row
};
struct StormRules {
  std::uint32_t households_mass{5};  // distinct requesters that make a mass request; 0: never
  std::uint32_t cases{20};           // of one large class in one area within `window`; 0: never
  Milliseconds window{std::chrono::hours{1}};
  AreaLevel level{AreaLevel::Community};
};
struct EscalationRules {
  Milliseconds acknowledge{std::chrono::minutes{30}};  // then it is as if nobody had seen it
  std::vector<Tier> express_from;                      // tiers that may take the express lane
  bool copy_district{};  // of orders that go straight to a street (Beijing ordinance, art. 12)
};
struct ListRules {
  std::uint32_t claim_days{30};
  std::uint32_t points_per_hour{1};
  std::uint64_t fund_fen_per_household{5000};  // Longkou: 户均50元限额; 0: no bound
};
struct ScoreRules {
  double response{0.2};
  double solve{0.4};
  double satisfaction{0.4};
  double whistles_low{0.02};  // whistles for each order of a unit: outside this band it is told
  double whistles_high{0.30};
  std::uint32_t appeal_days{30};
  std::uint32_t owners_weight{50};  // percent (Fenyi: 业主评价权重50%), the rest by the others
  std::vector<double> stars{0.60, 0.70, 0.80, 0.90, 0.95};  // scores that make 1 to 5 stars
  std::uint32_t exposed_top{10};  // rows of the hot-spot and exposure lists
};
struct ModeRules {
  std::optional<std::uint16_t> wartime_calendar;  // runs all day; none: there is no wartime
  DutyCode wartime_duty;                          // opened for communities; empty: none
};

// How often leases of one order may come to nothing before the dispatcher has it.
struct AttemptRules {
  std::uint32_t timeouts_max{5};      // leases that lapsed
  std::uint32_t failures_max{5};      // releases that said it could not be done
  std::uint32_t undelivered_max{20};  // grants that did not arrive
};

struct Settings {
  std::int32_t certain_score{6};
  std::int32_t certain_lead{3};
  std::int32_t subject_factor{1};  // words of the lexicon in the subject weigh so many times
  double model_confidence{0.8};    // from this probability on the model's category is certain
  std::int32_t yellow_sum{5};
  std::uint32_t requesters_yellow{3};
  bool merge{true};
  Milliseconds merge_window{std::chrono::hours{24 * 7}};
  Milliseconds merge_window_red{std::chrono::hours{24}};
  Milliseconds lease{std::chrono::seconds{60}};
  // Within which a grant must be received; 0: it counts as received.
  Milliseconds receipt{std::chrono::seconds{5}};
  AttemptRules attempts;
  ColourSet post_check;
  ColourSet callback;
  std::uint32_t text_bytes_max{32768};
  Milliseconds future_tolerance{std::chrono::minutes{5}};
  Datum outline_datum{Datum::Wgs84};
  CardRules cards;
  ReturnRules returns;
  PauseRules pauses;
  CallbackRules callbacks;
  StormRules storms;
  EscalationRules escalation;
  ListRules lists;
  ScoreRules scores;
  ModeRules modes;
};

struct RuleBook {
  std::string name;
  std::string title;
  std::string version;  // hash of all files it was made from, hex
  std::vector<calendar::Calendar> calendars;
  std::uint16_t default_calendar{};
  std::vector<Area> areas;
  std::vector<FormerName> former_names;
  std::vector<Unit> units;
  std::vector<Category> categories;
  std::vector<Attribute> attributes;  // by category, in their order
  std::vector<LexiconEntry> lexicon;
  std::vector<ExclusionEntry> exclusions;
  std::vector<ConfusionEntry> confusions;
  std::string model;  // bytes of the statistical model (triage/model.h); empty: there is none
  std::vector<SeverityEntry> severity;
  std::vector<RequestTypeEntry> request_types;
  std::vector<DeclineEntry> declines;
  std::vector<LimitRule> limits;
  std::vector<Ladder> ladders;
  std::vector<CatalogueRow> catalogue;
  std::vector<WhistleRule> whistles;
  std::vector<WhistlePermission> whistle_permissions;
  std::vector<PauseRule> pauses;
  std::vector<DutyRule> duties;
  std::vector<Rota> rotas;
  Settings settings;
};

}  // namespace whistle::policy
