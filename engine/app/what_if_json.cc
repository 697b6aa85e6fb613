#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/app/what_if_print.h"

namespace whistle::app {
namespace {

using casework::BeforeAfter;
using casework::Course;
using casework::CourseDifference;
using Json = nlohmann::ordered_json;

Json due_json(Timestamp at) {
  return at == kNever ? Json(nullptr) : Json(at.time_since_epoch().count());
}

Json json_of(const BeforeAfter& both) { return {{"before", both.before}, {"after", both.after}}; }

std::string_view word_of(const Course& course) {
  return course.disposition ? to_word(*course.disposition) : std::string_view("refused");
}

// A value on both sides, each with the rule that decided.
Json decided(std::string_view before, const RuleName& before_rule, std::string_view after,
             const RuleName& after_rule) {
  return {{"before", before},
          {"rule_before", before_rule.value},
          {"after", after},
          {"rule_after", after_rule.value}};
}

Json way_of(const Course& course) {
  Json way = Json::array();
  for (const casework::Stop& stop : course.route) {
    way.push_back({{"unit", stop.unit.value}, {"rule", stop.rule.value}});
  }
  return way;
}

Json climbs_of(const Course& course) {
  Json climbs = Json::array();
  for (const casework::Climbed& climb : course.climbs) {
    climbs.push_back({{"to", to_word(climb.to)}, {"rule", climb.rule.value}});
  }
  return climbs;
}

Json deadline_of(const CourseDifference& found, Stage stage) {
  Json json{{"stage", to_word(stage)}};
  for (const auto& [side, course] :
       {std::pair{"before", &found.before}, std::pair{"after", &found.after}}) {
    const casework::CoursePromise* promise = course->promise(stage);
    json[side] = promise == nullptr ? Json(nullptr)
                                    : Json{{"due_ms", due_json(promise->due)},
                                           {"rule", promise->rule.value},
                                           {"broken", promise->broken}};
  }
  return json;
}

Json broken_in(const CourseDifference& found, const Course& course) {
  Json stages = Json::array();
  for (const Stage stage : found.broken) {
    const casework::CoursePromise* promise = course.promise(stage);
    if (promise != nullptr && promise->broken) stages.push_back(to_word(stage));
  }
  return stages;
}

Json json_of(const CourseDifference& found) {
  const Course& before = found.before;
  const Course& after = found.after;
  Json json{{"complaint", before.complaint.value}, {"case", before.id.value}};
  if (found.disposition) {
    json["disposition"] =
        decided(word_of(before), before.disposition_rule, word_of(after), after.disposition_rule);
  }
  if (found.category) {
    json["category"] = decided(before.category.value, before.category_rule, after.category.value,
                               after.category_rule);
  }
  if (found.colour) {
    json["colour"] = decided(to_word(before.severity), before.severity_rule,
                             to_word(after.severity), after.severity_rule);
  }
  if (found.route) json["route"] = {{"before", way_of(before)}, {"after", way_of(after)}};
  for (const Stage stage : found.deadlines) json["deadlines"].push_back(deadline_of(found, stage));
  if (!found.broken.empty()) {
    json["broken"] = {{"before", broken_in(found, before)}, {"after", broken_in(found, after)}};
  }
  if (found.climbs) json["climbs"] = {{"before", climbs_of(before)}, {"after", climbs_of(after)}};
  if (found.card) json["card"] = {{"before", to_word(before.card)}, {"after", to_word(after.card)}};
  return json;
}

std::string word_of(const std::string& name) { return name; }
std::string word_of(Severity severity) { return std::string(to_word(severity)); }

template <class Value>
Json json_of(const casework::Changes<Value>& changes) {
  Json json = Json::array();
  for (const auto& [pair, count] : changes) {
    json.push_back(
        {{"before", word_of(pair.first)}, {"after", word_of(pair.second)}, {"count", count}});
  }
  return json;
}

Json json_of(const casework::StageChange& change) {
  return {{"same", change.same},
          {"sooner", change.sooner},
          {"later", change.later},
          {"only_before", change.only_before},
          {"only_after", change.only_after},
          {"sooner_by_ms", change.sooner_by.count()},
          {"sooner_by_max_ms", change.sooner_by_max.count()},
          {"later_by_ms", change.later_by.count()},
          {"later_by_max_ms", change.later_by_max.count()},
          {"broken", json_of(change.broken)},
          {"newly_broken", change.newly_broken},
          {"no_longer_broken", change.no_longer_broken}};
}

Json json_of(const casework::Fidelity& fidelity) {
  Json json{{"compared", fidelity.compared}, {"agree", fidelity.agree}};
  json["disagree"] = Json::array();
  for (const ComplaintId id : fidelity.disagree) json["disagree"].push_back(id.value);
  return json;
}

Json sums_of(const WhatIfRun& run) {
  const casework::WhatIf& report = run.report;
  Json json{{"records", run.records},
            {"complaints", report.complaints},
            {"different", report.different},
            {"joined_older_cases", run.joined_older},
            {"fidelity", json_of(report.fidelity)},
            {"cases", json_of(report.cases)},
            {"read_by_a_person", json_of(report.read_by_person)},
            {"dispositions", json_of(report.dispositions)},
            {"categories", json_of(report.categories)},
            {"colours", json_of(report.colours)},
            {"units", json_of(report.units)},
            {"other_ways", report.other_ways}};
  json["stages"] = Json::object();
  for (const auto& [stage, change] : report.stages) {
    json["stages"][std::string(to_word(stage))] = json_of(change);
  }
  json["climbs"] = json_of(report.climbs);
  json["climb_more"] = report.climb_more;
  json["climb_less"] = report.climb_less;
  json["yellow_cards"] = json_of(report.yellow_cards);
  json["red_cards"] = json_of(report.red_cards);
  json["lines"] = Json::object();
  for (const auto& [unit, load] : report.loads) {
    json["lines"][unit.value] = {{"arrivals", json_of(load[0])}, {"peak", json_of(load[1])}};
  }
  json["refused"] = Json::object();
  for (const auto& [reason, count] : report.refused) json["refused"][reason] = json_of(count);
  return json;
}

class JsonPrinter final : public WhatIfPrinter {
 public:
  JsonPrinter(const WhatIfHeading& heading, std::ostream& out) : heading_(heading), out_(out) {}

  void begin(const Stretch& stretch) override {
    const Json json{{"name", heading_.name},
                    {"before", heading_.before},
                    {"after", heading_.after},
                    {"rule_changes", heading_.rule_changes},
                    {"from_ms", stretch.from.time_since_epoch().count()},
                    {"to_ms", stretch.to.time_since_epoch().count()}};
    out_ << open(json) << R"(,"differences":[)";
  }
  void differs(const CourseDifference& found) override {
    out_ << (any_ ? "," : "") << json_of(found).dump();
    any_ = true;
  }
  void end(const WhatIfRun& run) override { out_ << "]," << sums_of(run).dump().substr(1) << '\n'; }

 private:
  // An object that goes on.
  static std::string open(const Json& json) {
    std::string text = json.dump();
    text.pop_back();
    return text;
  }

  const WhatIfHeading& heading_;
  std::ostream& out_;
  bool any_{};
};

}  // namespace

std::unique_ptr<WhatIfPrinter> print_what_if_json(const WhatIfHeading& heading, std::ostream& out) {
  return std::make_unique<JsonPrinter>(heading, out);
}

}  // namespace whistle::app
