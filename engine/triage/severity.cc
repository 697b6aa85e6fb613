#include "engine/triage/severity.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/triage/circumstances.h"
#include "engine/triage/triage.h"

namespace whistle::triage {
namespace {

using policy::Axis;
using policy::SeverityEntry;

constexpr std::uint8_t kAxisMax = 3;

// What only was, might be or is far away is worth a word, no more.
constexpr std::uint8_t kMentionedMax = 1;

// The words a person searches for in severity.csv: axis and pattern are its key.
RuleName rule_of(const SeverityEntry& entry) {
  return {"severity:" + std::string(to_word(entry.axis)) + ":" + spelling_of(entry.pattern)};
}

Span span_of(const Match& match) { return {match.from, match.until}; }

// The matches of the severity table, read axis by axis. One finding is built from it.
class SeverityReading {
 public:
  SeverityReading(const Reading& reading, const policy::RuleBook& book)
      : reading_(reading),
        book_(book),
        table_(book.severity),
        matches_(reading.matches.of(Table::Severity)),
        circumstances_(reading.folded.text(), table_, matches_) {
    std::copy_if(matches_.begin(), matches_.end(), std::back_inserter(negations_),
                 [&](const Match& match) { return table_[match.row].axis == Axis::Negate; });
  }

  std::vector<Evidence> take_evidence() { return in_order(std::move(evidence_)); }

  // The value of an axis: the category's own, or the highest of the patterns if that is more.
  std::uint8_t raise(Axis axis, std::uint8_t own_value) {
    std::uint8_t value = std::min(own_value, kAxisMax);
    for (const Match& match : matches_) value = std::max(value, value_on(axis, match));
    if (value > own_value) {
      quote_first_of_each([&](const Match& match) { return value_on(axis, match) == value; });
    }
    return value;
  }

  bool find_care() {
    return quote_first_of_each([&](const Match& match) {
      return table_[match.row].axis == Axis::Care &&
             circumstances_.figure_over(span_of(match)) == nullptr;
    });
  }

  // The first trigger by the order of the table that stands, or none.
  RuleName find_trigger() {
    RuleName first;
    std::optional<std::uint32_t> quoted_row;
    for (const Match& match : matches_) {
      const SeverityEntry& entry = table_[match.row];
      if (!is_trigger(entry.axis) || quoted_row == match.row) continue;
      if (const Match* against = against_trigger(match)) {
        if (against_ == nullptr) against_ = against;
        continue;
      }
      quoted_row = match.row;
      evidence_.push_back(quote(reading_, span_of(match), rule_of(entry)));
      if (!first) first = entry.rule ? entry.rule : RuleName{spelling_of(entry.pattern)};
    }
    if (first) {
      against_ = nullptr;
    } else if (against_ != nullptr) {
      // Nothing stood although something matched: say what spoke against it.
      evidence_.push_back(quote(reading_, span_of(*against_), rule_of(table_[against_->row])));
    }
    return first;
  }

  // True when the complaint only mentions what the category is about: triggers, or all words of the
  // lexicon for it, are there and none of them stands. Requires: find_trigger() has been called.
  bool only_mentions(const policy::Category& category) const {
    if (against_ != nullptr) return true;
    bool is_mentioned = false;
    for (const Match& match : reading_.matches.of(Table::Lexicon)) {
      const policy::LexiconEntry& entry = book_.lexicon[match.row];
      if (entry.category != category.code) continue;
      const Mention mention{span_of(match), entry.pattern, {}, Claim::Happening};
      if (circumstances_.against(mention) == nullptr) return false;
      is_mentioned = true;
    }
    return is_mentioned;
  }

 private:
  static bool is_trigger(Axis axis) { return axis == Axis::Trigger || axis == Axis::Threat; }

  // What a match adds to an axis. What is only mentioned does no harm, and no crowd has gathered.
  std::uint8_t value_on(Axis axis, const Match& match) const {
    const SeverityEntry& entry = table_[match.row];
    if (entry.axis != axis) return 0;
    const std::uint8_t value = std::min(entry.value, kAxisMax);
    if (circumstances_.figure_over(span_of(match)) != nullptr) return 0;
    if (value <= kMentionedMax || axis == Axis::Scope) return value;
    if (axis == Axis::Nature && value < kAxisMax) return value;
    const Claim claim = axis == Axis::Nature ? Claim::Announced : Claim::Happening;
    const Mention mention{span_of(match), entry.pattern, entry.rule, claim};
    return circumstances_.against(mention) == nullptr ? value : kMentionedMax;
  }

  const Match* against_trigger(const Match& trigger) {
    const SeverityEntry& entry = table_[trigger.row];
    if (const Match* negation = negation_of(trigger, entry.rule)) return negation;
    const Claim claim = entry.axis == Axis::Threat ? Claim::Announced : Claim::Happening;
    return circumstances_.against({span_of(trigger), entry.pattern, entry.rule, claim});
  }

