#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "tests/casework/chapters/whistle_words.h"

// How a whistle ends: closed by the whistler, judged by both sides, and forgotten.
namespace whistle::casework::whistle_end_test {

using namespace std::chrono_literals;
using namespace support;        // NOLINT(google-build-using-namespace): the words of the stories
using namespace whistle_words;  // NOLINT(google-build-using-namespace): and of these

TEST(Answers, NeedAWhistleAUnitAndAPerson) {
  Scenario story(changtai_rules());
  story.when(acknowledge("water")).then_refused(Reason::UnknownWhistle);
  story.when(close()).then_refused(Reason::UnknownWhistle);
  story.when(rate("wuan", "water", 5)).then_refused(Reason::UnknownWhistle);
  story.when(call(WhistleKind::Routine));
  story.when(acknowledge("centre")).then_refused(Reason::NotInvited);
  story.when(report_in("")).then_refused(Reason::NotInvited);
  story.when(release("centre", "wuan")).then_refused(Reason::NotInvited);
  AcknowledgeWhistle nobody = acknowledge("water");
  nobody.worker = {};
  story.when(nobody).then_refused(Reason::MissingIdentity);
  CloseWhistle by_nobody = close();
  by_nobody.worker = {};
  story.when(by_nobody).then_refused(Reason::MissingIdentity);
  RateWhistle rated_by_nobody = rate("wuan", "water", 5);
  rated_by_nobody.worker = {};
  story.when(rated_by_nobody).then_refused(Reason::MissingIdentity);
}

TEST(Closing, WaitsUntilEverybodyWasReleased) {
  const Timestamp noon = shanghai("2026-03-09 12:00");
  Scenario story(changtai_rules());
  story.when(call(WhistleKind::Routine)).when(close("water")).then_refused(Reason::WhistlerOnly);
  EXPECT_EQ(detail_of(story, close()), "release these first: water, urban");
  story.when(release("water", "wuan")).when(close()).then_refused(Reason::WrongState);
  story.when(release("urban", "wuan"))
      .when(close(), noon)
      .then({WhistleClosed{.id = kFirst,
                           .by = {"wang"},
                           .rate_by = shanghai("2026-03-16 12:00"),
                           .note = "all done"}})
      .when(close())
      .then_nothing()
      .when(acknowledge("water"))
      .then_refused(Reason::WrongState);
}

TEST(Closing, SettlesAtOnceWhereNobodyRates) {
  policy::RuleBook book = changtai_rules();
  for (policy::WhistleRule& rule : book.whistles) rule.rate.reset();
  Scenario story(std::move(book));
  story.when(call(WhistleKind::Routine, {{"water"}}))
      .when(release("water", "wuan"))
      .when(close())
      .then({WhistleClosed{.id = kFirst, .by = {"wang"}, .rate_by = kNever, .note = "all done"},
             WhistleSettled{.id = kFirst, .rule = {"no_time_to_rate"}}})
      .when(close())
      .then_refused(Reason::UnknownWhistle);
  EXPECT_TRUE(story.state().registers().whistles().empty());
}

class Rating : public testing::Test {
 protected:
  Rating() {
    story.when(call(WhistleKind::Routine)).when(release("water", "wuan"));
    story.when(rate("wuan", "water", 5)).then_refused(Reason::WrongState);
    story.when(release("urban", "wuan")).when(close());
  }

  const Timestamp rate_by = shanghai("2026-03-16 09:00");
  Scenario story{changtai_rules()};
};

TEST_F(Rating, SettlesTheWhistleWhenEverybodyHasRated) {
  story.when(rate("wuan", "water", 5))
      .when(rate("wuan", "urban", 3))
      .when(rate("water", "wuan", 1));
  story.when(rate("urban", "wuan", 4))
      .then({WhistleRated{.id = kFirst,
                          .from = {"urban"},
                          .to = {"wuan"},
                          .stars = 4,
                          .by = {"wang"},
                          .note = {}},
             WhistleSettled{.id = kFirst, .rule = {"rated"}}});
  EXPECT_EQ(count(story, "wuan", Measure::Stars), 5);
  EXPECT_EQ(count(story, "wuan", Measure::StarRatings), 2);
  EXPECT_EQ(count(story, "water", Measure::Stars), 5);
  EXPECT_EQ(count(story, "urban", Measure::Stars), 3);
  EXPECT_EQ(count(story, "wuan", Measure::WhistlesBlown), 1);
  EXPECT_EQ(count(story, "water", Measure::WhistlesAnswered), 1);
  EXPECT_EQ(story.state().next_alarm(), kNever);
}

TEST_F(Rating, IsGivenOnceByBothSidesOnly) {
  story.when(rate("wuan", "water", 5)).when(rate("wuan", "water", 5)).then_nothing();
  story.when(rate("wuan", "water", 4)).then_refused(Reason::AlreadyTaken);
  story.when(rate("wuan", "urban", 0)).then_refused(Reason::BadValue);
  story.when(rate("wuan", "urban", 6)).then_refused(Reason::BadValue);
  story.when(rate("wuan", "urban", 257)).then_refused(Reason::BadValue);
  story.when(rate("water", "urban", 5)).then_refused(Reason::NotPermitted);
  story.when(rate("centre", "wuan", 5)).then_refused(Reason::NotInvited);
  story.when(rate("wuan", "wuan", 5)).then_refused(Reason::NotInvited);
}

TEST_F(Rating, EndsAfterItsVeryMillisecond) {
  story.time_passes_to(rate_by).then_nothing().when(rate("wuan", "water", 5));
  EXPECT_EQ(story.facts<WhistleRated>().size(), 1U);
  story.at(rate_by + 1ms).when(rate("wuan", "urban", 5)).then_refused(Reason::WrongState);
  story.tick().then({WhistleSettled{.id = kFirst, .rule = {"rating_time_over"}}});
  EXPECT_TRUE(story.state().registers().whistles().empty());
}

}  // namespace whistle::casework::whistle_end_test
