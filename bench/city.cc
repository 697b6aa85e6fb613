#include "bench/city.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "engine/config/rule_book_files.h"

namespace whistle::bench {

City load_changtai() {
  const std::filesystem::path config = std::filesystem::path(SOURCE_DIR) / "config";
  auto book = config::load_rule_book(config / "base", config / "cities" / "changtai");
  if (!book) {
    std::fprintf(stderr, "%s\n", config::to_text(book.error().front()).c_str());
    std::exit(2);
  }
  City city;
  city.policy = std::make_unique<policy::Policy>(*std::move(book));
  auto triage = triage::Triage::make(*city.policy);
  if (!triage) {
    std::fprintf(stderr, "%s\n", triage.error().c_str());
    std::exit(2);
  }
  city.triage = std::make_unique<triage::Triage>(*std::move(triage));
  return city;
}

}  // namespace whistle::bench
