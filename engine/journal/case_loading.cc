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
  std::size_t stretch{};
  std::vector<casework::Case> cases;
  std::vector<std::string> names;  // that no case of the stretch had before, by their symbols
  std::optional<Error> problem;    // of the row after them
};

// The symbols of a stretch, in those of the state.
class Translation {
 public:
  explicit Translation(casework::State& to) : to_(to) {}

  // Requires: batches of a stretch come one after the other.
  void learn(const Loaded& loaded) {
    if (known_.empty() || loaded.stretch != stretch_) known_.assign(1, 0);
    stretch_ = loaded.stretch;
    for (const std::string& name : loaded.names) known_.push_back(to_.intern(name));
  }
  void translate(casework::Case& item) const {
    casework::each_symbol(item, [this](casework::Symbol& symbol) { symbol = known_[symbol]; });
  }

 private:
  casework::State& to_;
  std::size_t stretch_{};
  std::vector<casework::Symbol> known_;
};

// What the threads and who takes from them have in common.
class Loading {
 public:
  Loading(const RowStore::View& view, CaseId last, const LoadingTerms& terms)
      : view_(view), last_(last), batch_(terms.batch), ahead_max_(kAheadPerThread * terms.threads) {
    // Short ones: who reads the stretch after the one that is taken must get through it before
    // there is no more room, or the others stand still. Not too many, since each is sought.
    constexpr std::uint64_t kStretchesMax = 4096;
    const std::uint64_t ids =
        std::max<std::uint64_t>(last.value / kStretchesMax + 1, kBatchesPerStretch * terms.batch);
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
  static constexpr std::size_t kBatchesPerStretch = 8;
  static constexpr std::size_t kAheadPerThread = 2 * kBatchesPerStretch;

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
    casework::Symbols symbols;
    std::size_t told = symbols.size();
    std::vector<casework::Case> cases;
    const auto hand_over_all = [&](std::optional<Error> problem) {
      Loaded loaded{.stretch = index,
                    .cases = std::exchange(cases, {}),
                    .names = {},
                    .problem = std::move(problem)};
      for (; told < symbols.size(); ++told) {
        loaded.names.push_back(symbols.name(static_cast<casework::Symbol>(told)));
      }
      return hand_over(std::move(loaded));
    };
    for (cursor->seek(stretches_[index].from); cursor->valid(); cursor->next()) {
      auto item = read_row(*cursor, symbols);
      if (!item) {
        static_cast<void>(hand_over_all(item.error()));
        return;
      }
      cases.push_back(*std::move(item));
      if (cases.size() == batch_ && !hand_over_all(std::nullopt)) return;
    }
    const auto ended = cursor->end();
    static_cast<void>(hand_over_all(ended ? std::nullopt : std::optional<Error>(ended.error())));
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
  bool hand_over(Loaded loaded) {
    std::unique_lock lock(mutex_);
    const std::size_t index = loaded.stretch;
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
  constexpr std::size_t kBatch = 512;
  const std::size_t cores = std::thread::hardware_concurrency();
  return {.threads = std::clamp<std::size_t>(cores, 1, kThreadsMax), .batch = kBatch};
}

Outcome<Done, Error> load_cases(const RowStore::View& view, casework::State& state,
                                const std::function<void(std::uint64_t)>& progress,
                                const LoadingTerms& terms) {
  constexpr std::uint64_t kCasesPerProgress = 65536;
  std::uint64_t cases = 0;
  Translation translation(state);
  Loading loading(view, state.counters().last_case, terms);
  while (auto loaded = loading.next()) {
    translation.learn(*loaded);
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
