#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/limits.h"
#include "engine/casework/reports/plan.h"
#include "tests/support/event_text.h"
#include "tests/support/invariants.h"
#include "tests/support/scenario.h"

// Another rule book comes into force while cases run: what moves, what stays, what is refused.
namespace whistle::casework::adopting_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
constexpr CaseId kSecond{2};
const Report kParking{.category = "parking"};
const Report kRedBurst{.category = "burst", .severity = Severity::Red};
constexpr std::uint32_t kResolve = 1U << static_cast<unsigned>(Stage::Resolve);

using Book = std::shared_ptr<const policy::Policy>;

Book book_of(policy::RuleBook rules, std::string version) {
  rules.version = std::move(version);
  return std::make_shared<const policy::Policy>(std::move(rules));
}
// The shipped rules with three working days instead of five to resolve what is blue.
policy::RuleBook quicker() {
  policy::RuleBook book = changtai_rules();
  for (policy::LimitRule& rule : book.limits) {
    if (rule.stage == Stage::Resolve && rule.severity == Severity::Blue) {
      rule.limit = limit_of("3wd");
    }
  }
  return book;
}
// Parking is for the street.
policy::RuleBook parking_to_the_street() {
  policy::RuleBook book = changtai_rules();
  book.catalogue.insert(book.catalogue.begin(), {.category = "parking",
                                                 .request_type = {},
                                                 .condition = {},
                                                 .area = {},
                                                 .tier = Tier::Street,
                                                 .unit = {},
                                                 .rule = {"parking_to_the_street"}});
  return book;
}

// What an engine does: decides by the book in force, which an adoption replaces.
class District {
 public:
  District() : book_(book_of(changtai_rules(), "old")) {}

  District& at(Timestamp now) {
    now_ = now;
    return *this;
  }
  District& submit(const Report& report) { return wish(complaint_of(report, ++serial_, now_)); }
  District& wish(const Command& command) {
    const Decision decision = decide(context(), command);
    refusal_ = decision ? std::nullopt : std::optional(decision.error());
    if (!decision) return *this;
    apply(decision->events);
    const auto* adopt = std::get_if<AdoptPolicy>(&command);
    if (adopt != nullptr && !decision->events.empty())
      before_ = std::exchange(book_, adopt->policy);
    return *this;
  }
  District& adopt(Book book, std::uint32_t stages = 0, bool lines = false) {
    return wish(AdoptPolicy{.policy = std::move(book),
                            .by = {"office"},
                            .reason = "a new year",
                            .stages = stages,
                            .lines = lines});
  }
  // One turn of what is due now.
  District& tick() { return wish(Tick{1024}); }

  Plan plan_of(const Book& book) const { return plan(state_, *book_, *book, now_); }
  Timestamp due(CaseId id, Stage stage = Stage::Resolve) const {
    const CaseClock* clock = state_.find(id)->clock(stage);
    return clock != nullptr ? clock->alarms.due : kNever;
  }
  std::string unit(CaseId id) const { return state_.symbols().name(state_.find(id)->unit); }
  const State& state() const { return state_; }
  const std::vector<Event>& events() const { return events_; }  // of the last wish
  const std::optional<Refusal>& refusal() const { return refusal_; }
  const Adoption* adoption() const { return state_.registers().adoption(); }

 private:
  Context context() const { return {state_, *book_, now_, before_.get()}; }
  void apply(const std::vector<Event>& events) {
    for (const Event& event : events) state_.apply(event);
    events_ = events;
  }

  Book book_;
  Book before_;
  State state_;
  Timestamp now_{kMorning};
  std::uint64_t serial_{};
  std::vector<Event> events_;
  std::optional<Refusal> refusal_;
};

template <class Fact>
std::vector<Fact> facts_of(const std::vector<Event>& events) {
  std::vector<Fact> found;
  for (const Event& event : events) {
    if (const auto* fact = std::get_if<Fact>(&event)) found.push_back(*fact);
  }
  return found;
}

