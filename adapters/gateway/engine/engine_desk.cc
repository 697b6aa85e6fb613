#include "adapters/gateway/engine/engine_desk.h"

#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "adapters/client/client.h"

namespace whistle::gateway::engine {
namespace {

namespace asio = boost::asio;
using Bytes = client::Result<std::string>;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::uint32_t kRetryMs = 1000;
// Shorter than the usual patience, so that the client's own words come first.
constexpr std::uint32_t kGiveUpMs = 8000;
constexpr std::uint32_t kLookMs = 500;

client::Problem full() {
  return {.code = client::kResourceExhausted,
          .reason = "DESK_FULL",
          .message = "too many requests wait for the engine",
          .retry_after_ms = kRetryMs};
}

client::Problem away() {
  return {.code = client::kUnavailable,
          .reason = "ENGINE_AWAY",
          .message = "the engine does not answer; nothing was done",
          .retry_after_ms = kRetryMs};
}

client::Problem silent() {
  return {.code = client::kUnavailable,
          .reason = "NO_ANSWER",
          .message = "the engine did not answer in time; it may or may not have done it",
          .retry_after_ms = kRetryMs};
}

bool is_of_absence(const Bytes& answer) {
  return !answer &&
         (answer.problem().reason == "NO_ANSWER" || answer.problem().reason == "CANNOT_CONNECT");
}

// Who waits for an answer. The thread of the desk may come too late: the timer belongs to those who
// wait, and their executor may be gone with it.
struct Waiting {
  std::mutex mutex;
  std::optional<asio::steady_timer> timer;  // nothing: nobody waits any more
  std::optional<Bytes> answer;              // executor of who waits alone
};

class Patience {
 public:
  explicit Patience(const asio::any_io_executor& executor) { waiting_->timer.emplace(executor); }
  ~Patience() {
    const std::lock_guard lock(waiting_->mutex);
    waiting_->timer.reset();
  }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  const std::shared_ptr<Waiting>& waiting() const { return waiting_; }

 private:
  std::shared_ptr<Waiting> waiting_ = std::make_shared<Waiting>();
};

void tell(const asio::any_io_executor& executor, const std::shared_ptr<Waiting>& waiting,
          Bytes answer) {
  const std::lock_guard lock(waiting->mutex);
  if (!waiting->timer) return;
  asio::post(executor, [waiting, kept = std::move(answer)]() mutable {
    if (!waiting->timer) return;
    waiting->answer.emplace(std::move(kept));
    waiting->timer->cancel();
  });
}

}  // namespace

class EngineDesk::Inner {
 public:
  struct Question {
    client::Line line{};
    v1::Method method{};
    std::string body;
    Asking asking;
    Clock::time_point at;
    std::function<void(Bytes)> done;
  };

  Inner(client::Options options, std::size_t waiting_max)
      : options_(std::move(options)), waiting_max_(waiting_max), wake_(::eventfd(0, EFD_NONBLOCK)) {
    if (wake_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
    if (options_.give_up_after_ms == 0) options_.give_up_after_ms = kGiveUpMs;
    thread_ = std::thread([this] { serve(); });
  }

  ~Inner() { ::close(wake_); }

  void stop() {
    stopping_ = true;
    wake();
    thread_.join();
  }

  // Nothing: taken, `done` will be called on the thread of the desk.
  std::optional<client::Problem> take(Question question) {
    ++asked_;
    if (is_long_away(question.at, milliseconds(question.asking.patience_ms))) {
      ++unanswered_;
      return away();
    }
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return away();
      if (waiting_ >= waiting_max_) return full();
      ++waiting_;
      questions_.push_back(std::move(question));
    }
    wake();
    return std::nullopt;
  }

  // Asked then, and nothing heard since.
  void note_silence(Clock::time_point asked_at) {
    ++unanswered_;
    const auto at = asked_at.time_since_epoch().count();
    if (heard_at_.load() >= at) return;
    Clock::rep nobody = 0;
    away_since_.compare_exchange_strong(nobody, at);
  }

