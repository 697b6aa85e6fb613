#include "adapters/replay/closing_crew.h"

#include <functional>
#include <utility>

#include "adapters/client/disposition.h"

namespace whistle::replay {
namespace {

// A case may climb while it is being followed, but no ladder is longer than this.
constexpr int kAttemptsMax = 8;

}  // namespace

void ClosingCrew::accepted(const hotline::GoodRow& row, const v1::SubmitReply& reply,
                           std::int64_t at_ms) {
  if (!client::is_filed(reply)) return;
  const auto job = std::make_shared<Job>();
  job->case_id = reply.case_id();
  job->unit = reply.unit();
  job->due_ms = reply.resolve_due_ms();
  timeline_.add({at_ms, client::Line::Work, [] { return true; },
                 [this, job, at_ms] { pull(job, at_ms, nullptr); }});
  if (!row.aftermath.closed_at_ms) return;
  job->close_ms = std::max(*row.aftermath.closed_at_ms, at_ms);
  // An order that is overdue may have been handed over: then its answer says where to, and must be
  // here before time goes on.
  const bool stays = job->due_ms == 0 || job->close_ms <= job->due_ms;
  timeline_.add({job->close_ms, client::Line::Work, [job, stays] { return stays && job->pulled; },
                 [this, job] { finish(job, job->close_ms); }});
}

void ClosingCrew::pull(const JobPtr& job, std::int64_t at_ms, const std::function<void()>& then) {
  v1::PullRequest wish;
  wish.set_unit(job->unit);
  wish.set_worker("crew-" + job->unit);
  wish.set_only_case(job->case_id);
  wish.set_sign_at_once(true);
  engine_.pull(at_ms, wish, [this, job, then](const client::Result<v1::PullReply>& answer) {
    job->pulled = true;
    if (!answer) {
      ++surprises_["pull " + answer.problem().reason];
    } else if (answer->grants().empty()) {
      ++surprises_["pull NOTHING_GRANTED"];
    } else {
      job->token = answer->grants(0).token();
    }
    if (then) then();
  });
}

void ClosingCrew::finish(const JobPtr& job, std::int64_t at_ms) {
  ++job->attempts;
  v1::FinishRequest wish;
  wish.set_case_id(job->case_id);
  wish.set_token(job->token);
  wish.set_result("solved");
  engine_.finish(at_ms, wish, [this, job, at_ms](const client::Result<v1::TokenReply>& answer) {
    if (answer) return;
    const std::string& reason = answer.problem().reason;
    // An earlier sending may have closed it, when only its answer was lost.
    if (reason == "CASE_CLOSED" && answer.problem().resent) return;
    const bool moved = reason == "TOKEN_SUPERSEDED" || reason == "WRONG_STATE";
    if (moved && job->attempts < kAttemptsMax) return follow(job, at_ms);
    ++surprises_["finish " + reason];
  });
}

// The case is with another unit by now: that one's crew finishes it.
void ClosingCrew::follow(const JobPtr& job, std::int64_t at_ms) {
  engine_.look(job->case_id, [this, job, at_ms](const client::Result<v1::CaseReply>& answer) {
    if (!answer) {
      ++surprises_["look " + answer.problem().reason];
      return;
    }
    const std::string& status = answer->case_().status();
    if (status != "dispatched" && status != "signed_for") return;
    job->unit = answer->case_().unit();
    pull(job, at_ms, [this, job, at_ms] { finish(job, at_ms); });
  });
}

}  // namespace whistle::replay
