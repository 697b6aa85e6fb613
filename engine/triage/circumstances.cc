#include "engine/triage/circumstances.h"

#include <algorithm>
#include <cstddef>

#include "engine/triage/reading.h"

namespace whistle::triage {
namespace {

using policy::Axis;

// "没有发现燃气泄漏" denies the leak, "没有护栏，有人摔伤" does not deny the injury.
constexpr std::size_t kDeniedCharactersMax = 3;

bool is_mark(Axis axis) {
  switch (axis) {
    case Axis::Not:
    case Axis::Past:
    case Axis::Worry:
    case Axis::Topic:
    case Axis::Over:
    case Axis::Now:
      return true;
    case Axis::Nature:
    case Axis::Scope:
    case Axis::Harm:
    case Axis::Trigger:
    case Axis::Threat:
    case Axis::Care:
    case Axis::Negate:
    case Axis::Figure:
      return false;
  }
  return false;
}

// A figure of speech has the last word of what it covers: "跳楼" in "跳楼价", "困" in "困在家里".
bool covers_the_end(const Match& figure, Span words) {
  return figure.from < words.until && figure.until >= words.until;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<std::uint8_t>(byte) & 0xC0U) != 0x80U; }));
}

}  // namespace

Circumstances::Circumstances(std::string_view folded,
                             const std::vector<policy::SeverityEntry>& table,
                             const std::vector<Match>& matches)
    : folded_(folded), table_(&table) {
  for (const Match& match : matches) {
    if (table[match.row].axis == Axis::Figure) figures_.push_back(match);
  }
  for (const Match& match : matches) {
    const Axis axis = table[match.row].axis;
    if (is_mark(axis) && figure_over({match.from, match.until}) == nullptr) {
      marks_.push_back({match, axis});
    }
  }
  std::ranges::stable_sort(marks_, {}, [](const Mark& mark) { return mark.match.from; });
}

const Match* Circumstances::figure_over(Span words) const {
  const auto found = std::ranges::find_if(
      figures_, [&](const Match& figure) { return covers_the_end(figure, words); });
  return found == figures_.end() ? nullptr : &*found;
}

const Match* Circumstances::against(const Mention& mention) const {
  if (const Match* figure = figure_over(mention.where)) return figure;
  if (marks_.empty()) return nullptr;
  const Span sentence = sentence_around(folded_, mention.where.from);
  const Verdict verdict = read_before(mention, sentence);
  if (verdict.before == Before::Weak) return verdict.against;
  if (verdict.before == Before::Nothing) {
    if (const Match* after = read_after(mention, sentence)) return after;
  }
  return mention.claim == Claim::Announced ? nullptr : find_over(mention);
}

// From the end of the words backwards: the nearest mark that has a say.
Circumstances::Verdict Circumstances::read_before(const Mention& mention, Span sentence) const {
  for (auto mark = marks_.rbegin(); mark != marks_.rend(); ++mark) {
    if (mark->match.from >= mention.where.until) continue;
    if (mark->match.from < sentence.from) break;
    if (mark->axis != Axis::Now && is_spelled_in(mark->match, mention)) continue;
    switch (mark->axis) {
      case Axis::Now:
        return {Before::Now, nullptr};
      case Axis::Not:
        if (is_denied_by(mark->match, mention.where)) return {Before::Weak, &mark->match};
        break;
      case Axis::Topic:
        if (is_one_clause(mark->match.until, mention.where.from)) {
          return {Before::Weak, &mark->match};
        }
        break;
      case Axis::Past:
        return {Before::Weak, &mark->match};
      case Axis::Worry:
        if (mention.claim == Claim::Happening) return {Before::Weak, &mark->match};
        break;
      default:
        break;
    }
  }
  return {};
}

// "燃气泄漏演练", "着火是去年的事", "砸到人怎么办，真担心".
const Match* Circumstances::read_after(const Mention& mention, Span sentence) const {
  for (const Mark& mark : marks_) {
    if (mark.match.from < mention.where.until) continue;
    if (mark.match.from >= sentence.until) break;
    if (!is_one_clause(mention.where.until, mark.match.from)) break;
    switch (mark.axis) {
      case Axis::Now:
        return nullptr;
      case Axis::Past:
      case Axis::Topic:
        return &mark.match;
      case Axis::Worry:
        if (mention.claim == Claim::Happening) return &mark.match;
        break;
      default:
        break;
    }
  }
  return nullptr;
}

const Match* Circumstances::find_over(const Mention& mention) const {
  const auto found = std::ranges::find_if(marks_, [&](const Mark& mark) {
    if (mark.axis != Axis::Over || mark.match.from < mention.where.until) return false;
    const RuleName& own = (*table_)[mark.match.row].rule;
    return (!own || !mention.rule || own == mention.rule) && !is_of_the_past(mark.match);
  });
  return found == marks_.end() ? nullptr : &found->match;
}

bool Circumstances::is_denied_by(const Match& mark, Span words) const {
  // Inside: "电梯没有困人". What is denied is the end of the words.
  const bool is_inside = mark.until > words.from;
  const std::uint32_t denied = is_inside ? words.until : words.from;
  if (denied <= mark.until) return true;
  if (!is_one_clause(mark.until, denied)) return false;
  const std::size_t between = characters(folded_.substr(mark.until, denied - mark.until));
  return between <= (is_inside ? 2 : 1) * kDeniedCharactersMax;
}

// "敲门没人应", "没有呼吸": the pattern itself says so, and means it.
bool Circumstances::is_spelled_in(const Match& mark, const Mention& mention) const {
  if (mark.from < mention.where.from || mark.until > mention.where.until) return false;
  constexpr std::size_t kChineseBytes = 3;
  return mention.pattern.text.find(folded_.substr(mark.from, kChineseBytes)) != std::string::npos;
}

// "今天又漏气了，上次明明修好了": the repair lies before the fault.
bool Circumstances::is_of_the_past(const Match& over) const {
  return std::ranges::any_of(marks_, [&](const Mark& mark) {
    return mark.axis == Axis::Past && mark.match.until <= over.from &&
           is_one_clause(mark.match.until, over.from);
  });
}

bool Circumstances::is_one_clause(std::uint32_t from, std::uint32_t until) const {
  if (from >= until) return true;
  const std::string_view between = folded_.substr(from, until - from);
  return between.find_first_of(",;:!?\n") == std::string_view::npos &&
         between.find("。") == std::string_view::npos;
}

}  // namespace whistle::triage
