#include "adapters/gateway/people/password_desk.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <thread>
#include <vector>

#include "tests/gateway/support/call.h"

namespace whistle::gateway::people::password_desk_test {

namespace asio = boost::asio;

TEST(PasswordDesk, AnswersOnTheThreadThatAsked) {
  std::thread::id checked_on;
  PasswordDesk desk(4, [&](const std::string& password, const std::string& hash) {
    checked_on = std::this_thread::get_id();
    return password == hash;
  });
  EXPECT_EQ(support::run(desk.is_right("a", "a")), std::optional<bool>(true));
  EXPECT_EQ(support::run(desk.is_right("a", "b")), std::optional<bool>(false));
  EXPECT_NE(checked_on, std::this_thread::get_id());
}

TEST(PasswordDesk, SendsAwayWhoComesToACrowd) {
  std::promise<void> go;
  const auto gate = go.get_future().share();
  std::promise<void> begun;
  bool is_first = true;
  asio::io_context context;
  PasswordDesk desk(2, [&](const std::string&, const std::string&) {
    if (std::exchange(is_first, false)) begun.set_value();
    gate.wait();
    return true;
  });
  int right = 0;
  int away = 0;
  const auto ask = [&] {
    asio::co_spawn(context, desk.is_right("a", "a"),
                   [&](const std::exception_ptr&, std::optional<bool> answer) {
                     (answer ? right : away) += 1;
                   });
    context.poll();
  };
  // Given one that is looked at, and two that wait.
  ask();
  begun.get_future().wait();
  ask();
  ask();
  EXPECT_EQ(away, 0);
  // When others come, then they are told at once.
  for (int i = 0; i < 100; ++i) ask();
  context.poll();
  EXPECT_EQ(away, 100);
  EXPECT_EQ(right, 0);
  go.set_value();
  context.run();
  EXPECT_EQ(right, 3);
}

}  // namespace whistle::gateway::people::password_desk_test
