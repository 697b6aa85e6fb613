#include "engine/triage/severity.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/triage/triage.h"

namespace whistle::triage {
namespace {

using policy::Axis;
using policy::SeverityEntry;

constexpr std::uint8_t kAxisMax = 3;

std::string word_of(Axis axis) {
  switch (axis) {
    case Axis::Nature:
      return "nature";
    case Axis::Scope:
      return "scope";
    case Axis::Harm:
      return "harm";
    case Axis::Trigger:
      return "trigger";
    case Axis::Care:
      return "care";
    case Axis::Negate:
      return "negate";
  }
  return "?";
}

// The words a person searches for in severity.csv: axis and pattern are its key.
RuleName rule_of(const SeverityEntry& entry) {
  return {"severity:" + word_of(entry.axis) + ":" + spelling_of(entry.pattern)};
}

Span span_of(const Match& match) { return {match.from, match.until}; }

// The matches of the severity table, read axis by axis. One finding is built from it.
class SeverityReading {
 public:
  SeverityReading(const Reading& reading, const std::vector<SeverityEntry>& table)
      : reading_(reading), table_(table), matches_(reading.matches.of(Table::Severity)) {
    std::copy_if(matches_.begin(), matches_.end(), std::back_inserter(negations_),
                 [&](const Match& match) { return table_[match.row].axis == Axis::Negate; });
  }

  std::vector<Evidence> take_evidence() { return in_order(std::move(evidence_)); }

  // The value of an axis: the category's own, or the highest of the patterns if that is more.
  std::uint8_t raise(Axis axis, std::uint8_t own_value) {
    std::uint8_t value = std::min(own_value, kAxisMax);
    for (const Match& match : matches_) {
      const SeverityEntry& entry = table_[match.row];
      if (entry.axis == axis) value = std::max(value, std::min(entry.value, kAxisMax));
    }
    if (value > own_value) {
      quote_first_of_each([&](const SeverityEntry& entry) {
        return entry.axis == axis && std::min(entry.value, kAxisMax) == value;
      });
    }
    return value;
  }

  bool find_care() {
    return quote_first_of_each([](const SeverityEntry& entry) { return entry.axis == Axis::Care; });
  }

  // The first trigger by the order of the table that stands, or none.
  RuleName find_trigger() {
    RuleName first;
    std::optional<std::uint32_t> quoted_row;
    for (const Match& match : matches_) {
      const SeverityEntry& entry = table_[match.row];
      if (entry.axis != Axis::Trigger || quoted_row == match.row) continue;
      if (is_cancelled(match, entry.rule)) continue;
      quoted_row = match.row;
      evidence_.push_back(quote(reading_, span_of(match), rule_of(entry)));
      if (!first) first = entry.rule ? entry.rule : RuleName{spelling_of(entry.pattern)};
    }
    // Nothing stood although something matched: say what spoke against it.
    if (!first && cancelled_) {
      quote_first_of_each([](const SeverityEntry& entry) { return entry.axis == Axis::Negate; });
    }
    return first;
  }

 private:
  bool is_cancelled(const Match& trigger, const RuleName& rule) {
    if (trigger.from < sentence_.from || trigger.from >= sentence_.until) {
      sentence_ = sentence_around(reading_.folded.text(), trigger.from);
    }
    const auto speaks_against = [&](const Match& match) {
      return table_[match.row].rule == rule && match.from < sentence_.until &&
             match.until > sentence_.from;
    };
    const bool cancelled = std::any_of(negations_.begin(), negations_.end(), speaks_against);
    cancelled_ = cancelled_ || cancelled;
    return cancelled;
  }

  // Quotes the first occurrence of each row that `is_wanted`; false when there is none.
  template <class IsWanted>
  bool quote_first_of_each(IsWanted is_wanted) {
    std::optional<std::uint32_t> quoted_row;
    for (const Match& match : matches_) {
      const SeverityEntry& entry = table_[match.row];
      if (quoted_row == match.row || !is_wanted(entry)) continue;
      quoted_row = match.row;
      evidence_.push_back(quote(reading_, span_of(match), rule_of(entry)));
    }
    return quoted_row.has_value();
  }

  const Reading& reading_;
  const std::vector<SeverityEntry>& table_;
  const std::vector<Match>& matches_;  // by row, then by start
  std::vector<Match> negations_;
  std::vector<Evidence> evidence_;
  Span sentence_;  // the last one looked at
  bool cancelled_{};
};

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
  SeverityReading severity(reading, book.severity);
  SeverityFinding finding;
  finding.trigger = severity.find_trigger();
  finding.nature = severity.raise(Axis::Nature, category != nullptr ? category->nature : 0);
  finding.scope = severity.raise(Axis::Scope, category != nullptr ? category->scope : 0);
  finding.harm = severity.raise(Axis::Harm, category != nullptr ? category->harm : 0);
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
