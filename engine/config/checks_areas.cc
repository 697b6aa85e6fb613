#include <array>
#include <set>
#include <string>

#include "engine/config/checks.h"

namespace whistle::config {
namespace {

// Where the parts of a statistical code end: province, city, county, street, community, compound,
// building.
constexpr std::array<std::size_t, 7> kPartEnds{2, 4, 6, 9, 12, 15, 18};

// The digits that say something: whole parts of zeros at the end are filling.
std::string_view significant(std::string_view code) {
  for (const std::size_t end : kPartEnds) {
    if (end >= code.size()) break;
    const bool is_filled = code.find_first_not_of('0', end) == std::string_view::npos;
    if (is_filled) return code.substr(0, end);
  }
  return code;
}

}  // namespace

void check_areas(const BookSources& sources, Problems& problems) {
  std::set<AreaCode> served;
  for (const policy::Unit& unit : sources.book.units) {
    served.insert(unit.area);
    served.insert(unit.more_areas.begin(), unit.more_areas.end());
  }
  for (const RowSource& row : sources.table("areas").rows) {
    const std::string& code = row.cell("code").text;
    const std::string& parent = row.cell("parent").text;
    if (!parent.empty() && !code.starts_with(significant(parent))) {
      warn(row, "code",
           in_quotes(code) + " does not lie within its parent " + in_quotes(parent) +
               "; the code of an area begins with that of the area around it, " +
               in_quotes(significant(parent)),
           problems);
    }
    const bool is_served = served.contains({static_cast<std::uint64_t>(std::stoull(code))});
    if (sources.has_units() && parent.empty() && !is_served) {
      warn(row, "code",
           "no unit serves the area " + in_quotes(code) +
               ", and nothing lies above it; give a unit in units.csv this area",
           problems);
    }
  }
}

}  // namespace whistle::config
