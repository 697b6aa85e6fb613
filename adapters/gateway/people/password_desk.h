#pragma once

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace whistle::gateway::people {

// Looks whether a password is right, one after the other, on a thread of its own: argon2id takes
// its time and memory, and must take neither from whoever is served meanwhile.
class PasswordDesk {
 public:
  using Check = std::function<bool(const std::string& password, const std::string& hash)>;

  // At most `waiting_max` wait; `check` runs on the desk's thread.
  PasswordDesk(std::size_t waiting_max, Check check);
  ~PasswordDesk();
  PasswordDesk(const PasswordDesk&) = delete;
  PasswordDesk& operator=(const PasswordDesk&) = delete;

  // Nothing, at once, when too many wait. Resumes on the caller's executor.
  boost::asio::awaitable<std::optional<bool>> is_right(std::string password, std::string hash);

 private:
  struct Wish {
    std::string password;
    std::string hash;
    std::function<void(std::optional<bool>)> answer;
  };

  // False when too many wait.
  bool queue(Wish wish);
  void work();

  std::size_t waiting_max_;
  Check check_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Wish> waiting_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace whistle::gateway::people
