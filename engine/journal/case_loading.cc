#include "engine/journal/case_loading.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/journal/corrupt.h"
#include "engine/journal/keys.h"
#include "engine/journal/row_codec.h"

namespace whistle::journal {
namespace {

// Cases of neighbouring keys, in their order.
struct Loaded {
  std::vector<casework::Case> cases;
  casework::Symbols symbols;     // what the cases mean by their symbols
  std::optional<Error> problem;  // of the row after them
};

// The symbols of another table, in those of the state.
class Translation {
 public:
  Translation(const casework::Symbols& from, casework::State& to)
      : from_(from), to_(to), known_(from.size()) {}

  void translate(casework::Case& item) {
    casework::each_symbol(item, [this](casework::Symbol& symbol) {
      casework::Symbol& known = known_[symbol];
      if (known == 0) known = to_.intern(from_.name(symbol));
      symbol = known;
    });
  }

 private:
  const casework::Symbols& from_;
  casework::State& to_;
  std::vector<casework::Symbol> known_;
};

// What the threads and who takes from them have in common.
class Loading {
 public:
  Loading(const RowStore::View& view, CaseId last, const LoadingTerms& terms)
      : view_(view), last_(last), batch_(terms.batch), ahead_max_(kAheadPerThread * terms.threads) {
    // More stretches than threads, since cases lie closer together the newer they are.
    constexpr std::uint64_t kStretchesPerThread = 16;
    const std::uint64_t count = kStretchesPerThread * terms.threads;
    const std::uint64_t ids = std::max<std::uint64_t>(last.value / count + 1, terms.batch);
    stretches_.emplace_back();
    for (std::uint64_t first = 0; last.value - first >= ids;) {
      first += ids;
      stretches_.emplace_back().from = as_bytes(key_of(CaseId{first}));
    }
    // The last one goes on to the end, to find rows that must not be there.
    for (std::size_t i = 0; i < terms.threads; ++i) threads_.emplace_back([this] { read_all(); });
  }
  Loading(const Loading&) = delete;
  Loading& operator=(const Loading&) = delete;
  ~Loading() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    room_.notify_all();
  }

  // The next cases by key; nothing at the end.
  std::optional<Loaded> next() {
    std::unique_lock lock(mutex_);
    while (taking_ < stretches_.size()) {
      Stretch& stretch = stretches_[taking_];
      loaded_.wait(lock, [&] { return stretch.is_read || !stretch.ready.empty(); });
      room_.notify_all();
      if (stretch.ready.empty()) {
        ++taking_;
        continue;
      }
      Loaded loaded = std::move(stretch.ready.front());
      stretch.ready.pop_front();
      --ahead_;
      return loaded;
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kAheadPerThread = 4;

  // Of the keys, up to the next one.
  struct Stretch {
    std::string from;
    std::deque<Loaded> ready;
    bool is_read{};
  };

  void read_all() {
    for (;;) {
      std::size_t index = 0;
      {
        const std::lock_guard lock(mutex_);
        if (stopping_ || reading_ == stretches_.size()) return;
        index = reading_++;
      }
      read(index);
      const std::lock_guard lock(mutex_);
      stretches_[index].is_read = true;
      loaded_.notify_one();
    }
  }

  void read(std::size_t index) {
    const bool is_last = index + 1 == stretches_.size();
    const auto cursor =
        view_.cursor(Table::Cases, is_last ? std::string{} : stretches_[index + 1].from);
    Loaded loaded;
    for (cursor->seek(stretches_[index].from); cursor->valid(); cursor->next()) {
      auto item = read_row(*cursor, loaded.symbols);
      if (!item) {
        loaded.problem = item.error();
        static_cast<void>(hand_over(index, std::move(loaded)));
        return;
      }
      loaded.cases.push_back(*std::move(item));
      if (loaded.cases.size() < batch_) continue;
      if (!hand_over(index, std::exchange(loaded, Loaded{}))) return;
    }
    const auto ended = cursor->end();
    if (!ended) loaded.problem = ended.error();
    static_cast<void>(hand_over(index, std::move(loaded)));
  }

  Outcome<casework::Case, Error> read_row(const RowStore::Cursor& cursor,
                                          casework::Symbols& symbols) const {
    auto item = decode_case(cursor.value(), symbols);
    if (!item) return item;
    if (number_at(cursor.key(), 0) != item->id.value || item->id > last_) {
      return corrupt(fmt::format("case {} stands under the key of another", item->id.value));
    }
    return item;
  }

  // Waits until there is room. Returns false when nobody wants more.
  bool hand_over(std::size_t index, Loaded loaded) {
    std::unique_lock lock(mutex_);
    Stretch& stretch = stretches_[index];
    // Whose turn it is never waits for those that are ahead.
    room_.wait(lock, [&] {
      return stopping_ ||
             (index == taking_ ? stretch.ready.size() < kAheadPerThread : ahead_ < ahead_max_);
    });
    if (stopping_) return false;
    stretch.ready.push_back(std::move(loaded));
    ++ahead_;
    loaded_.notify_one();
    return true;
  }

  const RowStore::View& view_;
  const CaseId last_;
  const std::size_t batch_;
  const std::size_t ahead_max_;

  std::mutex mutex_;
  std::condition_variable loaded_;
  std::condition_variable room_;
  std::deque<Stretch> stretches_;
  std::size_t reading_{};  // the next stretch that nobody reads yet
  std::size_t taking_{};   // the stretch that is taken from
  std::size_t ahead_{};    // how many are ready in all
  bool stopping_{};
  // Last, so that they end before what they use.
  std::vector<std::jthread> threads_;
};

}  // namespace

LoadingTerms LoadingTerms::of_machine() {
  constexpr std::size_t kThreadsMax = 8;
  constexpr std::size_t kBatch = 2048;
  const std::size_t cores = std::thread::hardware_concurrency();
  return {.threads = std::clamp<std::size_t>(cores, 1, kThreadsMax), .batch = kBatch};
}

Outcome<Done, Error> load_cases(const RowStore::View& view, casework::State& state,
                                const std::function<void(std::uint64_t)>& progress,
                                const LoadingTerms& terms) {
  constexpr std::uint64_t kCasesPerProgress = 65536;
  std::uint64_t cases = 0;
  Loading loading(view, state.counters().last_case, terms);
  while (auto loaded = loading.next()) {
    Translation translation(loaded->symbols, state);
    for (casework::Case& item : loaded->cases) {
      translation.translate(item);
      state.restore(std::move(item));
      if (++cases % kCasesPerProgress == 0 && progress) progress(cases);
    }
    if (loaded->problem) return Failure{*std::move(loaded->problem)};
  }
  state.end_restoring();
  return Done{};
}

}  // namespace whistle::journal
