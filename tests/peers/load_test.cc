#include "bench/peers/load.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <set>
#include <utility>

namespace whistle::bench::peers::load_test {

// A queue in memory that can be told to misbehave.
class Queue final : public Peer {
 public:
  bool loses{};        // the third complaint
  bool gives_twice{};  // the third complaint
  bool takes_again{};  // a key that it has had
  bool keeps{};        // something that was finished
  bool gives_half{};   // of what is asked for
  std::size_t steps_max{};

  std::unique_ptr<Session> connect(std::size_t clients, Listener& listener) override {
    steps_max = clients;
    return std::make_unique<At>(*this, listener);
  }

 private:
  class At final : public Session {
   public:
    At(Queue& queue, Listener& listener) : queue_(&queue), listener_(&listener) {}

    void submit(std::size_t client, std::span<const Message> messages) override {
      for (const Message& message : messages) queue_->take_in(message);
      later_.push_back([=, this] { listener_->on_submitted(client); });
    }
    void pull(std::size_t client, std::size_t max) override {
      later_.push_back([=, this] { listener_->on_pulled(client, queue_->give_out(max)); });
    }
    void finish(std::size_t client, std::span<const Grant> grants) override {
      queue_->held_ -= grants.size();
      later_.push_back([=, this] { listener_->on_finished(client); });
    }
    void poll() override {
      EXPECT_LE(later_.size(), queue_->steps_max) << "a client has more than one step on its way";
      for (const auto& answer : std::exchange(later_, {})) answer();
    }
    bool is_empty() override {
      return !queue_->keeps && queue_->waiting_.empty() && queue_->held_ == 0;
    }

   private:
    Queue* queue_;
    Listener* listener_;
    std::vector<std::function<void()>> later_;
  };

  void take_in(const Message& message) {
    constexpr std::size_t kThird = 3;
    if (!known_.insert(message.key).second && !takes_again) return;
    const bool is_third = known_.size() == kThird;
    if (loses && is_third) return;
    if (gives_twice && is_third) waiting_.push_back(message.key);
    waiting_.push_back(message.key);
  }
  std::vector<Grant> give_out(std::size_t max) {
    std::vector<Grant> grants;
    const std::size_t most = gives_half && max > 1 ? max / 2 : max;
    for (; grants.size() < most && !waiting_.empty(); waiting_.pop_front(), ++held_) {
      grants.push_back({waiting_.front(), "handle"});
    }
    return grants;
  }

  std::set<std::string> known_;
  std::deque<std::string> waiting_;
  std::size_t held_{};
};

const std::vector<std::string> kTexts{"楼道灯坏了", "井盖松动"};
// Each client lives through one lifecycle, then the time is over.
constexpr Extent kOnce{0, 0};

TEST(Load, EndsWhatItBegan) {
  Queue queue;
  Load load("hotline", kTexts, {4, 5}, kOnce);
  EXPECT_NO_THROW(load.run(queue));
}

TEST(Load, CountsNoLifecycleThatEndsBehindTheTime) {
  Queue queue;
  constexpr Extent kWarmUpOnly{0, 1e-9};
  EXPECT_EQ(Load("hotline", kTexts, {4, 5}, kWarmUpOnly).run(queue), 0);
}

TEST(Load, AsksAgainForTheRest) {
  Queue queue;
  queue.gives_half = true;
  EXPECT_NO_THROW(Load("hotline", kTexts, {2, 7}, kOnce).run(queue));
}

TEST(Load, NoticesWhatIsLost) {
  Queue queue;
  queue.loses = true;
  constexpr Extent kImpatient{0, 0, 0};
  EXPECT_THROW(Load("hotline", kTexts, {4, 5}, kImpatient).run(queue), PeerError);
}

TEST(Load, NoticesWhatIsHandedOutTwice) {
  Queue queue;
  queue.gives_twice = true;
  EXPECT_THROW(Load("hotline", kTexts, {4, 5}, kOnce).run(queue), PeerError);
}

TEST(Load, NoticesWhatIsLeft) {
  Queue queue;
  queue.keeps = true;
  EXPECT_THROW(Load("hotline", kTexts, {4, 5}, kOnce).run(queue), PeerError);
}

TEST(Load, NoticesWhetherAKeyIsTakenAgain) {
  Queue good;
  EXPECT_TRUE(Load("hotline", kTexts, {1, 1}, kOnce).deduplicates(good));
  Queue bad;
  bad.takes_again = true;
  EXPECT_FALSE(Load("hotline", kTexts, {1, 1}, kOnce).deduplicates(bad));
}

}  // namespace whistle::bench::peers::load_test