TEST(Adopting, SaysWhichBookByWhomAndWhy) {
  District district;
  district.submit(kParking).at(kMorning + 1h).adopt(book_of(quicker(), "new"));
  const auto facts = facts_of<PolicyAdopted>(district.events());
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].id, AdoptionId{1});
  EXPECT_EQ(facts[0].version, "new");
  EXPECT_EQ(facts[0].before, "old");
  EXPECT_EQ(facts[0].by, WorkerName{"office"});
  EXPECT_EQ(facts[0].reason, "a new year");
  EXPECT_EQ(facts[0].since, kMorning + 1h);
  ASSERT_NE(district.adoption(), nullptr);
  EXPECT_EQ(district.adoption()->version, "new");
}

TEST(Adopting, LeavesWhatRunsAsItWasPromised) {
  District district;
  district.submit(kParking).submit(kRedBurst);
  const Case first = *district.state().find(kFirst);
  const Case second = *district.state().find(kSecond);
  district.adopt(book_of(quicker(), "new")).tick().at(kMorning + 1min).tick();
  EXPECT_EQ(district.state().find(kFirst)->clocks, first.clocks);
  EXPECT_EQ(district.state().find(kSecond)->clocks, second.clocks);
  EXPECT_FALSE(district.adoption()->spreading);
  EXPECT_TRUE(facts_of<CasesMigrated>(district.events()).empty());
}

TEST(Adopting, DecidesByTheNewBookFromThenOn) {
  District district;
  district.submit(kParking).adopt(book_of(quicker(), "new")).submit(kParking);
  EXPECT_EQ(district.due(kFirst), shanghai("2026-03-16 09:00"));
  EXPECT_EQ(district.due(kSecond), shanghai("2026-03-12 09:00"));
}

TEST(Migrating, MovesExactlyWhatThePlanNamed) {
  District district;
  district.submit(kParking).submit(kRedBurst).submit(kParking).at(kMorning + 1min);
  const Book book = book_of(quicker(), "new");
  const Plan planned = district.plan_of(book);
  ASSERT_EQ(planned.moves.size(), 2U);
  district.adopt(book, kResolve).tick();
  std::vector<PlannedMove> moved;
  for (const ClockStarted& fact : facts_of<ClockStarted>(district.events())) {
    moved.push_back({fact.id, fact.stage, shanghai("2026-03-16 09:00"), fact.alarms.due,
                     RuleName{fact.rule.value.substr(std::string("migrated ").size())}});
  }
  EXPECT_EQ(moved, planned.moves);
  EXPECT_EQ(
      facts_of<CasesMigrated>(district.events()),
      (std::vector<CasesMigrated>{{.id = {1}, .through = {3}, .moved = 2, .finished = true}}));
  EXPECT_EQ(district.adoption()->moved, 2U);
  EXPECT_FALSE(district.adoption()->spreading);
}

TEST(Migrating, MovesNoStageThatWasNotNamed) {
  District district;
  district.submit(kParking);
  district.adopt(book_of(quicker(), "new"), 1U << static_cast<unsigned>(Stage::Sign)).tick();
  EXPECT_EQ(district.due(kFirst), shanghai("2026-03-16 09:00"));
  EXPECT_EQ(district.adoption()->moved, 0U);
}

TEST(Migrating, ByTheRuleThatSaysSo) {
  District district;
  district.submit(kParking).adopt(book_of(quicker(), "new"), kResolve).tick();
  const auto facts = facts_of<ClockStarted>(district.events());
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0].rule.value, "migrated limits:resolve:blue");
}

TEST(Migrating, EndsAPromiseThatTheNewBookDoesNotMake) {
  policy::RuleBook rules = changtai_rules();
  std::erase_if(rules.limits,
                [](const policy::LimitRule& rule) { return rule.stage == Stage::Resolve; });
  District district;
  district.submit(kParking).adopt(book_of(std::move(rules), "new"), kResolve).tick();
  EXPECT_EQ(facts_of<ClockDropped>(district.events()),
            (std::vector<ClockDropped>{{.id = kFirst, .stage = Stage::Resolve}}));
}

TEST(Migrating, SendsWhatWaitsToTheLineOfTheNewBook) {
  District district;
  district.submit(kParking).submit(kParking).submit(kRedBurst);
  district.wish(PullOrders{
      .unit = {"waiwu"}, .worker = {"chen"}, .max = 1, .only = kSecond, .sign_at_once = true});
  const Book book = book_of(parking_to_the_street(), "new");
  const Plan planned = district.plan_of(book);
  ASSERT_EQ(planned.routes.size(), 1U);
  district.adopt(book, 0, true).tick();
  EXPECT_EQ(district.unit(kFirst), "wuan");
  // In somebody's hands already: it stays there.
  EXPECT_EQ(district.unit(kSecond), "waiwu");
  const auto sent = facts_of<OrderDispatched>(district.events());
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].id, kFirst);
  EXPECT_EQ(sent[0].rule.value, "migrated parking_to_the_street");
  EXPECT_EQ(broken_invariant(district.state()), "");
}

