#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/gateway/search/engine_source.h"
#include "adapters/gateway/search/follower.h"
#include "adapters/gateway/search/reader.h"
#include "tests/end_to_end/engine_process.h"

// The copy of a real engine.
namespace whistle::gateway::search::engine_test {

using namespace whistle::tests;  // NOLINT(google-build-using-namespace)

TEST(CopyOfAnEngine, HasWhatTheEngineHas) {
  EngineProcess engine("changtai");
  engine.start();
  client::Client client(engine.options());
  auto first =
      complaint("1", "锦鲤湾3号楼2单元楼道灯坏了好几天，我的电话13912345678，请尽快来修。");
  first.mutable_complaint()->set_requester("p-1");
  const auto lamp = client.submit(first);
  ASSERT_TRUE(lamp) << lamp.problem().message;
  const auto burst =
      client.submit(complaint("2", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，家里有老人，快来人！"));
  ASSERT_TRUE(burst) << burst.problem().message;
  EngineSource source(engine.options());
  Follower follower({.file = engine.folder() / "search.sqlite"}, source, [](const std::string&) {});
  const auto catch_up = [&] {
    const auto head = client.status()->head_sequence();
    while (source.head() < head || follower.behind() != 0U) follower.step(1'000);
  };
  catch_up();
  Reader reader(engine.folder() / "search.sqlite", std::chrono::seconds(60));
  const auto found = reader.cases({.text = "水管"});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->cases.size(), 1U);
  EXPECT_EQ(found->cases[0].case_id(), burst->case_id());
  EXPECT_EQ(reader.cases({.text = "13912345678"})->total, 0U) << "telephones are masked";
  EXPECT_EQ(reader.cases({.requester = "p-1"})->total, 1U);
  // An area above the compound finds what is in it.
  const auto everything = reader.cases({.areas = {lamp->area_code()}});
  EXPECT_EQ(everything->total, 2U);
  // Killed and started again, both go on.
  engine.kill();
  engine.start();
  const auto third = client.submit(complaint("3", "锦鲤湾5号楼电梯困人，快来！"));
  ASSERT_TRUE(third) << third.problem().message;
  catch_up();
  EXPECT_EQ(reader.cases({.text = "困人"})->total, 1U);
  EXPECT_GE(reader.updates({.complaints = {third->complaint_id()}})->total, 1U);
  EXPECT_EQ(engine.stop(), 0);
}

}  // namespace whistle::gateway::search::engine_test