  // Words in the trigger's sentence that cancel it.
  const Match* negation_of(const Match& trigger, const RuleName& rule) {
    if (negations_.empty()) return nullptr;
    if (trigger.from < sentence_.from || trigger.from >= sentence_.until) {
      sentence_ = sentence_around(reading_.folded.text(), trigger.from);
    }
    const auto found = std::find_if(negations_.begin(), negations_.end(), [&](const Match& match) {
      return table_[match.row].rule == rule && match.from < sentence_.until &&
             match.until > sentence_.from;
    });
    return found == negations_.end() ? nullptr : &*found;
  }

  // Quotes the first match of each row that `is_wanted`; false when there is none.
  template <class IsWanted>
  bool quote_first_of_each(IsWanted is_wanted) {
    std::optional<std::uint32_t> quoted_row;
    for (const Match& match : matches_) {
      if (quoted_row == match.row || !is_wanted(match)) continue;
      quoted_row = match.row;
      evidence_.push_back(quote(reading_, span_of(match), rule_of(table_[match.row])));
    }
    return quoted_row.has_value();
  }

  const Reading& reading_;
  const policy::RuleBook& book_;
  const std::vector<SeverityEntry>& table_;
  const std::vector<Match>& matches_;  // by row, then by start
  Circumstances circumstances_;
  std::vector<Match> negations_;
  std::vector<Evidence> evidence_;
  Span sentence_;           // the last one looked at
  const Match* against_{};  // what spoke against the first trigger, when none stands
};

// The values that a category starts with.
struct OwnValues {
  std::uint8_t nature{};
  std::uint8_t scope{};
  std::uint8_t harm{};
};

OwnValues own_values(const policy::Category* category, const SeverityReading& severity) {
  if (category == nullptr) return {};
  OwnValues own{category->nature, category->scope, category->harm};
  const bool is_grave = own.nature == kAxisMax || own.harm > kMentionedMax;
  if (is_grave && severity.only_mentions(*category)) {
    own.nature = std::min(own.nature, kMentionedMax);
    own.harm = std::min(own.harm, kMentionedMax);
  }
  return own;
}

bool is_calm(RequestType type) {
  switch (type) {
    case RequestType::Inquiry:
    case RequestType::Suggestion:
    case RequestType::Thanks:
      return true;
    case RequestType::Help:
    case RequestType::Grievance:
    case RequestType::ReportViolation:
      return false;
  }
  return false;
}

Severity one_up(Severity severity) {
  return severity == Severity::Blue ? Severity::Yellow : Severity::Red;
}

// The colour by the axes and the category alone.
Colour colour_by_axes(const ColourInput& input, const policy::Settings& settings) {
  if (input.harm >= 3) return {Severity::Red, {"severity:harm=3"}};
  if (input.nature >= 3 && input.scope >= 2) {
    return {Severity::Red, {"severity:nature=3,scope>=2"}};
  }
  const std::int32_t sum = input.nature + input.scope + input.harm;
  const std::string bound = std::to_string(settings.yellow_sum);
  if (sum >= settings.yellow_sum) return {Severity::Yellow, {"severity:sum>=" + bound}};
  if (input.harm == 2) return {Severity::Yellow, {"severity:harm=2"}};
  if (input.always_yellow) return {Severity::Yellow, {"severity:always_yellow"}};
  return {Severity::Blue, {"severity:sum<" + bound}};
}

}  // namespace

Colour colour_of(const ColourInput& input, const policy::Settings& settings) {
  if (input.trigger) return {Severity::Red, {"severity:trigger"}};
  if (is_calm(input.request_type)) {
    return {Severity::Blue, {"request_type:" + std::string(to_word(input.request_type))}};
  }
  Colour colour = colour_by_axes(input, settings);
  if (input.care && colour.severity != Severity::Red) {
    colour.severity = one_up(colour.severity);
    colour.rule.value += "+care";
  }
  return colour;
}

SeverityFinding find_severity(const Reading& reading, const policy::RuleBook& book,
                              const policy::Category* category, RequestType request_type) {
  SeverityReading severity(reading, book);
  SeverityFinding finding;
  finding.trigger = severity.find_trigger();
  const OwnValues own = own_values(category, severity);
  finding.nature = severity.raise(Axis::Nature, own.nature);
  finding.scope = severity.raise(Axis::Scope, own.scope);
  finding.harm = severity.raise(Axis::Harm, own.harm);
  finding.care = severity.find_care();
  finding.evidence = severity.take_evidence();

  Colour colour = colour_of({.nature = finding.nature,
                             .scope = finding.scope,
                             .harm = finding.harm,
                             .trigger = bool{finding.trigger},
                             .care = finding.care,
                             .always_yellow = category != nullptr && category->always_yellow,
                             .request_type = request_type},
                            book.settings);
  finding.severity = colour.severity;
  finding.rule = std::move(colour.rule);
  if (finding.trigger) finding.rule.value += ":" + finding.trigger.value;
  return finding;
}

}  // namespace whistle::triage
