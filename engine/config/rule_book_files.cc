#include "engine/config/rule_book_files.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/config/area_tables.h"
#include "engine/config/attribute_table.h"
#include "engine/config/calendar_rules.h"
#include "engine/config/catalogue_table.h"
#include "engine/config/category_tables.h"
#include "engine/config/chapter_settings.h"
#include "engine/config/checks.h"
#include "engine/config/duty_tables.h"
#include "engine/config/joint_tables.h"
#include "engine/config/lexicon_tables.h"
#include "engine/config/limit_tables.h"
#include "engine/config/model_setting.h"
#include "engine/config/notation.h"
#include "engine/config/rule_files.h"
#include "engine/config/rule_settings.h"
#include "engine/config/rule_tables.h"
#include "engine/config/toml_file.h"

namespace whistle::config {
namespace {

std::vector<std::string_view> table_names() {
  std::vector<std::string_view> names;
  names.reserve(kTables.size());
  for (const TableSpec& table : kTables) names.push_back(table.name);
  return names;
}

class RuleBookReader {
 public:
  explicit RuleBookReader(RuleFiles files) : files_(std::move(files)) {}

  Outcome<policy::RuleBook, std::vector<Problem>> read() {
    read_all();
    if (problems_.has_errors()) return Failure{problems_.sorted()};
    book_.version = files_.version();
    return std::move(book_);
  }

  CheckedBook check(std::chrono::local_days today) {
    read_all();
    if (tables_.size() == kTables.size()) {
      check_book({.book = book_,
                  .tables = tables_,
                  .settings = settings_,
                  .calendars = calendars_.sources(),
                  .top = files_.has(Layer::Pack) ? Layer::Pack : Layer::Base,
                  .days = replay_.value_or(CheckedDays{today, today})},
                 problems_);
    }
    CheckedBook checked{.book = {}, .files = {}, .problems = problems_.sorted()};
    if (problems_.has_errors()) return checked;
    book_.version = files_.version();
    checked.book = std::move(book_);
    checked.files = files_.read_so_far();
    return checked;
  }

  const RuleBundle& files() const { return files_.read_so_far(); }

 private:
  void read_all() {
    if (files_.has_folders(problems_)) {
      for (const Layer layer : {Layer::Base, Layer::Pack}) {
        if (files_.has(layer)) read_general(layer);
      }
      choose_default_calendar();
      read_tables();
      for (const Layer layer : {Layer::Base, Layer::Pack}) {
        if (files_.has(layer)) report_unknown_tables(layer);
      }
    }
  }

  // rulebook.toml of one layer; what the pack says takes the place of what the base said.
  void read_general(Layer layer) {
    const auto text = files_.read(layer, kRuleBookFile, problems_);
    if (!text) return give_up_general();
    const auto file = TomlFile::parse(files_.path(layer, kRuleBookFile), *text, problems_);
    if (!file) return give_up_general();
    TomlSection root = file->root();
    read_name(root);
    if (const auto title = root.text("title")) book_.title = *title;
    read_replaced(layer, root);
    if (const auto name = root.text("default_calendar")) {
      default_calendar_ = {*name, root.place("default_calendar")};
    }
    calendars_.read(layer, root);
    book_.settings = read_rule_settings(root, book_.settings, problems_);
    read_mode_texts(root, modes_);
    read_replay(root);
    for (TomlValue& value : file->values()) {
      settings_[value.name] = {std::move(value.place), layer};
    }
    read_model(layer, root, files_, model_, problems_);
    file->report_unread();
  }

  // The stretch of the past whose complaints the book is for, if it is.
  void read_replay(TomlSection root) {
    TomlSection section = root.section("replay");
    if (!section.is_present()) return;
    const auto first = read_day(section, "from");
    const auto last = read_day(section, "until");
    if (!first || !last) return;
    if (*last < *first) {
      section.problem("until", "the last day " + date_text(*last) + " is before the first day " +
                                   date_text(*first));
      return;
    }
    replay_ = CheckedDays{*first, *last};
  }

  static std::optional<std::chrono::local_days> read_day(TomlSection section,
                                                         std::string_view key) {
    const auto text = section.text(key);
    if (!text) {
      if (!section.has(key)) section.missing(key, "a day such as \"2015-01-31\"");
      return std::nullopt;
    }
    const auto day = parse_date(*text);
    if (day) return *day;
    section.problem(key, day.error());
    return std::nullopt;
  }

  // Nobody is blamed for what may stand in the file that could not be read.
  void give_up_general() {
    calendars_.mark_incomplete();
    is_general_whole_ = false;
  }

  void read_name(TomlSection root) {
    const auto name = root.text("name");
    if (!name && !root.has("name")) return root.missing("name", std::string(kSlugRule));
    if (!name) return;
    if (!is_slug(*name)) {
      root.problem("name", in_quotes(*name) + " is not a name; " + std::string(kSlugRule));
    }
    book_.name = *name;
  }

  void read_replaced(Layer layer, TomlSection root) {
    for (const TomlText& item : root.texts("replace").value_or(std::vector<TomlText>{})) {
      const auto known = table_names();
      if (std::ranges::find(known, item.text) == known.end()) {
        problems_.add(item.place, "replace: " + not_one_of(item.text, known));
      } else if (layer == Layer::Base) {
        problems_.add(item.place, "replace: the base has no table below it to replace");
      } else {
        replaced_.insert(item.text);
      }
    }
  }

  void choose_default_calendar() {
    if (default_calendar_.text.empty()) {
      if (!is_general_whole_) return;
      problems_.add({files_.path(Layer::Base, kRuleBookFile)},
                    "default_calendar: is missing; the name of a [[calendar]]");
      return;
    }
    const Names& names = calendars_.names();
    names.is_dangling(default_calendar_.text, default_calendar_.place, "default_calendar",
                      problems_);
    book_.default_calendar =
        static_cast<std::uint16_t>(names.find(default_calendar_.text).value_or(0));
  }

