#include "bench/pipeline/rig.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "engine/core/check.h"

namespace whistle::bench {

Timestamp WednesdayClock::now() const {
  constexpr auto kNineInChangtai =
      std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + std::chrono::hours{1};  // UTC
  const auto since = Steady::now() - started_;
  return kNineInChangtai + std::chrono::duration_cast<Milliseconds>(since);
}

void give_up(const std::string& message) {
  std::fprintf(stderr, "\n%s\n", message.c_str());
  std::_Exit(1);
}

Rig::Rig(City& city, const std::filesystem::path& folder) : city_(city) {
  auto opened = journal::RocksJournal::open(folder);
  if (!opened) give_up(opened.error().message);
  journal_ = *std::move(opened);
  casework::State state;
  const auto recovered = journal_->recover(state, {});
  if (!recovered) give_up(recovered.error().message);
  durable_complaint_ = state.counters().last_complaint.value;
  engine_ = std::make_unique<runtime::Engine>(*city.policy, std::move(state), journal_->head());
  pipeline_ = std::make_unique<runtime::Pipeline>(runtime::Pipeline::Parts{
      .engine = *engine_,
      .journal = *journal_,
      .clock = clock_,
      .driven = nullptr,
      .limits = {},
      .on_durable =
          [this](const std::shared_ptr<const journal::Group>& group) {
            durable_complaint_ = group->counters.last_complaint.value;
            ++groups_;
            records_ += group->records.size();
          },
      .on_failure = [](const journal::Error& error) { give_up(error.message); }});
  pipeline_->start();
}

Rig::~Rig() { stop(); }

void Rig::stop() { pipeline_->stop(); }

void Rig::submit(Complaint complaint, Answer answer) {
  casework::SubmitComplaint command;
  // Read before the look-up: what becomes durable in between, the runtime remembers.
  command.looked_up_through = {durable_complaint_.load()};
  const auto prior = journal_->receipt(complaint.source, complaint.external_id);
  if (!prior) give_up(prior.error().message);
  command.prior = *prior;
  command.findings = city_.triage->examine(complaint);
  command.complaint = std::move(complaint);
  offer(std::move(command), std::move(answer));
}

void Rig::submit(Complaint complaint, Shared<triage::Findings> findings, Answer answer) {
  offer(casework::SubmitComplaint{.complaint = std::move(complaint),
                                  .findings = std::move(findings),
                                  .prior = {},
                                  .looked_up_through = {durable_complaint_.load()}},
        std::move(answer));
}

void Rig::offer(casework::Command command, Answer answer) {
  runtime::Request request{.command = std::move(command), .driven_time = {}, .answer = {}};
  request.answer = std::move(answer);
  // Windows are far below what may wait, and nobody offers once stopped.
  WHISTLE_CHECK(pipeline_->offer(std::move(request), true));
}

}  // namespace whistle::bench
