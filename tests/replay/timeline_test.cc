#include "adapters/replay/timeline.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::replay {
namespace {

class Order : public testing::Test {
 protected:
  void add(std::int64_t at_ms, const std::string& name) {
    timeline_.add({at_ms, client::Line::Work, nullptr, [this, name] { done_.push_back(name); }});
  }
  std::vector<std::string> play() {
    while (!timeline_.empty()) timeline_.take().run();
    return done_;
  }

  Timeline timeline_;
  std::vector<std::string> done_;
};
using Names = std::vector<std::string>;

TEST_F(Order, IsByTime) {
  add(30, "c");
  add(10, "a");
  add(20, "b");
  EXPECT_EQ(play(), (Names{"a", "b", "c"}));
}

TEST_F(Order, IsByAdditionAtTheSameTime) {
  add(10, "first");
  add(10, "second");
  add(9, "before");
  add(10, "third");
  EXPECT_EQ(play(), (Names{"before", "first", "second", "third"}));
}

TEST_F(Order, PutsWhatLiesInThePastToNow) {
  add(20, "now");
  add(20, "next");
  EXPECT_EQ(timeline_.take().at_ms, 20);
  add(5, "late");
  const Action next = timeline_.take();
  next.run();
  const Action late = timeline_.take();
  late.run();
  EXPECT_EQ(late.at_ms, 20);
  EXPECT_EQ(done_, (Names{"next", "late"}));
}

}  // namespace
}  // namespace whistle::replay
