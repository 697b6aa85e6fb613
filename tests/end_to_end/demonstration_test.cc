#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>

#include "tests/end_to_end/engine_process.h"

namespace whistle::tests::demonstration_test {

std::string last_line_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string last;
  for (std::string line; std::getline(stream, line);) last = line;
  return last;
}

// The day in Changtai as `./run demo --json` plays it, as fast as it goes.
class Demonstration : public testing::Test {
 protected:
  Demonstration() : engine_("changtai") { engine_.start(0); }

  pid_t play(const std::string& output) {
    const std::filesystem::path source(SOURCE_DIR);
    return spawn(
        {WHISTLE_REPLAY, "--pack", source / "config/cities/changtai", "--seconds", "0", "--quiet",
         "--json", "--intake", engine_.endpoint("intake"), "--work", engine_.endpoint("work"),
         "--watch", engine_.endpoint("watch"), "--admin", engine_.endpoint("admin")},
        engine_.folder() / output);
  }

  // With sanitizers an engine takes seconds to compile its patterns.
  void wait_until_ready() {
    client::Client client(engine_.options());
    const auto welcome = client.hello();
    ASSERT_TRUE(welcome) << welcome.problem().message;
  }

  EngineProcess engine_;
};

TEST_F(Demonstration, EndsTheSameWhenTheEngineIsKilledInTheMiddle) {
  wait_until_ready();
  ASSERT_EQ(exit_code(play("calm")), 0);
  const std::string calm = last_line_of(engine_.folder() / "calm");
  ASSERT_NE(calm.find("\"lost\":0,\"duplicated\":0"), std::string::npos) << calm;
  EXPECT_EQ(engine_.stop(), 0);
  std::filesystem::remove_all(engine_.folder() / "journal");
  engine_.start(0);
  wait_until_ready();

  const pid_t player = play("stormy");
  for (const std::uint64_t enough : {20U, 90U, 170U}) {
    client::Client client(engine_.options());
    std::uint64_t complaints = 0;
    while (complaints < enough) {
      const auto status = client.status();
      ASSERT_TRUE(status) << status.problem().message;
      complaints = status->tallies().complaints();
    }
    engine_.kill();
    engine_.start(0);
  }

  ASSERT_EQ(exit_code(player), 0);
  EXPECT_EQ(last_line_of(engine_.folder() / "stormy"), calm);
  wait_until_ready();
  EXPECT_EQ(engine_.stop(), 0);
  EXPECT_EQ(engine_.verify(), 0);
}

}  // namespace whistle::tests::demonstration_test
