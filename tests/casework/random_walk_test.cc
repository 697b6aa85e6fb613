#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "engine/policy/policy.h"
#include "tests/support/event_text.h"
#include "tests/support/invariants.h"
#include "tests/support/random_wishes.h"
#include "tests/support/rule_books.h"

// Long random stories: whatever is wished and however long it takes, the invariants hold, a refusal
// changes nothing, tokens only grow, and the same facts give the same state.
namespace whistle::casework {
namespace {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr int kSteps = 6000;

struct Seen {
  std::set<std::size_t> kinds;  // of facts, by their place in Event
  std::set<Reason> refusals;
  std::size_t events{};
};

class RandomWalk : public testing::TestWithParam<std::uint32_t> {
 protected:
  RandomWalk() : policy_(rules()), wishes_(GetParam()) {}

  // Every other walk closes blue cases without asking anybody.
  static policy::RuleBook rules() {
    policy::RuleBook book = changtai_rules();
    book.settings.post_check.blue = GetParam() % 2 == 0;
    book.settings.callback.blue = GetParam() % 2 == 0;
    return book;
  }

  void wish(const Command& command) {
    const Decision decision = decide({state_, policy_, now_}, command);
    const Decision again = decide({state_, policy_, now_}, command);
    ASSERT_EQ(decision.has_value(), again.has_value());
    if (!decision) {
      seen_.refusals.insert(decision.error().reason);
      ASSERT_EQ(decision.error(), again.error());
      return;
    }
    ASSERT_EQ(*decision, *again) << "the same wish, decided twice";
    wishes_.note(decision->answer);
    for (const Event& event : decision->events) {
      watch_tokens(event);
      state_.apply(event);
      history_.push_back(event);
      seen_.kinds.insert(event.index());
    }
    ASSERT_EQ(broken_invariant(state_), "") << "after:\n" << to_text(decision->events);
    expect_rest(decision->events);
  }

  void watch_tokens(const Event& event) {
    Token token;
    if (const auto* leased = std::get_if<OrderLeased>(&event)) token = leased->token;
    if (const auto* signature = std::get_if<OrderSigned>(&event)) token = signature->token;
    if (!token) return;
    EXPECT_GT(token, last_token_);
    last_token_ = token;
  }

  // A card never goes down; nothing happens to a case after it is struck off.
  void expect_rest(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (const auto* card = std::get_if<CardIssued>(&event)) {
        const Case* item = state_.find(card->id);
        EXPECT_TRUE(item == nullptr || item->card >= card->card);
      }
    }
  }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      now_ += wishes_.pause();
      // Alarms are told late at times: wishes overtake them.
      if (step % 3 != 0) wish(Tick{.max = step % 7 == 0 ? 1U : 64U});
      wish(wishes_.next(state_, now_));
      if (HasFatalFailure()) FAIL() << "seed " << GetParam() << ", step " << step;
    }
  }

  policy::Policy policy_;
  RandomWishes wishes_;
  State state_;
  Timestamp now_{shanghai("2026-03-09 09:00")};
  Token last_token_;
  std::vector<Event> history_;
  Seen seen_;
};

TEST_P(RandomWalk, KeepsTheInvariants) {
  ASSERT_NO_FATAL_FAILURE(run());

  State again;
  for (const Event& event : history_) again.apply(event);
  EXPECT_EQ(difference(state_, again), "");

  // Time alone brings every alarm to an end.
  for (int turn = 0; state_.next_alarm() != kNever && turn < 100'000; ++turn) {
    now_ = std::max(now_, state_.next_alarm());
    ASSERT_NO_FATAL_FAILURE(wish(Tick{.max = 1024}));
  }
  EXPECT_EQ(state_.next_alarm(), kNever);

  // The walk has been everywhere.
  for (std::size_t kind = 0; kind < std::variant_size_v<Event>; ++kind) {
    EXPECT_TRUE(seen_.kinds.contains(kind)) << "no fact of kind " << kind << " in the walk";
  }
  EXPECT_TRUE(seen_.refusals.contains(Reason::TokenSuperseded));
  EXPECT_TRUE(seen_.refusals.contains(Reason::WrongState));
  EXPECT_TRUE(seen_.refusals.contains(Reason::CaseClosed));
  EXPECT_TRUE(seen_.refusals.contains(Reason::UnknownCase));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomWalk, testing::Values(1U, 2U, 3U, 4U, 5U, 20260309U));

}  // namespace
}  // namespace whistle::casework
