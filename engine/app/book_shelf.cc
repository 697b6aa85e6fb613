#include "engine/app/book_shelf.h"

#include <utility>

#include "engine/app/rules_in_force.h"

namespace whistle::app {

const policy::Policy* BookShelf::book(const std::string& version) {
  const auto [place, is_new] = books_.try_emplace(version);
  if (is_new) {
    auto kept = kept_book(journal_, version);
    if (kept && *kept) {
      place->second = std::make_unique<const policy::Policy>(std::move((*kept)->book));
    }
  }
  return place->second.get();
}

}  // namespace whistle::app
