#include "bench/limits/filling.h"

#include <chrono>
#include <string>
#include <utility>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/rig.h"

namespace whistle::bench::limits {
namespace {

constexpr std::size_t kRecordsPerGroup = 4096;
constexpr std::uint32_t kCasesPerTick = 1024;

}  // namespace

Filling::Filling(City& city, const std::filesystem::path& folder, Look look)
    : city_(city), look_(std::move(look)) {
  auto opened = journal::RocksJournal::open(folder);
  if (!opened) give_up(opened.error().message);
  journal_ = *std::move(opened);
  if (journal_->head().sequence) give_up(folder.string() + " has a journal already");
  engine_ = std::make_unique<runtime::Engine>(*city.policy, casework::State{}, journal_->head());
}

Filling::~Filling() { finish(); }

casework::Receipt Filling::submit(Complaint complaint, Timestamp at) {
  Shared<triage::Findings> findings = city_.triage->examine(complaint);
  return submit(std::move(complaint), std::move(findings), at);
}

casework::Receipt Filling::submit(Complaint complaint, Shared<triage::Findings> findings,
                                  Timestamp at) {
  // Nothing was there before, so a look-up could find nothing.
  casework::SubmitComplaint wish{.complaint = std::move(complaint),
                                 .findings = std::move(findings),
                                 .prior = {},
                                 .looked_up_through = engine_->state().counters().last_complaint};
  auto reply = engine_->decide(std::move(wish), at);
  if (!reply.result) give_up("a complaint was refused: " + reply.result.error().detail);
  if (engine_->forming() >= kRecordsPerGroup) hand_over();
  return std::get<casework::Receipt>(*std::move(reply.result));
}

void Filling::pass_until(Timestamp at) {
  while (engine_->next_alarm() <= at) {
    engine_->tick(at, kCasesPerTick);
    hand_over();
  }
}

void Filling::hand_over() {
  if (engine_->forming() == 0) return;
  auto group = std::make_shared<journal::Group>(engine_->take_group());
  if (look_) look_(*group);
  if (writing_.valid()) writing_.get();
  writing_ = std::async(std::launch::async, [this, group = std::move(group)] {
    const auto written = journal_->append(*group);
    if (!written) give_up(written.error().message);
  });
}

void Filling::finish() {
  hand_over();
  if (writing_.valid()) writing_.get();
}

void fill_open_cases(City& city, const std::filesystem::path& folder, std::uint64_t open_cases) {
  Filling filling(city, folder);
  ComplaintMaker maker(*city.policy, "fill");
  // Some minutes from now, so that none of them is due while something is measured; the engine's
  // time stands still until then, and only alarms would see that.
  constexpr std::chrono::minutes kAhead{10};
  const Timestamp at = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()) + kAhead;
  Progress progress("filling with " + std::to_string(open_cases) + " open cases", open_cases);
  while (filling.engine().state().open_cases() < open_cases) {
    filling.submit(maker.next(at), at);
    progress.at(filling.engine().state().open_cases());
  }
  filling.finish();
}

}  // namespace whistle::bench::limits
