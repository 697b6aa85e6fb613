#include "engine/service/unsent.h"

namespace whistle::service {

std::unique_ptr<Unsent::Share> Unsent::add(const Peer& peer, std::size_t bytes) {
  forget_who_has_all();
  auto& sum = sums_[peer];
  if (sum == nullptr) sum = std::make_shared<std::atomic<std::size_t>>(0);
  const std::size_t waiting = sum->load();
  if (waiting > 0 && waiting + bytes > bytes_max_) return nullptr;
  return std::make_unique<Share>(sum, bytes);
}

// Connections come and go, and nobody says which are gone for good.
void Unsent::forget_who_has_all() {
  if (sums_.size() < look_again_at_) return;
  std::erase_if(sums_, [](const auto& each) { return each.second->load() == 0; });
  look_again_at_ = kFewConnections + 2 * sums_.size();
}

}  // namespace whistle::service