  const OverlaidTable& read_table(const TableSpec& spec) {
    const bool is_replaced = replaced_.contains(std::string(spec.name));
    return tables_.emplace(spec.name, read_overlaid(spec, files_, is_replaced, problems_))
        .first->second;
  }

  void read_tables() {
    const OverlaidTable& areas = read_table(kAreas);
    const OverlaidTable& units = read_table(kUnits);
    const OverlaidTable& categories = read_table(kCategories);
    const Names area_names = Names::of("area", areas, "code");
    const Names unit_names = Names::of("unit", units, "code");
    const Names category_names = Names::of("category", categories, "code");
    check_model(model_, category_names, problems_);
    book_.model = std::move(model_.bytes);
    const CalendarNames calendar_names{calendars_.names(), book_.default_calendar};

    book_.areas = read_areas(areas, problems_);
    book_.former_names =
        read_former_names(read_table(kFormerNames), area_names, book_.areas, problems_);
    book_.units = read_units(units, area_names, calendars_.names(), problems_);
    book_.categories = read_categories(categories, problems_);
    book_.attributes = read_attributes(read_table(kAttributes), category_names, problems_);
    read_lexicon_tables(categories, category_names);
    book_.severity = read_severity(read_table(kSeverity), problems_);
    book_.request_types = read_request_types(read_table(kRequestTypes), problems_);
    book_.declines = read_declines(read_table(kDeclines), problems_);
    book_.limits = read_limits(read_table(kLimits), category_names, calendar_names, problems_);
    const auto milestones =
        read_milestones(read_table(kMilestoneTable), category_names, calendar_names, problems_);
    book_.limits.insert(book_.limits.end(), milestones.begin(), milestones.end());
    book_.ladders = read_ladders(read_table(kLadders), calendar_names, problems_);
    book_.catalogue = read_catalogue(read_table(kCatalogue), book_.categories, book_.units,
                                     {category_names, area_names, unit_names}, problems_);
    read_joint_tables(unit_names, calendar_names);
    book_.calendars = calendars_.take();
    book_.settings.modes = mode_rules(modes_, book_, calendars_.names(), duty_names_, problems_);
  }

  void read_lexicon_tables(const OverlaidTable& categories, const Names& category_names) {
    const OverlaidTable lexicon = read_table(kLexicon);
    book_.lexicon = read_lexicon(lexicon, category_names, problems_);
    book_.exclusions = read_exclusions(read_table(kExclusions), categories, lexicon, problems_);
    book_.confusions =
        read_confusions(read_table(kConfusions), kinds_of_matter(categories), problems_);
  }

  void read_joint_tables(const Names& unit_names, const CalendarNames& calendar_names) {
    const OverlaidTable& whistles = read_table(kWhistles);
    const OverlaidTable& duties = read_table(kDuties);
    duty_names_ = Names::of("duty", duties, "code");
    book_.whistles = read_whistles(whistles, calendar_names, problems_);
    book_.whistle_permissions =
        read_whistle_permissions(read_table(kWhistlePermissions),
                                 Names::of("row of whistles.csv for", whistles, "kind"), problems_);
    book_.pauses = read_pauses(read_table(kPauses), calendar_names, problems_);
    book_.duties = read_duties(duties, problems_);
    book_.rotas = read_rotas(read_table(kRotas), unit_names, problems_);
  }

  // A table under a misspelt name would be left out without a word.
  void report_unknown_tables(Layer layer) {
    if (!is_general_whole_) return;
    std::vector<std::string> known;
    for (const std::string_view name : table_names()) known.push_back(std::string(name) + ".csv");
    const std::vector<std::string_view> known_views(known.begin(), known.end());
    for (const std::string& name : files_.names(layer, ".csv")) {
      if (files_.has_read(layer, name)) continue;
      if (std::ranges::find(known, name) != known.end()) continue;
      problems_.add({files_.path(layer, name)}, "no table of a rule book is called " +
                                                    in_quotes(name) + near_miss(name, known_views));
    }
  }

  RuleFiles files_;
  Problems problems_;
  policy::RuleBook book_;
  CalendarRulesReader calendars_{files_, problems_};
  TomlText default_calendar_;
  bool is_general_whole_{true};
  ModeTexts modes_;
  ModelText model_;
  Names duty_names_{"duty"};
  std::set<std::string> replaced_;
  std::map<std::string_view, OverlaidTable> tables_;
  std::map<std::string, SettingSource> settings_;
  std::optional<CheckedDays> replay_;
};

}  // namespace

Outcome<policy::RuleBook, std::vector<Problem>> load_rule_book(const std::filesystem::path& base,
                                                               const std::filesystem::path& pack) {
  return RuleBookReader(RuleFiles(base, pack)).read();
}

Outcome<policy::RuleBook, std::vector<Problem>> load_rule_book(const RuleBundle& kept) {
  return RuleBookReader(RuleFiles(kept)).read();
}

Outcome<BundledBook, std::vector<Problem>> load_bundled_book(const std::filesystem::path& base,
                                                             const std::filesystem::path& pack) {
  RuleBookReader reader(RuleFiles(base, pack));
  auto book = reader.read();
  if (!book) return Failure{book.error()};
  return BundledBook{*std::move(book), reader.files()};
}

CheckedBook check_rule_book(const std::filesystem::path& base, const std::filesystem::path& pack,
                            std::chrono::local_days today) {
  return RuleBookReader(RuleFiles(base, pack)).check(today);
}

}  // namespace whistle::config
