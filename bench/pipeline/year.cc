#include "bench/pipeline/year.h"

#include <chrono>
#include <queue>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/rig.h"
#include "engine/journal/rocks_journal.h"
#include "engine/runtime/engine.h"

namespace whistle::bench {
namespace {

using namespace std::chrono_literals;
using casework::Case;
using casework::Status;

constexpr Milliseconds kBetweenComplaints{63'000};
constexpr std::size_t kRecordsPerGroup = 1024;
constexpr std::uint32_t kCasesPerTick = 1024;
const WorkerName kDesk{"desk"};
const WorkerName kChecker{"checker"};

// 2025-01-06 09:00 in Changtai, a Monday.
constexpr Timestamp kBegin{std::chrono::sys_days{std::chrono::year{2025} / 1 / 6} + 1h};

class Year {
 public:
  Year(City& city, const std::filesystem::path& folder)
      : city_(city), maker_(*city.policy, "year"), chance_(1) {
    auto opened = journal::RocksJournal::open(folder);
    if (!opened) give_up(opened.error().message);
    journal_ = *std::move(opened);
    engine_ = std::make_unique<runtime::Engine>(*city.policy, casework::State{}, journal_->head());
  }

  void live(std::uint64_t complaints) {
    Progress progress("a year of a district", complaints);
    Timestamp arrival = kBegin;
    for (std::uint64_t made = 0; made < complaints;) {
      if (!next_steps_.empty() && next_steps_.top().at <= arrival) {
        const Step step = next_steps_.top();
        next_steps_.pop();
        take_step(step);
        continue;
      }
      submit(arrival);
      arrival += kBetweenComplaints;
      progress.at(++made);
    }
    for (; !next_steps_.empty(); next_steps_.pop()) take_step(next_steps_.top());
    commit();
  }

  std::uint64_t records() const { return engine_->last_sequence().value; }
  const casework::Tallies& tallies() const { return engine_->state().tallies(); }

 private:
  struct Step {
    Timestamp at;
    CaseId id;
    auto operator<=>(const Step&) const = default;
  };

  void submit(Timestamp at) {
    casework::SubmitComplaint wish;
    wish.complaint = maker_.next(at);
    wish.findings = city_.triage->examine(wish.complaint);
    wish.looked_up_through = engine_->state().counters().last_complaint;
    const auto receipt = std::get<casework::Receipt>(decide(std::move(wish), at));
    const bool is_new = receipt.disposition == casework::Disposition::Filed ||
                        receipt.disposition == casework::Disposition::AwaitsTriage ||
                        receipt.disposition == casework::Disposition::EmergencyTransferred;
    if (is_new) plan(receipt.id, at);
  }

  void pass_until(Timestamp at) {
    while (engine_->next_alarm() <= at) {
      engine_->tick(engine_->next_alarm(), kCasesPerTick);
      if (engine_->forming() >= kRecordsPerGroup) commit();
    }
  }

  casework::Answer decide(const casework::Command& wish, Timestamp at) {
    pass_until(at);
    auto reply = engine_->decide(wish, at);
    if (!reply.result) give_up("a step was refused: " + reply.result.error().detail);
    if (engine_->forming() >= kRecordsPerGroup) commit();
    return *std::move(reply.result);
  }

  void commit() {
    if (engine_->forming() == 0) return;
    const auto written = journal_->append(engine_->take_group());
    if (!written) give_up(written.error().message);
  }

  Milliseconds between(Milliseconds least, Milliseconds most) {
    const auto span = static_cast<std::uint64_t>((most - least).count());
    return least + Milliseconds{static_cast<std::int64_t>(chance_() % span)};
  }

  // When the case goes on: nearly always soon, one time in twenty a day or three too late.
  Milliseconds pause_before(Status status) {
    const bool dawdles = chance_() % 20 == 0;
    switch (status) {
      case Status::AwaitsTriage:
        return between(5min, 40min);
      case Status::Dispatched:
        return dawdles ? between(24h, 72h) : between(5min, 50min);
      case Status::SignedFor:
        return dawdles ? between(96h, 240h) : between(40min, 48h);
      case Status::Finished:
      case Status::Replied:
        return between(1h, 20h);
      case Status::Closed:
      case Status::Returned:
      case Status::Deferred:
        break;
    }
    return 1h;
  }

  void plan(CaseId id, Timestamp now) {
    const Case* item = engine_->state().find(id);
    if (item == nullptr) return;
    const bool calls = item->status == Status::SignedFor && !item->contacted;
    next_steps_.push({now + (calls ? between(10min, 3h) : pause_before(item->status)), id});
  }

  void take_step(const Step& step) {
    const Case* item = engine_->state().find(step.id);
    if (item == nullptr) return;
    go_on(*item, step.at);
    plan(step.id, step.at);
  }

  void go_on(const Case& item, Timestamp at) {
    switch (item.status) {
      case Status::AwaitsTriage:
        return classify(item.id, at);
      case Status::Dispatched: {
        const std::string unit = engine_->state().symbols().name(item.unit);
        decide(casework::PullOrders{.unit = {unit},
                                    .worker = {"worker-of-" + unit},
                                    .max = 1,
                                    .only = item.id,
                                    .sign_at_once = true},
               at);
        return;
      }
      case Status::SignedFor:
        return work(item.id, at);
      case Status::Finished:
        decide(casework::PostCheckCase{.id = item.id, .by = kChecker, .passed = true, .note = {}},
               at);
        return;
      case Status::Replied:
        return call_back(item, at);
      case Status::Closed:
      case Status::Returned:
      case Status::Deferred:
        return;
    }
  }

  void classify(CaseId id, Timestamp at) {
    const auto pulled = std::get<casework::PullAnswer>(
        decide(casework::PullOrders{.unit = {std::string(casework::kTriageDesk)},
                                    .worker = kDesk,
                                    .max = 1,
                                    .only = id,
                                    .sign_at_once = false},
               at));
    if (pulled.grants.empty()) return;
    const auto& areas = city_.policy->book().areas;
    decide(casework::ClassifyCase{.id = id,
                                  .token = pulled.grants.front().token,
                                  .by = kDesk,
                                  .category = city_.policy->book().categories.front().code,
                                  .area = areas[chance_() % areas.size()].code},
           at);
  }

  // An alarm on the way may move the case on; then its token works no more and the next step finds
  // it elsewhere.
  void work(CaseId id, Timestamp at) {
    pass_until(at);
    const Case* found = engine_->state().find(id);
    if (found == nullptr || found->status != Status::SignedFor) return;
    const Case& item = *found;
    const WorkerName worker{engine_->state().symbols().name(item.worker)};
    if (!item.contacted) {
      decide(casework::RecordContact{item.id, item.token, worker, "已电话联系，约好上门"}, at);
    } else {
      decide(
          casework::FinishHandling{item.id, item.token, worker, Solved::Solved, "已到现场处理完毕"},
          at);
    }
  }

  void call_back(const Case& item, Timestamp at) {
    const CaseId id = item.id;
    std::vector<ComplaintId> complaints{item.first_complaint};
    for (const casework::Joined& each : item.dossier->joined) {
      if (!each.repeat) complaints.push_back(each.complaint);
    }
    for (const ComplaintId each : complaints) {
      decide(casework::CallBack{.id = id,
                                .by = kChecker,
                                .solved = Solved::Solved,
                                .satisfaction = Satisfaction::Satisfied,
                                .note = {},
                                .complaint = each,
                                .way = CallbackWay::SecretaryVisit},
             at);
    }
  }

  City& city_;
  ComplaintMaker maker_;
  std::mt19937_64 chance_;
  std::unique_ptr<journal::RocksJournal> journal_;
  std::unique_ptr<runtime::Engine> engine_;
  std::priority_queue<Step, std::vector<Step>, std::greater<>> next_steps_;
};

}  // namespace

void live_a_year(City& city, const std::filesystem::path& folder, std::uint64_t complaints) {
  const Stopwatch watch;
  Year year(city, folder);
  year.live(complaints);
  report("year.complaints", static_cast<double>(year.tallies().complaints));
  report("year.cases", static_cast<double>(year.tallies().cases));
  report("year.closed", static_cast<double>(year.tallies().closed));
  report("year.overdue", static_cast<double>(year.tallies().overdue));
  report("year.escalations", static_cast<double>(year.tallies().escalations));
  report("year.records", static_cast<double>(year.records()));
  report("year.seconds", watch.seconds());
}

}  // namespace whistle::bench
