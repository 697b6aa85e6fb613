#include "adapters/gateway/stream/hub.h"

#include <algorithm>
#include <utility>

namespace whistle::gateway::stream {

Hub::Hub(client::Options options, std::shared_ptr<client::Context> context, const Limits& limits,
         boost::asio::any_io_executor readers)
    : options_(std::move(options)),
      context_(context ? std::move(context) : client::make_context()),
      limits_(limits),
      readers_(std::move(readers)) {}

Hub::~Hub() {
  for (Worker& worker : workers_) worker.strand->stop();
  for (Worker& worker : workers_) worker.thread.join();
}

Hub::Hold Hub::share(const std::string& name, const client::Selection& selection,
                     std::optional<std::uint64_t> from) {
  auto& known = shared_[name];
  auto strand = known.lock();
  if (strand && !strand->state().problem) return strand;
  Hold hold = start(
      std::make_shared<Strand>(Strand::Kind::Shared, selection, from, limits_.strand, readers_));
  if (hold) {
    shared_[name] = hold;
  } else {
    shared_.erase(name);
  }
  return hold;
}

Hub::Hold Hub::make_own(const client::Selection& selection) {
  return start(std::make_shared<Strand>(Strand::Kind::Own, selection, std::nullopt, limits_.strand,
                                        readers_));
}

Hub::Hold Hub::start(std::shared_ptr<Strand> strand) {
  bury();
  if (workers_.size() >= limits_.watches) return nullptr;
  auto ended = std::make_shared<std::atomic<bool>>(false);
  std::thread thread([strand, ended, options = options_, context = context_] {
    strand->work(options, context);
    *ended = true;
  });
  workers_.push_back({strand, ended, std::move(thread)});
  // The hub itself keeps the strand for as long as its thread runs, so what readers hold is
  // counted apart.
  Strand* held = strand.get();
  return {held, [strand = std::move(strand)](Strand* left) mutable {
            left->stop();
            strand.reset();
          }};
}

void Hub::bury() {
  for (Worker& worker : workers_) {
    if (*worker.ended) worker.thread.join();
  }
  std::erase_if(workers_, [](const Worker& worker) { return !worker.thread.joinable(); });
  std::erase_if(shared_, [](const auto& entry) { return entry.second.expired(); });
}

std::size_t Hub::watches() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(workers_, [](const Worker& worker) { return !*worker.ended; }));
}

}  // namespace whistle::gateway::stream
