#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/policy/policy.h"
#include "engine/triage/patterns.h"

namespace whistle::triage {

// By which right something in a complaint means an area.
enum class Right : std::uint8_t {
  Name,
  Alias,
  Former,  // what it was called, or what a part of it was called
  Code,    // the area code stands in the text
  Point,   // the outline around the point
};

// An area that something may mean.
struct Bearer {
  std::uint32_t area{};  // index into the book's areas
  Right right{};
  std::uint32_t index{};  // of the area's alias, or of the book's former name
};

// What areas are called. A name may have several bearers. Immutable after construction; any thread.
class AreaNames {
 public:
  // `policy` must outlive the object. Requires: its names are UTF-8.
  explicit AreaNames(const policy::Policy& policy);

  // The names to look for, in Table::AreaName.
  std::vector<SoughtPattern> patterns() const;

  // Who bears a name on the day of a complaint. A former name counts from the day it came into
  // force, and for ever after: people say it for years. Requires: a row of patterns().
  void append_bearers(std::uint32_t row, Timestamp at, std::vector<Bearer>& bearers) const;

  // The area whose code these digits are, exactly or filled up with zeros; 9 digits at least, since
  // shorter numbers are anything.
  void append_coded(std::string_view digits, std::vector<Bearer>& bearers) const;

  // True when the name, standing right before `after`, is only the beginning of another one: "武安"
  // is no place in "武安路".
  static bool is_cut_off(std::string_view name, std::string_view after);
  // True when a name of two characters, standing right behind `before`, may be no name at all:
  // "时村" in "当时村里".
  static bool is_torn(std::string_view before, std::string_view name);

  // "name:武安社区", "alias:武安", "former name 长泰县 of 长泰区", "code:350605100", "point".
  RuleName rule(const Bearer& bearer, Timestamp at) const;

 private:
  struct Name {
    std::string folded;
    std::vector<Bearer> bearers;
  };
  // When a former name was in force: [from, until).
  struct Validity {
    Timestamp from;
    Timestamp until;
  };
  void add(const std::string& written, Bearer bearer,
           std::unordered_map<std::string, std::size_t>& positions);
  void add_former(std::unordered_map<std::string, std::size_t>& positions);

  const policy::Policy* policy_;
  std::vector<Name> names_;
  std::vector<Validity> validities_;  // of the book's former names
};

}  // namespace whistle::triage
