#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/scenario/times.h"
#include "whistle/v1/case.pb.h"

namespace whistle::scenario {

// A fact as somebody expects it: "card_issued unit=$property card=yellow_card", "!card_issued".
struct FactPattern {
  enum class How : std::uint8_t { Is, Contains };
  struct Condition {
    std::string name;
    How how = How::Is;
    std::string value;  // "*" with Is: any; may be "$name"
    bool operator==(const Condition&) const = default;
  };
  bool none = false;
  std::string event;
  std::vector<Condition> conditions;
  std::string text;  // as written

  bool operator==(const FactPattern&) const = default;
};

// The pattern, or what is wrong with the text.
std::variant<FactPattern, std::string> parse_fact(std::string_view text);

// Texts of names ("$burst"), which only the runner knows; other texts as they are.
using Resolve = std::function<std::string(const std::string&)>;

bool matches(const FactPattern& pattern, const v1::Fact& fact, const Zone& zone,
             const Resolve& resolve);

// The fact for people, with all its details: "card_issued case=1 unit=...".
std::string text_of(const v1::Fact& fact, const Zone& zone);

// Finds for each wanted pattern a fact of its own. The places of the patterns that stay without
// one, and of the unwanted ones ("!") that some fact matches.
std::vector<std::size_t> unmet(const std::vector<FactPattern>& patterns,
                               const std::vector<v1::Fact>& facts, const Zone& zone,
                               const Resolve& resolve);

}  // namespace whistle::scenario
