#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/lookup.h"
#include "engine/policy/considered.h"
#include "engine/policy/rule_book.h"

namespace whistle::policy {

// The area code that a name is, or nothing: former names may be codes.
std::optional<AreaCode> code_in(const std::string& name);

// A limit as it applies to one case and stage, with the rule that says so.
struct GrantedLimit {
  calendar::Limit limit;
  std::uint16_t calendar{};
  RuleName rule;
};

// Where a case goes and why.
struct Destination {
  UnitCode unit;
  Tier tier{};            // of the unit, so it shows when missing tiers were passed over
  RuleName rule;          // catalogue row, "matter_class:routine", or "red:street"
  bool raised_to_duty{};  // the guard against pushing a duty down moved it up
  std::vector<Considered> considered{};  // who might have got it; kConsideredMax at most
};

// What the choice of a limit depends on. Views of words that must live as long as the query.
struct LimitQuery {
  Stage stage{};
  Severity severity{};
  std::string_view category{};   // a CategoryCode; empty: none
  std::string_view condition{};  // a ConditionCode; empty: none
  Timestamp received{};
  bool wartime{};  // limits of working time then count day and night
};

// A rule book with its look-up tables: the one type that decides with rules. Built once, then only
// read. Immutable after construction; any thread.
class Policy {
 public:
  // Requires: every reference inside the book resolves and no area lies below itself (the config
  // floor has checked).
  explicit Policy(RuleBook book);
  // Its look-up tables refer to words of its book. To move it is safe: vectors keep what they hold
  // in place.
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;
  Policy(Policy&&) = default;
  Policy& operator=(Policy&&) = default;
  ~Policy() = default;

  const RuleBook& book() const { return book_; }
  const Settings& settings() const { return book_.settings; }
  const calendar::Calendar& calendar(std::uint16_t index) const;

  const Area* area(AreaCode code) const;
  // The area that a code from outside means: the one with the code; else the one whose code is
  // filled up with zeros to twelve digits, as statistics write a street; else what a former code
  // means today, when that is one area; else, of a building that the book does not list, its
  // compound. No area when the book knows none of them: a compound has its number or is none.
  struct MeantArea {
    const Area* area{};
    const FormerName* former{};  // when the code is a former one
  };
  MeantArea meant_by(AreaCode code) const;
  const Unit* unit(const UnitCode& code) const { return unit_named(code.value); }
  const Category* category(const CategoryCode& code) const { return category_named(code.value); }
  // The same by somebody else's words.
  const Unit* unit_named(std::string_view code) const;
  const Category* category_named(std::string_view code) const;

  // The area itself or its nearest ancestor of `level`; nullptr when the chain has none.
  const Area* ancestor(AreaCode code, AreaLevel level) const;
  // True when `inner` is `outer` or lies below it.
  bool is_within(AreaCode inner, AreaCode outer) const;
  // True when the area or one above it opted in to the promise "call and we come".
  bool has_promise(AreaCode code) const;

  // The area within which a burst of cases is one storm: the ancestor of the level that the rules
  // name, else none.
  AreaCode storm_area(AreaCode code) const;

  // The month (202603) of an instant, in the time zone of the default calendar.
  std::uint32_t period_of(Timestamp at) const;

  const WhistleRule* whistle(WhistleKind kind) const;
  bool may_whistle(Tier tier, WhistleKind kind) const;
  const PauseRule* pause(const PauseCode& code) const;
  // The rule for that care tier, else the one for all; nullptr when the book has none.
  const DutyRule* duty(const DutyCode& code, CareTier care) const;
  // When a round that contains `at` ends: the first midnight after it (default calendar's zone), at
  // which a whole number of rounds has passed since Monday 2024-01-01 (days) or January 2024
  // (months). Later than `at`: at the end itself the next round has begun. A duty done at the very
  // end is done in time.
  Timestamp round_end(const DutyRule& rule, Timestamp at) const;
  // Whose turn it is in a unit; nothing when it has no roster or the roster has not begun. Turns
  // change at midnight (default calendar's zone). Of several rosters the one that began last holds.
  struct Turn {
    WorkerName person;
    RuleName rule;
  };
  std::optional<Turn> on_duty(const UnitCode& unit, Timestamp at) const;
  // The next meeting: the clinic every so many days (Mondays, counted from 2024-01-01), the
  // conference on the first day of a quarter; 09:00 of the first working day from there on. Later
  // than `at`; kNever past the days of the default calendar. The other panels meet when they are
  // called: `at` itself.
  Timestamp next_meeting(PanelKind panel, Timestamp at) const;

  // The limit of a stage, or nothing when the rules grant none. A condition row beats a category
  // row beats a colour row beats the general one; at equal rank a dated row beats an undated one,
  // then the one that begins later wins. Dates are local days of the row's calendar.
  // For Stage::Resolve a category row without condition wins over the colour row only when it ends
  // sooner (a condition table always wins when it is shorter). In wartime a limit of working time
  // is measured by the calendar of wartime, if the rules name one, and its rule ends in " wartime".
  std::optional<GrantedLimit> limit(const LimitQuery& query) const;

