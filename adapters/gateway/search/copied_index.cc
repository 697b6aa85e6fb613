#include "adapters/gateway/search/copied_index.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <exception>
#include <utility>

namespace whistle::gateway::search {
namespace asio = boost::asio;

CopiedIndex::CopiedIndex(Settings settings, std::unique_ptr<Source> source, Say say)
    : settings_(std::move(settings)),
      source_(std::move(source)),
      follower_(settings_.follower, *source_, std::move(say)),
      readers_(settings_.readers) {}

CopiedIndex::~CopiedIndex() {
  thread_ = {};
  readers_.join();
}

void CopiedIndex::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { follow(stop); });
}

void CopiedIndex::follow(const std::stop_token& stop) {
  constexpr std::uint32_t kWaitMs = 200;
  std::mutex mutex;
  std::condition_variable_any woken;
  while (!stop.stop_requested()) {
    if (follower_.step(kWaitMs)) continue;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, stop, std::chrono::seconds(1), [] { return false; });
  }
}

CopiedIndex::Opened CopiedIndex::borrow() {
  const std::uint64_t generation = follower_.generation();
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(free_, [&](const Opened& one) { return one.generation != generation; });
    if (!free_.empty()) {
      Opened opened = std::move(free_.back());
      free_.pop_back();
      return opened;
    }
  }
  return {std::make_unique<Reader>(settings_.follower.file, settings_.patience), generation};
}

namespace {

client::Problem away() {
  return {.code = client::kUnavailable,
          .reason = "COPY_AWAY",
          .message = "the copy is being made",
          .retry_after_ms = 1000};
}

}  // namespace

template <class Answer, class Ask>
client::Result<Answer> CopiedIndex::read(Ask& ask) {
  if (!follower_.is_ready()) return away();
  try {
    Opened opened = borrow();
    client::Result<Answer> answer = ask(*opened.reader);
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(opened));
    return answer;
  } catch (const Failed& failed) {
    if (failed.is_broken()) follower_.suspect();
    return away();
  }
}

template <class Answer, class Ask>
asio::awaitable<client::Result<Answer>> CopiedIndex::on_a_reader(Ask ask) {
  if (waiting_.fetch_add(1) >= settings_.waiting_max) {
    --waiting_;
    co_return client::Problem{.code = client::kResourceExhausted,
                              .reason = "SEARCH_BUSY",
                              .message = "too many searches at once",
                              .retry_after_ms = 500};
  }
  // A result has no empty form, which the way between threads asks for.
  auto reading = [this, &ask]() -> asio::awaitable<std::optional<client::Result<Answer>>> {
    std::optional<client::Result<Answer>> answer(this->template read<Answer>(ask));
    --waiting_;
    co_return answer;
  };
  auto answer = co_await asio::co_spawn(readers_, std::move(reading), asio::use_awaitable);
  co_return *std::move(answer);
}

asio::awaitable<client::Result<Cases>> CopiedIndex::cases(Wish wish) {
  return on_a_reader<Cases>(
      [wish = std::move(wish)](Reader& reader) { return reader.cases(wish); });
}

asio::awaitable<client::Result<Complaints>> CopiedIndex::complaints(ComplaintWish wish) {
  return on_a_reader<Complaints>(
      [wish = std::move(wish)](Reader& reader) { return reader.complaints(wish); });
}

asio::awaitable<client::Result<Updates>> CopiedIndex::updates(UpdateWish wish) {
  return on_a_reader<Updates>(
      [wish = std::move(wish)](Reader& reader) { return reader.updates(wish); });
}

asio::awaitable<client::Result<std::vector<Load>>> CopiedIndex::loads(
    std::int64_t now_ms, std::vector<std::uint64_t> within_areas) {
  return on_a_reader<std::vector<Load>>([now_ms, areas = std::move(within_areas)](Reader& reader) {
    return reader.loads(now_ms, areas);
  });
}

}  // namespace whistle::gateway::search