  Condition condition() const {
    return {away_since_.load() != 0, waiting_.load(), asked_.load(), unanswered_.load()};
  }

 private:
  bool is_long_away(Clock::time_point now, milliseconds patience) const {
    const Clock::rep since = away_since_.load();
    return since != 0 && now - Clock::time_point(Clock::duration(since)) > patience;
  }

  void wake() const {
    const std::uint64_t one = 1;
    // A full counter wakes as well.
    [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
  }

  void note_heard() {
    heard_at_ = Clock::now().time_since_epoch().count();
    if (away_since_.exchange(0) != 0) spdlog::info("the engine is there again");
  }

  void serve() {
    client::Client client(options_);
    client.wake_by(wake_);
    while (!stopping_) {
      std::uint64_t ignored = 0;
      [[maybe_unused]] const auto read = ::read(wake_, &ignored, sizeof ignored);
      for (Question& each : take_all()) ask(client, std::move(each));
      look_for_it(client);
      client.poll(kLookMs);
    }
    for (Question& each : take_all()) each.done(away());
  }

  std::vector<Question> take_all() {
    const std::lock_guard lock(mutex_);
    return std::exchange(questions_, {});
  }

  void ask(client::Client& client, Question question) {
    client.name_next(question.asking.idempotency_key);
    if (question.asking.acting_for) client.next_for(*question.asking.acting_for);
    client.send_bytes_of(question.line, question.method, std::move(question.body),
                         [this, at = question.at, done = std::move(question.done)](Bytes answer) {
                           --waiting_;
                           if (is_of_absence(answer)) {
                             note_silence(at);
                           } else {
                             note_heard();
                           }
                           done(std::move(answer));
                         });
    // A method without a key has left it for the next one.
    client.name_next({});
  }

  // While it is away nobody else asks.
  void look_for_it(client::Client& client) {
    if (away_since_.load() == 0 || looking_) return;
    looking_ = true;
    client.send_bytes_of(client::Line::Work, v1::METHOD_PING, {}, [this](const Bytes& answer) {
      looking_ = false;
      if (!is_of_absence(answer)) note_heard();
    });
  }

  client::Options options_;
  std::size_t waiting_max_;
  int wake_;
  std::mutex mutex_;
  std::vector<Question> questions_;
  std::atomic<bool> stopping_{};
  std::atomic<std::size_t> waiting_{};
  std::atomic<std::uint64_t> asked_{};
  std::atomic<std::uint64_t> unanswered_{};
  std::atomic<Clock::rep> heard_at_{};
  std::atomic<Clock::rep> away_since_{};  // 0: it is there, or nobody knows otherwise
  bool looking_{};
  std::thread thread_;
};

EngineDesk::EngineDesk(client::Options options, std::size_t waiting_max)
    : inner_(std::make_shared<Inner>(std::move(options), waiting_max)) {}

EngineDesk::~EngineDesk() { inner_->stop(); }

EngineDesk::Condition EngineDesk::condition() const { return inner_->condition(); }

asio::awaitable<Bytes> EngineDesk::ask_bytes(client::Line line, v1::Method method, std::string body,
                                             Asking asking) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  const auto inner = inner_;
  const Patience patience(executor);
  const auto& waiting = patience.waiting();
  const auto at = Clock::now();
  waiting->timer->expires_at(at + milliseconds(asking.patience_ms));
  Inner::Question question{line, method, std::move(body), std::move(asking), at, {}};
  question.done = [executor, waiting](Bytes answer) { tell(executor, waiting, std::move(answer)); };
  if (auto refused = inner->take(std::move(question))) co_return *std::move(refused);
  boost::system::error_code cancelled;
  co_await waiting->timer->async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  if (waiting->answer) co_return *std::move(waiting->answer);
  inner->note_silence(at);
  co_return silent();
}

}  // namespace whistle::gateway::engine
