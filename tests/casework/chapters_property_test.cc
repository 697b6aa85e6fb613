#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/policy/policy.h"
#include "tests/support/invariants.h"
#include "tests/support/random_acts.h"
#include "tests/support/random_wishes.h"
#include "tests/support/recount.h"
#include "tests/support/rule_books.h"

// One property for each chapter: whatever the order of its wishes among those of the straight way,
// a case is in exactly one place, tokens only grow, a case that is struck off was answered, and
// both state and scoreboard follow from the facts alone.
namespace whistle::casework::chapters_property_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

// The place of a wish in Command.
template <class Wish, std::size_t kIndex = 0>
constexpr std::size_t place_of() {
  if constexpr (std::is_same_v<std::variant_alternative_t<kIndex, Command>, Wish>) {
    return kIndex;
  } else {
    return place_of<Wish, kIndex + 1>();
  }
}

class Play {
 public:
  explicit Play(std::uint32_t seed) : wishes_(seed), acts_(seed) {}

  void run(std::size_t first, std::size_t last) {
    constexpr int kSteps = 150;
    for (int step = 0; step < kSteps; ++step) {
      now_ += wishes_.pause();
      if (step % 3 != 0) wish(Tick{.max = 64});
      wish(wishes_.next(state_, now_));
      wish(acts_.next(state_, now_, first, last));
    }
    State again;
    for (const Event& event : history_) again.apply(event);
    RC_ASSERT(difference(state_, again) == std::string());
    RC_ASSERT(scores_difference(state_, history_) == std::string());
  }

 private:
  void wish(const Command& command) {
    const Decision decision = decide({state_, policy_, now_}, command);
    if (!decision) return;
    wishes_.note(decision->answer);
    for (const Event& event : decision->events) {
      look_at(event);
      state_.apply(event);
      history_.push_back(event);
    }
    state_.put_away(history_.size() % 3);
    RC_ASSERT(broken_invariant(state_) == std::string());
  }

  void look_at(const Event& event) {
    Token token;
    if (const auto* leased = std::get_if<OrderLeased>(&event)) token = leased->token;
    if (const auto* signature = std::get_if<OrderSigned>(&event)) token = signature->token;
    if (token) {
      RC_ASSERT(token > last_token_);
      last_token_ = token;
    }
    if (const auto* replied = std::get_if<RequesterReplied>(&event)) answered_.insert(replied->id);
    if (const auto* gone = std::get_if<CaseStruckOff>(&event)) {
      RC_ASSERT(answered_.contains(gone->id));
    }
  }

  policy::Policy policy_{changtai_rules()};
  RandomWishes wishes_;
  RandomActs acts_;
  State state_;
  Timestamp now_{shanghai("2026-03-09 09:00")};
  Token last_token_;
  std::set<CaseId> answered_;
  std::vector<Event> history_;
};

template <class First, class Last>
bool holds() {
  return rc::check([](std::uint32_t seed) { Play(seed).run(place_of<First>(), place_of<Last>()); });
}

TEST(ChapterProperty, Disposing) { EXPECT_TRUE((holds<DisposeCase, LinkProposal>())); }
TEST(ChapterProperty, Unmerging) { EXPECT_TRUE((holds<UnmergeComplaint, MergeCases>())); }
TEST(ChapterProperty, Assisting) { EXPECT_TRUE((holds<OrderAssist, ExcuseAssist>())); }
TEST(ChapterProperty, Returning) { EXPECT_TRUE((holds<ReturnOrder, TakeExpressLane>())); }
TEST(ChapterProperty, Evidence) { EXPECT_TRUE((holds<AddEvidence, AddEvidence>())); }
TEST(ChapterProperty, Pausing) { EXPECT_TRUE((holds<SuspendCase, ReviewDeferral>())); }
TEST(ChapterProperty, Panels) { EXPECT_TRUE((holds<ConvenePanel, ConcludePanel>())); }
TEST(ChapterProperty, Supervising) { EXPECT_TRUE((holds<RemindCase, AcknowledgeEscalation>())); }
TEST(ChapterProperty, Finishing) { EXPECT_TRUE((holds<NoteUnreachable, NoteUnreachable>())); }
TEST(ChapterProperty, Appeals) { EXPECT_TRUE((holds<FileAppeal, ReviewAppeal>())); }
TEST(ChapterProperty, Whistles) { EXPECT_TRUE((holds<BlowWhistle, RateWhistle>())); }
TEST(ChapterProperty, Modes) { EXPECT_TRUE((holds<ChangeMode, ChangeMode>())); }
TEST(ChapterProperty, Duties) { EXPECT_TRUE((holds<AssignDuty, EndDuty>())); }
TEST(ChapterProperty, Lists) { EXPECT_TRUE((holds<ListWish, RateUnit>())); }

}  // namespace whistle::casework::chapters_property_test
