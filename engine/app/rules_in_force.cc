#include "engine/app/rules_in_force.h"

#include <utility>

#include "engine/app/load_rules.h"

namespace whistle::app {
namespace {

Outcome<std::string, std::string> version_in_force(const journal::Journal& journal,
                                                   const casework::State& state) {
  if (const casework::Adoption* last = state.registers().adoption()) return last->version;
  const Sequence head = journal.head().sequence;
  if (!head) return std::string{};
  const auto records = journal.read(head, 1);
  if (!records) return Failure{records.error().message};
  return records->empty() ? std::string{} : *records->front().policy;
}

}  // namespace

Outcome<std::optional<config::BundledBook>, std::string> kept_book(const journal::Journal& journal,
                                                                   const std::string& version) {
  using Result = Outcome<std::optional<config::BundledBook>, std::string>;
  const auto bytes = journal.policy(version);
  if (!bytes) return Failure{bytes.error().message};
  if (!*bytes) return Result(std::optional<config::BundledBook>{});
  auto files = config::decode_bundle(**bytes);
  if (!files) return Failure{version + ": " + files.error()};
  auto book = config::load_rule_book(*files);
  if (!book) {
    std::string problems = "the rule book kept under " + version + " has problems:";
    for (const config::Problem& problem : book.error()) problems += "\n" + to_text(problem);
    return Failure{std::move(problems)};
  }
  return Result(config::BundledBook{*std::move(book), *std::move(files)});
}

Outcome<std::optional<config::BundledBook>, std::string> book_in_force(
    const journal::Journal& journal, const casework::State& state) {
  const auto version = version_in_force(journal, state);
  if (!version) return Failure{version.error()};
  if (version->empty()) return std::optional<config::BundledBook>{};
  return kept_book(journal, *version);
}

std::optional<config::BundledBook> present_book(std::optional<config::BundledBook> in_force,
                                                const config::EngineSettings& settings,
                                                std::ostream& err) {
  return in_force ? std::move(in_force) : load_bundled_rules(settings, err);
}

}  // namespace whistle::app
