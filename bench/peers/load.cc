#include "bench/peers/load.h"

#include <iterator>
#include <utility>

#include "bench/peers/interrupt.h"

namespace whistle::bench::peers {

Load::Load(std::string source, std::span<const std::string> texts, Shape shape, Extent extent)
    : texts_(texts),
      shape_(shape),
      extent_(extent),
      clients_(shape.clients),
      account_(std::move(source)) {}

double Load::run(Peer& peer) {
  const auto session = peer.connect(shape_.clients, *this);
  session_ = session.get();
  watch_ = Stopwatch();
  for (std::size_t client = 0; client < clients_.size(); ++client) start_next(client);
  poll_until_idle();
  account_.close();
  if (!session->is_empty()) throw PeerError("something is left that was finished");
  return static_cast<double>(counted_) / extent_.seconds;
}

bool Load::deduplicates(Peer& peer) {
  const auto session = peer.connect(1, *this);
  session_ = session.get();
  only_once_ = true;
  start_next(0);
  poll_until_idle();
  ++busy_;
  session->submit(0, clients_[0].messages);
  poll_until_idle();
  return session->is_empty();
}

void Load::poll_until_idle() {
  Stopwatch silence;
  std::size_t seen = steps_;
  while (busy_ > 0) {
    check_interrupt();
    session_->poll();
    if (steps_ != seen) silence = Stopwatch();
    seen = steps_;
    if (silence.seconds() > extent_.patience_seconds) throw PeerError("nothing comes any more");
  }
}

void Load::start_next(std::size_t client) {
  Client& next = clients_[client];
  next.messages.clear();
  for (std::size_t i = 0; i < shape_.batch; ++i) {
    const std::string& text = texts_[account_.submitted() % texts_.size()];
    next.messages.push_back({account_.submit(), text});
  }
  ++busy_;
  session_->submit(client, next.messages);
}

void Load::on_submitted(std::size_t client) {
  ++steps_;
  clients_[client].grants.clear();
  if (only_once_ && account_.finished() > 0) {
    --busy_;
    return;
  }
  session_->pull(client, shape_.batch);
}

void Load::on_pulled(std::size_t client, std::vector<Grant> grants) {
  if (!grants.empty()) ++steps_;
  for (const Grant& grant : grants) account_.pulled(grant.key);
  std::vector<Grant>& held = clients_[client].grants;
  std::move(grants.begin(), grants.end(), std::back_inserter(held));
  if (held.size() < shape_.batch) return session_->pull(client, shape_.batch - held.size());
  session_->finish(client, held);
}

void Load::on_finished(std::size_t client) {
  ++steps_;
  const double ended = now();
  const bool runs = ended < extent_.warm_up_seconds + extent_.seconds;
  for (const Grant& grant : clients_[client].grants) account_.finished(grant.key);
  if (runs && ended >= extent_.warm_up_seconds) counted_ += clients_[client].grants.size();
  --busy_;
  if (runs && !only_once_) start_next(client);
}

}  // namespace whistle::bench::peers
