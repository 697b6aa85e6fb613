#include "adapters/gateway/people/password_desk.h"

#include <sodium.h>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace whistle::gateway::people {

namespace asio = boost::asio;

PasswordDesk::PasswordDesk(std::size_t waiting_max, Check check)
    : waiting_max_(waiting_max), check_(std::move(check)), thread_([this] { work(); }) {}

PasswordDesk::~PasswordDesk() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

asio::awaitable<std::optional<bool>> PasswordDesk::is_right(std::string password,
                                                            std::string hash) {
  auto begin = [this, &password, &hash](auto handler) {
    auto executor = asio::get_associated_executor(handler);
    // The loop must not end while somebody waits here.
    using Guard = asio::executor_work_guard<decltype(executor)>;
    struct Asker {
      decltype(handler) resume;
      Guard guard;
    };
    auto asker = std::make_shared<Asker>(Asker{std::move(handler), Guard(executor)});
    // It goes back whole: what the desk's thread kept of it could outlive the loop.
    auto answer = [asker = std::move(asker), executor](std::optional<bool> right) mutable {
      asio::post(executor, [asker = std::move(asker), right] { std::move(asker->resume)(right); });
    };
    if (!queue({std::move(password), std::move(hash), answer})) answer(std::nullopt);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::optional<bool>)>(
      std::move(begin), asio::use_awaitable);
}

bool PasswordDesk::queue(Wish wish) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_max_) return false;
    waiting_.push_back(std::move(wish));
  }
  changed_.notify_one();
  return true;
}

void PasswordDesk::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return;
    Wish wish = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const bool right = check_(wish.password, wish.hash);
    sodium_memzero(wish.password.data(), wish.password.size());
    wish.answer(right);
    // Nothing of the asker stays with this thread.
    wish = {};
    lock.lock();
  }
}

}  // namespace whistle::gateway::people