TEST(Migrating, LeavesWhatIsBrokenAlready) {
  District district;
  district.submit(kParking).at(shanghai("2026-03-17 09:00")).tick();
  ASSERT_TRUE(district.state().find(kFirst)->clock(Stage::Resolve)->overdue);
  const Timestamp due = district.due(kFirst);
  district.adopt(book_of(quicker(), "new"), kResolve).tick();
  EXPECT_EQ(district.due(kFirst), due);
}

TEST(Migrating, ManyCasesTakesSeveralTurns) {
  District district;
  const auto cases = static_cast<std::uint32_t>(kRecountedMax) + 1;
  for (std::uint32_t i = 0; i < cases; ++i) district.submit(kParking);
  district.adopt(book_of(quicker(), "new"), kResolve).tick();
  EXPECT_TRUE(district.adoption()->spreading);
  EXPECT_EQ(district.adoption()->moved, kRecountedMax);
  // Nobody changes the rules again meanwhile.
  district.adopt(book_of(changtai_rules(), "newer"));
  ASSERT_TRUE(district.refusal());
  EXPECT_EQ(district.refusal()->reason, Reason::WrongState);
  district.tick();
  EXPECT_FALSE(district.adoption()->spreading);
  EXPECT_EQ(district.adoption()->moved, cases);
  EXPECT_EQ(district.due(CaseId{cases}), shanghai("2026-03-12 09:00"));
}

TEST(Adopting, TheBookInForceChangesNothing) {
  District district;
  district.adopt(book_of(changtai_rules(), "old"));
  EXPECT_FALSE(district.refusal());
  EXPECT_TRUE(district.events().empty());
}

TEST(Adopting, AnotherBookThanTheOnePlannedAgainstIsRefused) {
  District district;
  district.wish(AdoptPolicy{.policy = book_of(quicker(), "new"),
                            .expected = "older",
                            .by = {"office"},
                            .reason = "a new year"});
  ASSERT_TRUE(district.refusal());
  EXPECT_EQ(district.refusal()->reason, Reason::WrongState);
  EXPECT_EQ(district.refusal()->detail,
            "the rule book in force is old, not older; plan the change anew");
}

TEST(Adopting, ABookWithoutWhatOpenCasesNeedIsRefused) {
  policy::RuleBook rules = quicker();
  std::erase_if(rules.units, [](const policy::Unit& unit) { return unit.code.value == "waiwu"; });
  District district;
  district.submit(kParking).submit(kParking).adopt(book_of(std::move(rules), "new"));
  ASSERT_TRUE(district.refusal());
  EXPECT_EQ(district.refusal()->reason, Reason::WrongState);
  EXPECT_NE(district.refusal()->detail.find("unit waiwu (2)"), std::string::npos)
      << district.refusal()->detail;
  EXPECT_EQ(district.adoption(), nullptr);
}

TEST(Adopting, ABookWithoutAUnitThatNobodyNeedsIsTaken) {
  policy::RuleBook rules = quicker();
  std::erase_if(rules.units, [](const policy::Unit& unit) { return unit.code.value == "jinli"; });
  District district;
  district.submit(kParking).adopt(book_of(std::move(rules), "new"));
  EXPECT_FALSE(district.refusal());
}

TEST(Adopting, NeedsANameAndAReason) {
  District district;
  district.wish(AdoptPolicy{.policy = book_of(quicker(), "new"), .reason = "a new year"});
  ASSERT_TRUE(district.refusal());
  EXPECT_EQ(district.refusal()->reason, Reason::MissingIdentity);
  district.wish(AdoptPolicy{.policy = book_of(quicker(), "new"), .by = {"office"}});
  ASSERT_TRUE(district.refusal());
  EXPECT_EQ(district.refusal()->reason, Reason::MissingReason);
}

}  // namespace whistle::casework::adopting_test
