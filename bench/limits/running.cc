#include "bench/limits/running.h"

#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "bench/pipeline/rig.h"
#include "engine/config/settings.h"

namespace whistle::bench::limits {

Running::Running(City& city, Filling& filling, JumpingClock& clock, OnDurable on_durable)
    : city_(city),
      filling_(filling),
      clock_(clock),
      durable_complaint_(filling.engine().state().counters().last_complaint.value),
      durable_sequence_(filling.engine().last_sequence().value) {
  const config::EngineSettings::Limits limits;
  pipeline_ = std::make_unique<runtime::Pipeline>(runtime::Pipeline::Parts{
      .engine = filling.engine(),
      .journal = filling.journal(),
      .clock = clock,
      .driven = nullptr,
      .limits = {.waiting_max = limits.command_ring,
                 .group_records_max = limits.commands_per_group,
                 .ticks_per_turn = limits.ticks_per_turn},
      .on_durable =
          [this, seen = std::move(on_durable)](const std::shared_ptr<const journal::Group>& group) {
            durable_complaint_ = group->counters.last_complaint.value;
            seen(*group);
            durable_sequence_ = group->records.back().sequence.value;
          },
      .on_failure = [](const journal::Error& error) { give_up(error.message); }});
  pipeline_->start();
}

Running::~Running() { stop(); }

void Running::stop() { pipeline_->stop(); }

void Running::submit(Complaint complaint, Answer answer) {
  casework::SubmitComplaint wish;
  wish.looked_up_through = {durable_complaint_.load()};
  const auto prior = filling_.journal().receipt(complaint.source, complaint.external_id);
  if (!prior) give_up(prior.error().message);
  wish.prior = *prior;
  wish.findings = city_.triage->examine(complaint);
  wish.complaint = std::move(complaint);
  runtime::Request request{.command = std::move(wish), .driven_time = {}, .answer = {}};
  request.answer = std::move(answer);
  if (!pipeline_->offer(std::move(request), true)) give_up("the writer has ended");
}

void Running::wake() {
  pipeline_->look([](const runtime::Engine&) {});
}

bool Running::is_drained(Timestamp by) {
  std::promise<std::uint64_t> last;
  auto answer = last.get_future();
  pipeline_->look([&](const runtime::Engine& engine) {
    last.set_value(engine.next_alarm() > by ? engine.last_sequence().value : UINT64_MAX);
  });
  const std::uint64_t decided = answer.get();
  if (decided == UINT64_MAX) return false;
  while (durable_sequence_ < decided) std::this_thread::yield();
  return true;
}

bool Running::wait_until_drained(double seconds) {
  const Timestamp by = clock_.now();
  const Stopwatch watch;
  while (!is_drained(by)) {
    if (watch.seconds() > seconds) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

}  // namespace whistle::bench::limits
