#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/search/index.h"
#include "adapters/gateway/search/query.h"
#include "adapters/gateway/search/sqlite.h"

namespace whistle::gateway::search {

// The reading side of the copy: one connection that cannot write. Each wish sees one instant of the
// copy. Throws Failed only when the file is broken. Thread: one at a time.
class Reader {
 public:
  Reader(const std::filesystem::path& file, std::chrono::milliseconds patience);

  client::Result<Cases> cases(const Wish& wish);
  client::Result<Complaints> complaints(const ComplaintWish& wish);
  client::Result<Updates> updates(const UpdateWish& wish);
  client::Result<std::vector<Load>> loads(std::int64_t now_ms,
                                          const std::vector<std::uint64_t>& within_areas);

 private:
  struct Found {
    std::vector<std::uint64_t> ids;
    std::uint64_t total{};
  };
  struct Plan {
    std::string where;
    std::vector<Value> values;
    std::string from;
  };
  template <class Answer, class Read>
  client::Result<Answer> within_patience(Read read);
  // The way that looks at the fewest rows.
  Plan plan(const Query& query);
  std::int64_t count_some(const Query& query, const Condition& condition);
  std::uint64_t total(const Plan& plan);
  Found find(const Query& query);
  std::optional<v1::CaseView> view(std::uint64_t case_id);
  std::optional<FoundComplaint> found(std::uint64_t complaint_id);

  Database database_;
  std::chrono::milliseconds patience_;
  std::chrono::steady_clock::time_point until_{};
};

}  // namespace whistle::gateway::search
