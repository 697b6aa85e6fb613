#include <algorithm>
#include <random>

#include "adapters/client/client.h"
#include "tests/crash/loads.h"
#include "tests/end_to_end/engine_process.h"

namespace whistle::tests {
namespace {

class Worker {
 public:
  Worker(const LoadParts& parts, std::string name)
      : account_(parts.account),
        name_(std::move(name)),
        random_(parts.seed),
        client_(parts.options) {}

  void turn() {
    switch (random_() % 8) {
      case 0:
        return let_time_pass();
      case 1:
      case 2:
        return show_an_old_token();
      default:
        return pull();
    }
  }

 private:
  struct Paper {
    std::uint64_t case_id{};
    std::uint64_t token{};
  };

  bool once_in(std::uint64_t times) { return random_() % times == 0; }

  void pull() {
    const std::vector<std::string> units = account_.units();
    v1::PullRequest request;
    request.set_unit(units.empty() ? "changtai-center" : units[random_() % units.size()]);
    request.set_worker(name_);
    request.set_max(static_cast<std::uint32_t>(1 + random_() % 3));
    const auto reply = client_.pull(request);
    account_.stirred();
    if (!reply) return;
    for (const v1::Grant& grant : reply->grants()) {
      const Paper lease{grant.case_().case_id(), grant.token()};
      keep(lease);
      // Some are left to lapse.
      if (!once_in(3)) work(lease);
    }
  }

  void work(Paper paper) {
    if (once_in(4)) act(v1::METHOD_RENEW, "lease_renewed", paper);
    const std::uint64_t owner = act(v1::METHOD_SIGN, "order_signed", paper);
    if (owner == 0) return;
    paper.token = owner;
    keep(paper);
    if (once_in(2)) act(v1::METHOD_PROGRESS, "progress_noted", paper);
    if (!once_in(4)) finish(paper);
  }

  void show_an_old_token() {
    if (papers_.empty()) return pull();
    const Paper paper = papers_[random_() % papers_.size()];
    switch (random_() % 4) {
      case 0:
        act(v1::METHOD_SIGN, "order_signed", paper);
        return;
      case 1:
        act(v1::METHOD_PROGRESS, "progress_noted", paper);
        return;
      case 2:
        act(v1::METHOD_RENEW, "lease_renewed", paper);
        return;
      default:
        finish(paper);
    }
  }

  // The token in the answer, or zero.
  std::uint64_t act(v1::Method method, const char* event, const Paper& paper) {
    v1::TokenRequest request;
    request.set_case_id(paper.case_id);
    request.set_token(paper.token);
    request.set_worker(name_);
    const auto reply = client_.act(method, request);
    account_.stirred();
    if (!reply) return 0;
    account_.done({event, paper.case_id, paper.token});
    return reply->token();
  }

  void finish(const Paper& paper) {
    v1::FinishRequest request;
    request.set_case_id(paper.case_id);
    request.set_token(paper.token);
    request.set_worker(name_);
    request.set_result("solved");
    const auto reply = client_.finish(request);
    account_.stirred();
    if (reply) account_.done({"handling_finished", paper.case_id, paper.token});
  }

  // Leases lapse, and what nobody works on climbs.
  void let_time_pass() {
    constexpr std::int64_t kMs = 25'000;
    const auto status = client_.status();
    if (status) (void)client_.advance_time(status->time_ms() + kMs);
    account_.stirred();
  }

  void keep(const Paper& paper) {
    constexpr std::size_t kPapersMax = 40;
    if (papers_.size() == kPapersMax) papers_.erase(papers_.begin());
    papers_.push_back(paper);
  }

  Account& account_;
  std::string name_;
  std::mt19937_64 random_;
  client::Client client_;
  std::vector<Paper> papers_;
};

}  // namespace

void run_worker(const LoadParts& parts, const std::string& name) {
  Worker worker(parts, name);
  while (!parts.over) worker.turn();
}

}  // namespace whistle::tests
