#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/journal/record.h"
#include "tests/crash/account.h"
#include "tests/crash/loads.h"
#include "tests/crash/torture.h"

namespace whistle::tests {

// The journal as it is in the end, read from disk without the engine: what everything that was
// ever told is compared with.
class Comparison {
 public:
  // Throws std::runtime_error when the journal cannot be read. Requires: no engine runs on it.
  explicit Comparison(const std::filesystem::path& journal);
  // The same of records that somebody has in hand.
  explicit Comparison(const std::vector<journal::Record>& records);

  void complaints(const Account::Sheet& sheet, Findings& findings) const;
  void effects(const Account::Sheet& sheet, Findings& findings) const;
  void watcher(const WatcherWish& wish, const std::vector<FactPlace>& seen,
               Findings& findings) const;

 private:
  struct Place {
    FactPlace at;
    std::string event;
  };
  using Held = std::pair<std::uint64_t, std::uint64_t>;  // case, token

  std::vector<Place> facts_;
  std::map<std::string, std::vector<std::uint64_t>> intakes_;  // external id -> complaints
  std::map<Held, std::set<std::string>> under_;  // what happened while a token was the newest
  std::map<std::uint64_t, std::set<std::string>> of_case_;
};

}  // namespace whistle::tests
