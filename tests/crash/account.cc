#include "tests/crash/account.h"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace whistle::tests {

std::string Account::next_complaint() {
  const std::lock_guard lock(mutex_);
  return std::to_string(++sheet_.sent);
}

void Account::accepted(const std::string& external_id, std::uint64_t complaint,
                       const std::string& unit) {
  {
    const std::lock_guard lock(mutex_);
    const auto [first, is_new] = sheet_.accepted.try_emplace(external_id, complaint);
    if (!is_new && first->second != complaint) ++sheet_.answered_twice;
    if (!unit.empty()) units_.insert(unit);
    ++stirs_;
  }
  changed_.notify_all();
}

void Account::done(Effect effect) {
  const std::lock_guard lock(mutex_);
  sheet_.effects.push_back(std::move(effect));
}

void Account::stirred() {
  {
    const std::lock_guard lock(mutex_);
    ++stirs_;
  }
  changed_.notify_all();
}

void Account::allow(std::uint64_t complaints) {
  const std::lock_guard lock(mutex_);
  allowed_ = complaints;
}

bool Account::may_send() const {
  const std::lock_guard lock(mutex_);
  return sheet_.sent < allowed_;
}

template <class Condition>
void Account::await(std::unique_lock<std::mutex>& lock, Condition condition) {
  constexpr std::chrono::seconds kPatience{600};
  if (!changed_.wait_for(lock, kPatience, condition)) {
    throw std::runtime_error("the engine is silent");
  }
}

void Account::await_stirs(std::uint64_t more) {
  std::unique_lock lock(mutex_);
  const std::uint64_t until = stirs_ + more;
  await(lock, [&] { return stirs_ >= until; });
}

void Account::await_answers() {
  std::unique_lock lock(mutex_);
  await(lock, [&] { return sheet_.accepted.size() >= allowed_; });
}

Account::Sheet Account::sheet() const {
  const std::lock_guard lock(mutex_);
  return sheet_;
}

std::uint64_t Account::accepted_count() const {
  const std::lock_guard lock(mutex_);
  return sheet_.accepted.size();
}

std::vector<std::string> Account::units() const {
  const std::lock_guard lock(mutex_);
  return {units_.begin(), units_.end()};
}

}  // namespace whistle::tests
