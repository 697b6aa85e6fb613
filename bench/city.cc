#include "bench/city.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "engine/app/compiled_folder.h"
#include "engine/config/rule_book_files.h"

namespace whistle::bench {

std::optional<std::filesystem::path> compiled_folder() {
  const char* folder = std::getenv("WHISTLE_COMPILED");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return folder;
}

City load_changtai() {
  const std::filesystem::path config = std::filesystem::path(SOURCE_DIR) / "config";
  auto book = config::load_rule_book(config / "base", config / "cities" / "changtai");
  if (!book) {
    std::fprintf(stderr, "%s\n", config::to_text(book.error().front()).c_str());
    std::exit(2);
  }
  City city;
  city.policy = std::make_unique<policy::Policy>(*std::move(book));
  std::optional<app::CompiledFolder> kept;
  if (const auto folder = compiled_folder()) {
    const auto tell = [](const std::filesystem::path& file, const std::string& problem) {
      std::fprintf(stderr, "%s: %s\n", file.c_str(), problem.c_str());
    };
    kept.emplace(*folder, app::CompiledFolder::Listeners{[](const auto&) {}, tell});
  }
  auto triage = triage::Triage::make(*city.policy, kept ? &*kept : nullptr);
  if (!triage) {
    std::fprintf(stderr, "%s\n", triage.error().c_str());
    std::exit(2);
  }
  city.triage = std::make_unique<triage::Triage>(*std::move(triage));
  return city;
}

}  // namespace whistle::bench
