#include "engine/triage/triage.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/triage/category.h"
#include "engine/triage/likeness.h"
#include "engine/triage/model_rules.h"
#include "engine/triage/patterns.h"
#include "engine/triage/place.h"
#include "engine/triage/reading.h"
#include "engine/triage/request.h"
#include "engine/triage/severity.h"

namespace whistle::triage {
namespace {

template <class Entry>
void seek_all(Table table, const char* file, const std::vector<Entry>& entries,
              std::vector<SoughtPattern>& sought) {
  for (std::uint32_t row = 0; row < entries.size(); ++row) {
    const policy::Pattern& pattern = entries[row].pattern;
    sought.push_back({table, row, pattern, file + spelling_of(pattern)});
  }
}

std::vector<SoughtPattern> patterns_of(const policy::RuleBook& book, const PlaceRules& places) {
  std::vector<SoughtPattern> sought = places.patterns();
  seek_all(Table::Lexicon, "lexicon:", book.lexicon, sought);
  seek_all(Table::Exclusion, "exclusions:", book.exclusions, sought);
  seek_all(Table::Confusion, "confusions:", book.confusions, sought);
  seek_all(Table::Severity, "severity:", book.severity, sought);
  seek_all(Table::RequestType, "request_types:", book.request_types, sought);
  seek_all(Table::Decline, "declines:", book.declines, sought);
  return sought;
}

}  // namespace

struct Triage::Parts {
  const policy::Policy* policy;
  CategoryRules categories;
  ModelRules model;
  PlaceRules places;
  PatternSet patterns;
  Reading reading;  // of the complaint at hand; kept for its memory
};

Triage::Triage(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Triage::Triage(Triage&&) noexcept = default;
Triage& Triage::operator=(Triage&&) noexcept = default;
Triage::~Triage() = default;

Outcome<Triage, std::string> Triage::make(const policy::Policy& policy, CompiledShelf* shelf) {
  auto places = PlaceRules::make(policy);
  if (!places) return Failure{places.error()};
  auto model = ModelRules::make(policy);
  if (!model) return Failure{model.error()};
  auto patterns = PatternSet::make(patterns_of(policy.book(), *places), shelf);
  if (!patterns) return Failure{patterns.error()};
  return Triage(
      std::make_unique<Parts>(Parts{&policy, CategoryRules(policy), *std::move(model),
                                    *std::move(places), *std::move(patterns), Reading{}}));
}

Findings Triage::examine(const Complaint& complaint) {
  Reading& reading = parts_->reading;
  const policy::RuleBook& book = parts_->policy->book();
  read(complaint, parts_->patterns, reading);

  Findings findings;
  findings.category = parts_->categories.find(reading, complaint.category);
  parts_->model.find(reading, findings.category);
  const policy::Category* category = parts_->policy->category(findings.category.category);
  findings.place = parts_->places.find(reading, complaint);
  findings.request_type = find_request_type(reading, book, category, complaint.request_type);
  findings.severity = find_severity(reading, book, category, findings.request_type);
  DeclineFinding decline = find_decline(reading, book);
  findings.decline_ground = std::move(decline.ground);
  findings.decline_evidence = std::move(decline.evidence);
  findings.likeness = likeness_of(reading.folded.text());
  return findings;
}

}  // namespace whistle::triage
