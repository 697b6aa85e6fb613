#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/policy/policy.h"
#include "tests/support/event_text.h"
#include "tests/support/invariants.h"
#include "tests/support/random_acts.h"
#include "tests/support/random_wishes.h"
#include "tests/support/recount.h"
#include "tests/support/rule_books.h"

// Long random stories: whatever is wished and however long it takes, the invariants hold, a refusal
// changes nothing, tokens only grow, and the same facts give the same state.
namespace whistle::casework::random_walk_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

constexpr int kSteps = 6000;

class Walk {
 public:
  explicit Walk(std::uint32_t seed)
      : policy_(book_of(rules(seed), "first")),
        other_(book_of(others(rules(seed)), "second")),
        wishes_(seed),
        acts_(seed) {}

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      now_ += wishes_.pause();
      // Alarms are told late at times: wishes overtake them.
      if (step % 3 != 0) wish(Tick{.max = step % 7 == 0 ? 1U : 64U});
      wish(wishes_.next(state_, now_));
      if (step % 2 == 0) wish(acts_.next(state_, now_));
      if (step % 400 == 200) adopt_the_other(static_cast<std::uint32_t>(step));
      if (testing::Test::HasFatalFailure()) FAIL() << "step " << step;
    }
  }

  // Time alone brings every alarm to an end.
  void run_out() {
    // Duties recur until somebody ends them.
    std::vector<DutyId> duties;
    for (const auto& [id, duty] : state_.registers().duties()) duties.push_back(id);
    for (const DutyId id : duties) {
      ASSERT_NO_FATAL_FAILURE(wish(EndDuty{.id = id, .by = {"lin"}, .reason = "the walk ends"}));
    }
    for (int turn = 0; state_.next_alarm() != kNever && turn < 100'000; ++turn) {
      now_ = std::max(now_, state_.next_alarm());
      ASSERT_NO_FATAL_FAILURE(wish(Tick{.max = 1024}));
    }
    EXPECT_EQ(state_.next_alarm(), kNever);
  }

  void expect_the_same_from_its_facts() const {
    State again;
    for (const Event& event : history_) again.apply(event);
    EXPECT_EQ(difference(state_, again), "");
    EXPECT_EQ(scores_difference(state_, history_), "");
  }

  void expect_to_have_been_everywhere() const {
    for (const Reason reason : {Reason::TokenSuperseded, Reason::WrongState, Reason::CaseClosed,
                                Reason::UnknownCase, Reason::UnknownUnit, Reason::MissingText}) {
      EXPECT_TRUE(refusals_.contains(reason)) << to_word(reason);
    }
  }

  const std::set<std::size_t>& kinds() const { return kinds_; }

 private:
  // Every other walk closes blue cases without asking anybody.
  static policy::RuleBook rules(std::uint32_t seed) {
    policy::RuleBook book = changtai_rules();
    book.settings.post_check.blue = seed % 2 == 0;
    book.settings.callback.blue = seed % 2 == 0;
    for (policy::Category& category : book.categories) category.major = "all";
    book.settings.storms.cases = 3;
    book.settings.storms.window = 240h;
    book.settings.storms.households_mass = 3;
    book.settings.escalation.copy_district = true;
    // Every other walk asks for receipts.
    book.settings.receipt = seed % 2 == 0 ? 5s : 0s;
    book.settings.attempts = {.timeouts_max = 1, .failures_max = 1, .undelivered_max = 1};
    book.settings.escalation.express_from = {Tier::Building, Tier::Compound, Tier::Community};
    book.rotas.push_back({.unit = {"waiwu"},
                          .from = std::chrono::local_days{std::chrono::days{20454}},
                          .days = 7,
                          .persons = {{"chair-a"}, {"chair-b"}},
                          .rule = {"rotas:waiwu"}});
    for (const Stage stage : {Stage::Milestone1, Stage::Milestone2}) {
      policy::LimitRule milestone;
      milestone.stage = stage;
      milestone.category = {"parking"};
      milestone.limit = limit_of(stage == Stage::Milestone1 ? "4wh" : "3wd");
      milestone.rule = {"milestones"};
      book.limits.push_back(milestone);
    }
    return seed % 3 == 0 ? with_requester_limits(std::move(book)) : book;
  }

  using Book = std::shared_ptr<const policy::Policy>;
  static Book book_of(policy::RuleBook book, std::string version) {
    book.version = std::move(version);
    return std::make_shared<const policy::Policy>(std::move(book));
  }
  // The same district with quicker promises and another way for what is composite.
  static policy::RuleBook others(policy::RuleBook book) {
    for (policy::LimitRule& rule : book.limits) {
      if (rule.limit && rule.limit->value > 1) rule.limit->value = rule.limit->value / 2;
    }
    std::erase_if(book.limits, [](const policy::LimitRule& rule) {
      return rule.stage == Stage::Contact && rule.severity == Severity::Blue;
    });
    book.catalogue.insert(book.catalogue.begin(), {.category = "parking",
                                                   .request_type = {},
                                                   .condition = {},
                                                   .area = {},
                                                   .tier = Tier::Street,
                                                   .unit = {},
                                                   .rule = {"parking_to_the_street"}});
    return book;
  }

  // Other rules come into force; at times all that runs moves with them, at times nothing.
  void adopt_the_other(std::uint32_t step) {
    wish(AdoptPolicy{.policy = other_,
                     .by = {"office"},
                     .reason = "a new year",
                     .stages = step % 800 == 200 ? ~std::uint32_t{} : 0,
                     .lines = step % 1200 == 200});
  }

  Context context() const { return {state_, *policy_, now_, before_.get()}; }

  void wish(const Command& command) {
    const Decision decision = decide(context(), command);
    const Decision again = decide(context(), command);
    ASSERT_EQ(decision.has_value(), again.has_value());
    if (!decision) {
      refusals_.insert(decision.error().reason);
      ASSERT_EQ(decision.error(), again.error());
      return;
    }
    ASSERT_EQ(*decision, *again) << "the same wish, decided twice";
    wishes_.note(decision->answer);
    for (const Event& event : decision->events) {
      expect_progress(event);
      state_.apply(event);
      history_.push_back(event);
      kinds_.insert(event.index());
    }
    state_.put_away(history_.size() % 5);
    ASSERT_EQ(broken_invariant(state_), "") << "after:\n" << to_text(decision->events);
    const auto* adopt = std::get_if<AdoptPolicy>(&command);
    if (adopt != nullptr && !decision->events.empty()) {
      before_ = policy_;
      std::swap(policy_, other_);
    }
  }

  // Tokens only grow; a case is filed once and struck off once.
  void expect_progress(const Event& event) {
    Token token;
    if (const auto* leased = std::get_if<OrderLeased>(&event)) token = leased->token;
    if (const auto* signature = std::get_if<OrderSigned>(&event)) token = signature->token;
    if (token) {
      EXPECT_GT(token, last_token_);
      last_token_ = token;
    }
    const bool about_score = std::holds_alternative<AppealFiled>(event) ||
                             std::holds_alternative<AppealReviewed>(event) ||
                             std::holds_alternative<CaseExempted>(event) ||
                             std::holds_alternative<AppealWindowEnded>(event);
    if (about_score || !case_of(event)) return;
    if (strikes_off(event)) {
      EXPECT_TRUE(gone_.insert(case_of(event)).second);
    } else {
      EXPECT_FALSE(gone_.contains(case_of(event)));
    }
  }

  Book policy_;  // in force
  Book other_;
  Book before_;
  RandomWishes wishes_;
  RandomActs acts_;
  State state_;
  Timestamp now_{shanghai("2026-03-09 09:00")};
  Token last_token_;
  std::vector<Event> history_;
  std::set<CaseId> gone_;
  std::set<std::size_t> kinds_;  // of facts, by their place in Event
  std::set<Reason> refusals_;
};

class RandomWalk : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RandomWalk, KeepsTheInvariants) {
  Walk walk(GetParam());
  ASSERT_NO_FATAL_FAILURE(walk.run());
  walk.expect_the_same_from_its_facts();
  walk.expect_to_have_been_everywhere();
  walk.run_out();
}

constexpr std::array kSeeds{1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U, 20260309U};
INSTANTIATE_TEST_SUITE_P(Seeds, RandomWalk, testing::ValuesIn(kSeeds));

// Each walk alone misses a rare one.
TEST(RandomWalks, MeetEveryKindOfFact) {
  std::set<std::size_t> kinds;
  for (const std::uint32_t seed : kSeeds) {
    Walk walk(seed);
    ASSERT_NO_FATAL_FAILURE(walk.run());
    kinds.insert(walk.kinds().begin(), walk.kinds().end());
  }
  for (std::size_t kind = 0; kind < std::variant_size_v<Event>; ++kind) {
    EXPECT_TRUE(kinds.contains(kind)) << "no fact of kind " << kind;
  }
}

}  // namespace whistle::casework::random_walk_test
