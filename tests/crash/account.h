#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace whistle::tests {

// Something a worker was told to have done: "finish" under this token.
struct Effect {
  std::string event;  // the fact that must be in the journal
  std::uint64_t case_id{};
  std::uint64_t token{};  // that was shown
};

// What the engine told the loads, however often it was killed meanwhile. None of it may be untrue
// in the end. Thread: any.
class Account {
 public:
  // A complaint goes out; its external id.
  std::string next_complaint();
  void accepted(const std::string& external_id, std::uint64_t complaint, const std::string& unit);
  void done(Effect effect);
  // Anything was sent or answered.
  void stirred();

  // More complaints may go out, so many in all.
  void allow(std::uint64_t complaints);
  bool may_send() const;

  // These throw std::runtime_error when nothing stirs for minutes.
  //
  // Waits until so much more was sent or answered. What happens in between is up to chance.
  void await_stirs(std::uint64_t more);
  // Waits until every complaint that may go out is answered.
  void await_answers();

  struct Sheet {
    std::uint64_t sent{};
    std::map<std::string, std::uint64_t> accepted;  // external id -> complaint
    std::uint64_t answered_twice{};                 // with different numbers
    std::vector<Effect> effects;
  };
  Sheet sheet() const;
  std::uint64_t accepted_count() const;
  // Where complaints have gone so far.
  std::vector<std::string> units() const;

 private:
  template <class Condition>
  void await(std::unique_lock<std::mutex>& lock, Condition condition);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t allowed_{};
  std::uint64_t stirs_{};
  std::set<std::string> units_;
  Sheet sheet_;
};

}  // namespace whistle::tests
