#include "adapters/scenario/facts.h"

#include <algorithm>
#include <cstddef>

namespace whistle::scenario {
namespace {

// Takes "name=value" from the front of a text; the value may be in single quotes.
std::optional<FactPattern::Condition> take_condition(std::string_view& text) {
  const std::size_t sign = text.find_first_of("=~");
  const std::size_t blank = text.find(' ');
  if (sign == std::string_view::npos || sign == 0 || blank < sign) return std::nullopt;
  FactPattern::Condition condition;
  condition.name = text.substr(0, sign);
  if (text[sign] == '~') condition.how = FactPattern::How::Contains;
  text.remove_prefix(sign + 1);
  const bool quoted = text.starts_with('\'');
  if (quoted) text.remove_prefix(1);
  const std::size_t end = text.find(quoted ? '\'' : ' ');
  if (quoted && end == std::string_view::npos) return std::nullopt;
  condition.value = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end == std::string_view::npos ? end : end + quoted));
  if (condition.value.empty()) return std::nullopt;
  return condition;
}

bool holds(const FactPattern::Condition& condition, const std::string& wanted,
           const std::string& value, std::int64_t time_ms, const Zone& zone) {
  if (condition.how == FactPattern::How::Contains) return value.find(wanted) != std::string::npos;
  if (wanted == "*") return true;
  if (time_ms != 0) return parse_local(zone, wanted) == time_ms;
  return value == wanted;
}

bool holds(const FactPattern::Condition& condition, const v1::Fact& fact, const Zone& zone,
           const Resolve& resolve) {
  const std::string wanted = resolve(condition.value);
  for (const v1::Fact::Detail& detail : fact.details()) {
    if (detail.name() != condition.name) continue;
    if (holds(condition, wanted, detail.value(), detail.time_ms(), zone)) return true;
  }
  const auto own = [&](std::string_view name, const std::string& value, std::int64_t time_ms = 0) {
    return condition.name == name && holds(condition, wanted, value, time_ms, zone);
  };
  return own("case", std::to_string(fact.case_id())) || own("at", "", fact.time_ms()) ||
         own("verb", fact.verb()) || own("actor", fact.actor());
}

// Gives pattern `at` a fact, moving others to other facts where that is possible.
bool assign(std::size_t at, const std::vector<std::vector<std::size_t>>& candidates,
            std::vector<std::optional<std::size_t>>& taken, std::vector<bool>& tried) {
  for (const std::size_t fact : candidates[at]) {
    if (tried[fact]) continue;
    tried[fact] = true;
    if (!taken[fact] || assign(*taken[fact], candidates, taken, tried)) {
      taken[fact] = at;
      return true;
    }
  }
  return false;
}

}  // namespace

std::variant<FactPattern, std::string> parse_fact(std::string_view text) {
  FactPattern pattern;
  pattern.text = text;
  if (text.starts_with('!')) {
    pattern.none = true;
    text.remove_prefix(1);
  }
  const std::size_t end = std::min(text.find(' '), text.size());
  pattern.event = text.substr(0, end);
  text.remove_prefix(end);
  if (pattern.event.empty()) return "the event is missing";
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return pattern;
    const std::string before(text);
    auto condition = take_condition(text);
    if (!condition) return "not a detail (name=value, name~part, name='with blanks'): " + before;
    pattern.conditions.push_back(*std::move(condition));
  }
}

bool matches(const FactPattern& pattern, const v1::Fact& fact, const Zone& zone,
             const Resolve& resolve) {
  return fact.event() == pattern.event &&
         std::ranges::all_of(pattern.conditions, [&](const FactPattern::Condition& condition) {
           return holds(condition, fact, zone, resolve);
         });
}

std::string text_of(const v1::Fact& fact, const Zone& zone) {
  std::string text = fact.event();
  if (fact.case_id() != 0) text += " case=" + std::to_string(fact.case_id());
  for (const v1::Fact::Detail& detail : fact.details()) {
    const std::string value =
        detail.time_ms() != 0 ? local_text(zone, detail.time_ms()) : detail.value();
    const bool quoted = value.find(' ') != std::string::npos;
    text += " " + detail.name() + "=" + (quoted ? "'" + value + "'" : value);
  }
  return text;
}

std::vector<std::size_t> unmet(const std::vector<FactPattern>& patterns,
                               const std::vector<v1::Fact>& facts, const Zone& zone,
                               const Resolve& resolve) {
  std::vector<std::vector<std::size_t>> candidates(patterns.size());
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    for (std::size_t fact = 0; fact < facts.size(); ++fact) {
      if (matches(patterns[at], facts[fact], zone, resolve)) candidates[at].push_back(fact);
    }
  }
  std::vector<std::size_t> wrong;
  std::vector<std::optional<std::size_t>> taken(facts.size());
  for (std::size_t at = 0; at < patterns.size(); ++at) {
    std::vector<bool> tried(facts.size());
    const bool right =
        patterns[at].none ? candidates[at].empty() : assign(at, candidates, taken, tried);
    if (!right) wrong.push_back(at);
  }
  return wrong;
}

}  // namespace whistle::scenario
