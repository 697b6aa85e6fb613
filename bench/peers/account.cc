#include "bench/peers/account.h"

#include <charconv>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {
namespace {

constexpr std::size_t kDigits = 9;

[[noreturn]] void complain(std::string_view key, const char* what) {
  throw PeerError(std::string(key) + " " + what);
}

}  // namespace

std::string Account::submit() {
  const std::string number = std::to_string(stages_.size());
  stages_.push_back(Stage::Submitted);
  std::string key = prefix_;
  if (number.size() < kDigits) key.append(kDigits - number.size(), '0');
  return key + number;
}

std::size_t Account::number_of(std::string_view key) const {
  std::size_t number = 0;
  if (!key.starts_with(prefix_)) complain(key, "was handed out, which nobody submitted");
  const char* end = key.data() + key.size();
  const auto read = std::from_chars(key.data() + prefix_.size(), end, number);
  if (read.ec != std::errc{} || read.ptr != end || number >= stages_.size()) {
    complain(key, "was handed out, which nobody submitted");
  }
  return number;
}

void Account::move(std::string_view key, Stage from, Stage to) {
  Stage& stage = stages_[number_of(key)];
  if (stage != from) complain(key, to == Stage::Pulled ? "was handed out twice" : "was not leased");
  stage = to;
}

void Account::pulled(std::string_view key) { move(key, Stage::Submitted, Stage::Pulled); }

void Account::finished(std::string_view key) {
  move(key, Stage::Pulled, Stage::Finished);
  ++finished_;
}

void Account::close() const {
  if (finished_ == stages_.size()) return;
  throw PeerError(std::to_string(stages_.size() - finished_) + " complaints were lost");
}

}  // namespace whistle::bench::peers
