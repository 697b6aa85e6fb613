#include "engine/service/story_readings.h"

#include <string>
#include <vector>

#include "engine/triage/patterns.h"

namespace whistle::service {
namespace {

// Where a rule name begins with its table, what stands behind it is the pattern as it is spelt.
constexpr std::string_view kLexicon = "lexicon:";
constexpr std::string_view kSeverity = "severity:";

// One pattern may stand for several categories; the one that was found is meant first.
void add_weight(const policy::RuleBook& book, std::string_view pattern,
                const CategoryCode& category, v1::Evidence& shown) {
  const policy::LexiconEntry* meant = nullptr;
  for (const policy::LexiconEntry& entry : book.lexicon) {
    if (triage::spelling_of(entry.pattern) != pattern) continue;
    if (meant == nullptr || entry.category == category) meant = &entry;
  }
  if (meant == nullptr) return;
  shown.set_score(meant->weight);
  shown.set_means(meant->category.value);
}

// Behind the table: the axis, a colon, the pattern.
void add_axis(const policy::RuleBook& book, std::string_view rule, v1::Evidence& shown) {
  for (const policy::SeverityEntry& entry : book.severity) {
    const std::string axis{to_word(entry.axis)};
    if (rule != axis + ":" + triage::spelling_of(entry.pattern)) continue;
    shown.set_score(entry.value);
    shown.set_means(axis);
    return;
  }
}

void show(const std::vector<triage::Evidence>& found, std::string_view finding,
          const CategoryCode& category, const policy::Policy* policy, v1::Reading& reading) {
  for (const triage::Evidence& item : found) {
    v1::Evidence& shown = *reading.add_evidence();
    shown.set_finding(std::string(finding));
    shown.set_words(item.words);
    shown.set_offset(item.offset);
    shown.set_rule(item.rule.value);
    if (policy == nullptr) continue;
    const std::string_view rule = item.rule.value;
    if (rule.starts_with(kLexicon)) {
      add_weight(policy->book(), rule.substr(kLexicon.size()), category, shown);
    } else if (rule.starts_with(kSeverity)) {
      add_axis(policy->book(), rule.substr(kSeverity.size()), shown);
    }
  }
}

std::string name_of(const policy::Policy* policy, const CategoryCode& code) {
  const policy::Category* category = policy != nullptr ? policy->category(code) : nullptr;
  return category != nullptr ? category->name : std::string{};
}

}  // namespace

void show_findings(const triage::Findings& found, const policy::Policy* policy,
                   v1::Reading& reading) {
  reading.set_request_type(std::string(to_word(found.request_type)));
  const triage::CategoryFinding& category = found.category;
  reading.set_category(category.category.value);
  reading.set_category_name(name_of(policy, category.category));
  reading.set_category_certainty(std::string(to_word(category.certainty)));
  reading.set_category_score(category.score);
  reading.set_second(category.second.value);
  reading.set_second_name(name_of(policy, category.second));
  reading.set_second_score(category.second_score);
  reading.set_category_rule(category.rule.value);
  show(category.evidence, "category", category.category, policy, reading);

  reading.set_area_code(found.place.area.value);
  const policy::Area* area = policy != nullptr ? policy->area(found.place.area) : nullptr;
  if (area != nullptr) reading.set_area_name(area->name);
  reading.set_place_certainty(std::string(to_word(found.place.certainty)));
  reading.set_place_rule(found.place.rule.value);
  show(found.place.evidence, "place", category.category, policy, reading);

  const triage::SeverityFinding& severity = found.severity;
  reading.set_severity(std::string(to_word(severity.severity)));
  reading.set_severity_rule(severity.rule.value);
  reading.set_severity_trigger(severity.trigger.value);
  reading.set_nature(severity.nature);
  reading.set_scope(severity.scope);
  reading.set_harm(severity.harm);
  reading.set_care(severity.care);
  show(severity.evidence, "severity", category.category, policy, reading);
  show(found.decline_evidence, "decline", category.category, policy, reading);
}

void show_reading(const casework::Event& event, const journal::Record& record,
                  const policy::Policy* policy, v1::Story& story) {
  const auto* filed = std::get_if<casework::CaseFiled>(&event);
  const auto* merged = std::get_if<casework::ComplaintMerged>(&event);
  if (filed == nullptr && merged == nullptr) return;
  v1::Reading& reading = *story.add_readings();
  reading.set_sequence(record.sequence.value);
  reading.set_complaint_id(filed != nullptr ? filed->complaint.value : merged->complaint.value);
  reading.set_policy_version(*record.policy);
  show_findings(filed != nullptr ? *filed->findings : *merged->findings, policy, reading);
}

}  // namespace whistle::service
