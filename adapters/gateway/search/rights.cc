#include "adapters/gateway/search/rights.h"

#include <algorithm>
#include <utility>

namespace whistle::gateway::search {

Wish narrowed(Wish wish, const people::Person& person) {
  wish.within_areas = person.areas;
  if (person.units.empty()) return wish;
  if (wish.units.empty()) {
    wish.units = person.units;
    return wish;
  }
  std::erase_if(wish.units, [&](const std::string& unit) {
    return std::ranges::find(person.units, unit) == person.units.end();
  });
  // An empty list would choose nothing, which is: everything.
  if (wish.units.empty()) wish.nothing = true;
  return wish;
}

}  // namespace whistle::gateway::search
