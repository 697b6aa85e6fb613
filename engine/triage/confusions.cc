#include "engine/triage/confusions.h"

#include <limits>

#include "engine/triage/lexicon.h"

namespace whistle::triage {
namespace {

RuleName rule_of(const policy::ConfusionEntry& entry) {
  return {"confusions:" + entry.first + "|" + entry.second + ":" + spelling_of(entry.pattern)};
}

enum class Side : std::uint8_t { Neither, One, Other };

// For which of the two an entry speaks; neither when it is about others.
Side side_of(const policy::ConfusionEntry& entry, const policy::Category& one,
             const policy::Category& other) {
  if (names_kind(entry.first, one) && names_kind(entry.second, other)) {
    return entry.for_second ? Side::Other : Side::One;
  }
  if (names_kind(entry.first, other) && names_kind(entry.second, one)) {
    return entry.for_second ? Side::One : Side::Other;
  }
  return Side::Neither;
}

}  // namespace

Voices voices_of(const Reading& reading, const policy::RuleBook& book, std::uint32_t one,
                 std::uint32_t other) {
  Voices voices;
  std::int32_t heaviest_one = 0;
  std::int32_t heaviest_other = 0;
  std::uint32_t row_before = std::numeric_limits<std::uint32_t>::max();
  for (const Match& match : reading.matches.of(Table::Confusion)) {
    if (match.from == match.until || match.row == row_before) continue;
    row_before = match.row;
    const policy::ConfusionEntry& entry = book.confusions[match.row];
    const Side side = side_of(entry, book.categories[one], book.categories[other]);
    if (side == Side::Neither) continue;
    Voice& voice = side == Side::One ? voices.one : voices.other;
    std::int32_t& heaviest = side == Side::One ? heaviest_one : heaviest_other;
    const RuleName rule = rule_of(entry);
    voice.weight += entry.weight;
    voice.evidence.push_back(quote(reading, {match.from, match.until}, rule));
    if (entry.weight <= heaviest) continue;
    heaviest = entry.weight;
    voice.rule = rule;
  }
  return voices;
}

}  // namespace whistle::triage
