#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/result.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::gateway::search {

struct Start {
  std::uint64_t after{};
  std::string journal_id{};  // empty: whichever it is
  bool snapshot = false;     // the open cases first; `after` means nothing then
};

struct Geography {
  std::string policy_version;
  std::vector<v1::AreaView> areas;
  std::vector<v1::UnitView> units;
};

// Where the follower learns what happens and asks what is. Thread: one at a time.
class Source {
 public:
  template <class Reply>
  using Each = client::Result<std::vector<std::optional<Reply>>>;

  virtual ~Source() = default;

  // Begins, or begins again elsewhere.
  virtual void follow(const Start& start) = 0;
  // What comes next, waiting at most so long.
  virtual std::optional<v1::WatchEvents> next(std::uint32_t timeout_ms) = 0;
  // Why nothing will come until the next follow().
  virtual std::optional<client::Problem> refusal() const = 0;
  virtual std::string journal_id() const = 0;  // empty: not known yet
  virtual bool connected() const = 0;
  virtual std::uint64_t head() const = 0;

  // In the order of the ids; nothing where there is none. A problem: ask again later.
  virtual Each<v1::CaseView> cases(const std::vector<std::uint64_t>& ids) = 0;
  // Texts masked.
  virtual Each<v1::ComplaintReply> complaints(const std::vector<std::uint64_t>& ids) = 0;
  virtual client::Result<Geography> geography() = 0;
};

}  // namespace whistle::gateway::search