  // Lowest competent level first: the dispatch catalogue, else the matter class; then the guard
  // (never below the category's duty: Beijing ordinance art. 17, Weifang ordinance art. 24); then
  // the nearest unit that exists, going up. Red starts at the street at least; where the catalogue
  // or the duty names a department it starts there, and the ladder tells the street in parallel. A
  // unit named by a catalogue row is used unless the guard or red asks for a higher tier. Nothing
  // when no unit of the book serves the place at or above that tier.
  //
  // Of the catalogue's rows that match, an exact category beats a prefix and a longer prefix a
  // shorter one; then a request type beats none; then a condition; then the smaller area wins; then
  // the earlier row. Requires: a category of this book, since the catalogue is filed by these.
  std::optional<Destination> destination(const Category& category, const ConditionCode& condition,
                                         AreaCode area, Severity severity,
                                         RequestType request_type = RequestType::Grievance) const;

  // The unit of a tier that serves the place: of those whose area contains it, the one with the
  // smallest area, and of several with that area the first in the book. Missing tiers give nothing.
  // A property company does not serve a compound without property management, even when a row of
  // the catalogue names it.
  // `department` matters for tier Department only, where an empty one gives nothing.
  const Unit* unit_for(Tier tier, AreaCode area, const DepartmentCode& department) const;

  // Red and yellow have a ladder of their own; blue takes that of its matter class (routine, focal,
  // composite, specialist) if the book has one, else that of disputes or of services. nullptr when
  // the book has none by that name. `category` may be null.
  const Ladder* ladder(const Category* category, Severity severity) const;
  // The rung of the ladder for a tier, or nullptr.
  const Rung* rung(const Ladder& ladder, Tier tier) const;
  // The next step above `tier` for this place: the first higher rung whose unit exists. Empty steps
  // cost no time. Nothing at the top.
  struct Step {
    const Rung* rung{};
    const Unit* unit{};
  };
  std::optional<Step> next_step(const Ladder& ladder, Tier tier, AreaCode area,
                                const Category* category) const;

 private:
  const LimitRule* best_limit(const LimitQuery& query, std::string_view category) const;
  bool is_valid(const LimitRule& rule, Timestamp received) const;
  bool counts_all_day(const LimitRule& rule, const LimitQuery& query) const;
  std::uint16_t calendar_of(const LimitRule& rule, const LimitQuery& query) const;
  Timestamp due_of(const LimitRule& rule, const LimitQuery& query) const;
  // What the choice of a row of the catalogue depends on.
  struct CatalogueQuery {
    const CategoryCode& category;
    const ConditionCode& condition;
    AreaCode area;
    RequestType request_type{};
  };
  const CatalogueRow* catalogue_row(const CatalogueQuery& query) const;
  // What the choice between tiers came to, for those who tell of it.
  struct Choice {
    const Category& category;
    const CatalogueQuery& query;
    const CatalogueRow* row{};  // that decided; nullptr: the matter class did
    Tier start{};               // where the row or the matter class begins
    Tier lowest{};              // after duty and colour
    const Unit& target;
  };
  std::vector<Considered> considered(const Choice& choice) const;
  void consider_named(const Choice& choice, std::vector<Considered>& found) const;
  void consider_rows(const Choice& choice, std::vector<Considered>& found) const;
  void consider_tier(const Choice& choice, Tier tier, std::vector<Considered>& found) const;
  static PassedOver why_below(const Choice& choice, Tier tier);
  using RowList = std::vector<std::size_t>;  // of a table of the book, by index
  const CatalogueRow* best_row(const RowList& rows, const CatalogueQuery& query) const;
  void file_catalogue();
  std::span<const RowList> filed_under(const CategoryCode& category) const;
  bool serves(const Unit& unit, AreaCode area) const;
  std::size_t depth(AreaCode code) const;
  // The day of an instant, in the time zone of the default calendar.
  std::chrono::local_days local_day(Timestamp at) const;

  RuleBook book_;
  // By numbers and words of the book, for indices of it.
  Lookup<AreaCode, std::size_t> areas_;
  // Of the former name; nothing when it is that of several areas.
  Lookup<AreaCode, std::optional<std::size_t>> former_codes_;
  Lookup<std::string_view, std::size_t> units_;
  Lookup<std::string_view, std::size_t> categories_;
  // Units by (tier, area, department), each in the order of the book; the department is empty for
  // the other tiers.
  Lookup<std::tuple<Tier, AreaCode, std::string_view>, RowList> serving_;
  // Limit rules by stage and category (empty category: for all).
  Lookup<std::pair<Stage, std::string_view>, RowList> limits_;
  // Rows of the catalogue for each category of the book: those that name it, then those of its
  // prefixes, the longest first.
  Lookup<std::string_view, std::vector<RowList>> catalogue_;
  Lookup<std::string_view, RowList> rotas_;
};

}  // namespace whistle::policy
