#include <algorithm>
#include <string>

#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wire_words.h"
#include "engine/triage/normalise.h"
#include "whistle/v1/rules.pb.h"

// The words of the rules in force, for programs that talk to people.
namespace whistle::service {
namespace {

constexpr std::size_t kRowsMax = 2'000;
constexpr std::size_t kBytesMax = std::size_t{2} << 20U;

void show(const policy::Attribute& attribute, v1::AttributeForm& shown) {
  shown.set_code(attribute.code);
  shown.set_variable(attribute.variable);
  shown.set_datatype(std::string(to_word(attribute.type)));
  shown.set_required(attribute.required);
  shown.set_order(attribute.order);
  shown.set_description(attribute.description);
  shown.set_datatype_description(attribute.type_description);
  for (const policy::AttributeValue& each : attribute.values) {
    v1::AttributeForm::Value& value = *shown.add_values();
    value.set_key(each.key);
    value.set_name(each.name);
  }
}

std::size_t show(const policy::Category& category, const policy::RuleBook& book,
                 v1::CategoryView& shown) {
  shown.set_code(category.code.value);
  shown.set_name(category.name);
  shown.set_name_en(category.name_en);
  shown.set_major(category.major);
  shown.set_kind(category.kind);
  shown.set_standard(category.standard);
  shown.set_matter_class(std::string(to_word(category.matter_class)));
  shown.set_duty(std::string(to_word(category.duty)));
  shown.set_department(category.department.value);
  shown.set_type(std::string(to_word(category.type)));
  shown.set_description(category.description);
  for (const std::string& word : category.keywords) shown.add_keywords(word);
  for (const auto& attribute :
       std::ranges::equal_range(book.attributes, category.code.value, {},
                                [](const policy::Attribute& one) { return one.category.value; })) {
    show(attribute, *shown.add_attributes());
  }
  return shown.ByteSizeLong();
}

std::size_t show(const policy::Area& area, const policy::RuleBook&, v1::AreaView& shown) {
  shown.set_code(area.code.value);
  shown.set_name(area.name);
  shown.set_kind(std::string(to_word(area.level)));
  shown.set_parent(area.parent.value);
  shown.set_households(area.households);
  shown.set_outline(area.outline);
  if (area.management != policy::Management::Unknown) {
    shown.set_management(std::string(to_word(area.management)));
  }
  return shown.ByteSizeLong();
}

std::size_t show(const policy::Unit& unit, const policy::RuleBook&, v1::UnitView& shown) {
  shown.set_code(unit.code.value);
  shown.set_name(unit.name);
  shown.set_tier(std::string(to_word(unit.tier)));
  shown.set_area(unit.area.value);
  shown.set_department(unit.department.value);
  if (unit.kind != policy::UnitKind::Plain) shown.set_kind(std::string(to_word(unit.kind)));
  return shown.ByteSizeLong();
}

constexpr std::chrono::days kCalendarBefore{45};
constexpr std::chrono::days kCalendarAfter{120};

void show(const calendar::Calendar& calendar, Timestamp now, v1::CalendarView& shown) {
  shown.set_name(calendar.name());
  for (const auto& each : calendar.open_between(now - kCalendarBefore, now + kCalendarAfter)) {
    v1::CalendarView::Open& open = *shown.add_open();
    open.set_from_ms(to_ms(each.from));
    open.set_until_ms(to_ms(each.until));
  }
}

// The parts that are asked for, row by row of all of them, so that each comes as far as the others.
class Page {
 public:
  Page(const policy::RuleBook& book, const v1::RulesRequest& asked) : book_(book), asked_(asked) {
    const bool all = !asked.categories() && !asked.areas() && !asked.units();
    categories_ = all || asked.categories() ? book.categories.size() : 0;
    areas_ = all || asked.areas() ? book.areas.size() : 0;
    units_ = all || asked.units() ? book.units.size() : 0;
  }

  void fill(v1::RulesReply& reply) const {
    const std::size_t rows = std::max({categories_, areas_, units_});
    std::size_t at = asked_.offset();
    std::size_t bytes = 0;
    for (std::size_t count = 0; at < rows && count < kRowsMax && bytes < kBytesMax; ++at, ++count) {
      if (at < categories_) bytes += show(book_.categories[at], book_, *reply.add_categories());
      if (at < areas_) bytes += show(book_.areas[at], book_, *reply.add_areas());
      if (at < units_) bytes += show(book_.units[at], book_, *reply.add_units());
    }
    reply.set_more(at < rows);
  }

 private:
  const policy::RuleBook& book_;
  const v1::RulesRequest& asked_;
  std::size_t categories_{};
  std::size_t areas_{};
  std::size_t units_{};
};

// A model is no text, and what is too long for an answer is on disk.
bool is_shown(const std::string& text) {
  return text.size() <= kBytesMax && triage::is_valid_utf8(text);
}

}  // namespace

void Service::rules(const Request& request) {
  const auto asked = parse<v1::RulesRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const policy::RuleBook& book = policy().book();
  if (rule_texts_.version != book.version && parts_.texts_of) {
    rule_texts_ = {book.version, parts_.texts_of(book.version)};
  }
  static const RuleTexts kNone;
  const RuleTexts& files = rule_texts_.files ? *rule_texts_.files : kNone;
  const auto file = files.find(asked->file());
  if (!asked->file().empty() && file == files.end()) {
    return request.refuse({kNotFound, "UNKNOWN_ROW",
                           "file: the rule book has none called \"" + asked->file() + "\"", 0});
  }
  v1::RulesReply reply;
  reply.set_policy_version(book.version);
  reply.set_city(book.name);
  reply.set_city_title(book.title);
  reply.set_time_zone(policy().calendar(book.default_calendar).rules().zone.name());
  if (!asked->file().empty()) {
    v1::RuleFile& shown = *reply.add_files();
    shown.set_name(file->first);
    shown.set_bytes(file->second.size());
    if (is_shown(file->second)) shown.set_text(file->second);
    return request.answer(reply);
  }
  for (const auto& [name, text] : files) {
    v1::RuleFile& shown = *reply.add_files();
    shown.set_name(name);
    shown.set_bytes(text.size());
  }
  Page(book, *asked).fill(reply);
  if (asked->offset() == 0) {
    for (const calendar::Calendar& each : book.calendars) {
      show(each, parts_.clock.now(), *reply.add_calendars());
    }
  }
  request.answer(reply);
}

}  // namespace whistle::service
