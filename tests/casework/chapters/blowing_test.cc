#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>
#include <string>

#include "tests/casework/chapters/whistle_words.h"

// Who may blow which whistle, whom it names, and what they owe by when.
namespace whistle::casework::blowing_test {

using namespace std::chrono_literals;
using namespace support;        // NOLINT(google-build-using-namespace): the words of the stories
using namespace whistle_words;  // NOLINT(google-build-using-namespace): and of these

TEST(Whistle, IsBlownByThoseWhomTheTableNames) {
  const std::map<std::string, std::set<WhistleKind>> permitted{
      {"banyan-1", {}},
      {"banyan", {WhistleKind::Emergency}},
      {"waiwu", {WhistleKind::Routine, WhistleKind::Express}},
      {"wuan",
       {WhistleKind::Routine, WhistleKind::Campaign, WhistleKind::Emergency,
        WhistleKind::Enforcement, WhistleKind::Express}},
      {"water", {}},
      {"centre",
       {WhistleKind::Routine, WhistleKind::Campaign, WhistleKind::Emergency,
        WhistleKind::Enforcement, WhistleKind::Express}}};
  for (const auto& [unit, kinds] : permitted) {
    for (const auto& kind : kSpellings<WhistleKind>) {
      SCOPED_TRACE(unit + " blows " + std::string(kind.word));
      Scenario story(changtai_rules());
      story.when(call(kind.value, {{"urban"}}, unit));
      if (kinds.contains(kind.value)) {
        story.then_told(NumberAnswer{.id = 1, .token = {}});
      } else {
        story.then_refused(Reason::NotPermitted);
      }
    }
  }
}

TEST(Whistle, RefusedSaysWhichKindsAreAllowed) {
  const Scenario story(changtai_rules());
  EXPECT_EQ(detail_of(story, call(WhistleKind::Campaign, {{"urban"}}, "waiwu")),
            "waiwu may blow these kinds: routine, express");
  EXPECT_EQ(detail_of(story, call(WhistleKind::Routine, {{"urban"}}, "water")),
            "water may blow these kinds: none");
}

TEST(Whistle, OfAKindWithoutARuleIsNotPermitted) {
  policy::RuleBook book = changtai_rules();
  std::erase_if(book.whistles, [](const auto& rule) { return rule.kind == WhistleKind::Express; });
  Scenario story(std::move(book));
  EXPECT_EQ(detail_of(story, call(WhistleKind::Express, {{"urban"}}, "waiwu")),
            "waiwu may blow these kinds: routine");
  story.when(call(WhistleKind::Express)).then_refused(Reason::NotPermitted);
}

TEST(Whistle, SaysWhatIsOwedByWhen) {
  BlowWhistle wish = call(WhistleKind::Routine);
  wish.lead = {"urban"};
  Scenario(changtai_rules())
      .submit({.category = "parking"})
      .when([&] {
        wish.cases = {CaseId{1}};
        return wish;
      }())
      .then({WhistleBlown{.id = kFirst,
                          .kind = WhistleKind::Routine,
                          .whistler = {"wuan"},
                          .by = {"secretary"},
                          .cases = {CaseId{1}},
                          .area = kWuan,
                          .lead = {"urban"},
                          .invited = {{"water"}, {"urban"}},
                          .task = "clear the fire lane",
                          .blown = kMorning,
                          .acknowledge_by = shanghai("2026-03-09 11:00"),
                          .arrive_by = kNever,
                          .plan_by = shanghai("2026-03-10 09:00"),
                          .finish_by = shanghai("2026-03-23 09:00"),
                          .hold = false,
                          .rule = {"whistles:routine"}}})
      .then_told(NumberAnswer{.id = 1, .token = {}})
      .when(wish)
      .then_told(NumberAnswer{.id = 2, .token = {}});
}

TEST(Whistle, OfAnEmergencyHoldsAndIsLedByTheFirstInvited) {
  Scenario story(changtai_rules());
  BlowWhistle wish = call(WhistleKind::Emergency);
  wish.area = kBanyan;
  story.at(shanghai("2026-03-09 23:50")).when(wish);
  const WhistleBlown blown = story.facts<WhistleBlown>().at(0);
  EXPECT_EQ(blown.lead.value, "water");
  EXPECT_EQ(blown.area, kBanyan);
  EXPECT_TRUE(blown.hold);
  EXPECT_EQ(blown.acknowledge_by, shanghai("2026-03-09 23:55"));
  EXPECT_EQ(blown.arrive_by, shanghai("2026-03-10 00:20"));
  EXPECT_EQ(blown.plan_by, kNever);
  EXPECT_EQ(blown.finish_by, kNever);
}

TEST(Whistle, IsRefusedWhenSomethingIsMissingOrUnknown) {
  Scenario story(changtai_rules());
  const auto refused = [&](Reason reason, auto&& change) {
    SCOPED_TRACE(to_word(reason));
    BlowWhistle wish = call(WhistleKind::Routine);
    change(wish);
    story.when(wish).then_refused(reason);
  };
  refused(Reason::MissingIdentity, [](BlowWhistle& wish) { wish.by = {}; });
  refused(Reason::MissingIdentity, [](BlowWhistle& wish) { wish.whistler = {}; });
  refused(Reason::UnknownUnit, [](BlowWhistle& wish) { wish.whistler = {"nowhere"}; });
  refused(Reason::UnknownUnit, [](BlowWhistle& wish) { wish.invited = {{"fire"}}; });
  refused(Reason::UnknownUnit, [](BlowWhistle& wish) { wish.invited = {{}}; });
  refused(Reason::BadValue, [](BlowWhistle& wish) { wish.invited = {}; });
  refused(Reason::BadValue, [](BlowWhistle& wish) { wish.invited = {{"wuan"}}; });
  refused(Reason::BadValue, [](BlowWhistle& wish) { wish.invited = {{"water"}, {"water"}}; });
  refused(Reason::BadValue, [](BlowWhistle& wish) { wish.invited.assign(33, {"water"}); });
  refused(Reason::NotInvited, [](BlowWhistle& wish) { wish.lead = {"centre"}; });
  refused(Reason::UnknownCase, [](BlowWhistle& wish) { wish.cases = {CaseId{7}}; });
  refused(Reason::BadValue, [](BlowWhistle& wish) { wish.cases.assign(65, CaseId{7}); });
  refused(Reason::UnknownArea, [](BlowWhistle& wish) { wish.area = {99}; });
  refused(Reason::MissingReason, [](BlowWhistle& wish) { wish.task = {}; });
  refused(Reason::NotPermitted, [](BlowWhistle& wish) { wish.kind = WhistleKind{9}; });
  EXPECT_EQ(story.state().registers().counters().last_whistle, WhistleId{});
  refused(Reason::BadValue, [&](BlowWhistle& wish) {
    story.submit({.category = "parking"});
    wish.cases = {CaseId{1}, CaseId{1}};
  });
}

TEST(Whistle, IsNotAboutAClosedCase) {
  Scenario story(without_checks(changtai_rules()));
  story.submit({.category = "parking"}).take("waiwu").contact().finish();
  BlowWhistle wish = call(WhistleKind::Routine);
  wish.cases = {CaseId{1}};
  story.when(wish).then_refused(Reason::CaseClosed);
}

TEST(BookedSlot, TakesThePlaceOfTheTimeToArrive) {
  BlowWhistle wish = call(WhistleKind::Enforcement);
  wish.arrive_at = kMorning + 1ms;
  Scenario story(changtai_rules());
  story.when(wish);
  EXPECT_EQ(story.facts<WhistleBlown>().at(0).arrive_by, kMorning + 1ms);
  EXPECT_EQ(story.facts<WhistleBlown>().at(0).acknowledge_by, kMorning + 30min);
  wish.arrive_at = kMorning;
  story.when(wish).then_refused(Reason::BadValue);
  wish.arrive_at = kNever;
  story.when(wish).then_refused(Reason::BadValue);
  wish.kind = WhistleKind::Emergency;
  wish.arrive_at = kMorning + 24h;
  story.when(wish).then_refused(Reason::BadValue);
}

TEST(Campaign, SetsItsOwnEnd) {
  BlowWhistle wish = call(WhistleKind::Campaign);
  wish.finish_at = kMorning + 240h;
  Scenario story(changtai_rules());
  story.when(wish);
  EXPECT_EQ(story.facts<WhistleBlown>().at(0).finish_by, kMorning + 240h);
  EXPECT_EQ(story.facts<WhistleBlown>().at(0).plan_by, shanghai("2026-03-12 09:00"));
  wish.finish_at = kMorning;
  story.when(wish).then_refused(Reason::BadValue);
  wish.finish_at = kMorning + 1h;
  wish.arrive_at = kMorning + 1h + 1ms;
  story.when(wish).then_refused(Reason::BadValue);
  wish.arrive_at = kMorning + 1h;
  story.when(wish).then_told(NumberAnswer{.id = 2, .token = {}});
}

TEST(Campaign, IsTheOnlyOneToChangeAnEndThatTheRulesSet) {
  policy::RuleBook book = changtai_rules();
  for (policy::WhistleRule& rule : book.whistles) rule.finish = limit_of("10wd");
  Scenario story(std::move(book));
  for (const auto& kind : kSpellings<WhistleKind>) {
    SCOPED_TRACE(kind.word);
    BlowWhistle wish = call(kind.value);
    wish.finish_at = kMorning + 1h;
    story.when(wish);
    if (kind.value != WhistleKind::Campaign) story.then_refused(Reason::BadValue);
  }
}

}  // namespace whistle::casework::blowing_test
