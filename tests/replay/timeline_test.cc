#include "adapters/replay/timeline.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::replay::timeline_test {

class Order : public testing::Test {
 protected:
  void add(std::int64_t at_ms, const std::string& name) {
    timeline.add({at_ms, client::Line::Work, nullptr, [this, name] { done.push_back(name); }});
  }
  std::vector<std::string> play() {
    while (!timeline.empty()) timeline.take().run();
    return done;
  }

  Timeline timeline;
  std::vector<std::string> done;
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
  EXPECT_EQ(timeline.take().at_ms, 20);
  add(5, "late");
  const Action next = timeline.take();
  next.run();
  const Action late = timeline.take();
  late.run();
  EXPECT_EQ(late.at_ms, 20);
  EXPECT_EQ(done, (Names{"next", "late"}));
}

}  // namespace whistle::replay::timeline_test
