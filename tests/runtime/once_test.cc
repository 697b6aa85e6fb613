#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "tests/runtime/machine.h"

// Wishes with a key: done once, told the same each time. Wishes with a deadline: in time or not at
// all.
namespace whistle::runtime::once_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories
using casework::Reason;

const Timestamp kMorning = Scenario::morning();
const Caller kDesk{"desk", "rq:rM>}U?@"};

// As the service makes them: what a wish says, in one number.
journal::Hash wish_number(std::uint8_t number) {
  journal::Hash hash{};
  hash.fill(number);
  return hash;
}

class Once : public testing::Test {
 protected:
  Once() { machine_.submit({.category = "parking"}, kMorning); }

  // Looked up on disk now.
  Terms terms(const std::string& key, std::uint8_t wish = 1, const Caller& caller = kDesk) {
    auto named = std::make_shared<WishKey>();
    named->key = key;
    named->fingerprint = wish_number(wish);
    named->looked_up_through = machine_.journal().answers().last;
    named->prior = machine_.journal().answer(caller.principal, key).value();
    return {.decide_by = kNever, .key = std::move(named)};
  }
  Reply decide(const casework::Command& command, const Terms& terms, Timestamp at = kMorning,
               const Caller& caller = kDesk) {
    return machine_.engine().decide(command, at, caller, terms);
  }
  Sequence last() const { return engine().last_sequence(); }
  const Engine& engine() const { return machine_.engine(); }

  static Reason reason_of(const Reply& reply) { return reply.result.error().reason; }
  static Token first_token(const Reply& reply) {
    return std::get<casework::PullAnswer>(reply.result.value()).grants.at(0).token;
  }
  static casework::ListWish a_wish() {
    return {
        .list = ListKind::Need, .title = "修路", .area = kWaiwu, .unit = {"waiwu"}, .by = {"li"}};
  }

  mutable Machine machine_;
};

TEST_F(Once, AWishIsDoneAndToldAgain) {
  const Reply first = decide(a_wish(), terms("k"));
  ASSERT_TRUE(first.result.has_value());
  EXPECT_FALSE(first.replayed);
  const Sequence done = last();
  const Reply again = decide(a_wish(), terms("k"), kMorning + 1h);
  ASSERT_TRUE(again.result.has_value());
  EXPECT_EQ(*again.result, *first.result);
  EXPECT_TRUE(again.replayed);
  EXPECT_GE(again.durable_after, done);
  EXPECT_EQ(last(), done) << "nothing was done";
}

TEST_F(Once, WithoutAKeyAWishIsDoneAsOftenAsItIsSent) {
  const Reply first = decide(a_wish(), {});
  const Reply again = decide(a_wish(), {});
  EXPECT_NE(*first.result, *again.result);
  EXPECT_TRUE(machine_.engine().take_group().answers.empty());
}

TEST_F(Once, TheAnswerIsInTheSameGroupAsTheRecord) {
  const Reply reply = decide(a_wish(), terms("k"), kMorning + 1h);
  const journal::Group group = machine_.engine().take_group();
  ASSERT_EQ(group.answers.size(), 1U);
  EXPECT_EQ(group.answers[0], (journal::KeptAnswer{.principal = "desk",
                                                   .key = "k",
                                                   .fingerprint = wish_number(1),
                                                   .number = 1,
                                                   .time = kMorning + 1h,
                                                   .answer = *reply.result}));
  EXPECT_EQ(group.records.back().verb, "list_wish");
}

TEST_F(Once, SurvivesACrashWithItsAnswer) {
  const Reply first = decide(pull("waiwu"), terms("k"));
  machine_.commit();
  machine_.crash();
  const Sequence before = last();
  const Reply again = decide(pull("waiwu"), terms("k"));
  EXPECT_EQ(*again.result, *first.result);
  EXPECT_EQ(last(), before);
  // The next answer goes on counting.
  decide(a_wish(), terms("l"));
  EXPECT_EQ(machine_.engine().take_group().answers.at(0).number, 2U);
}

TEST_F(Once, IsDoneAnewWhenACrashForgotIt) {
  machine_.commit();
  const Token lost = first_token(decide(pull("waiwu"), terms("k")));
  machine_.crash();
  const Reply anew = decide(pull("waiwu"), terms("k"));
  EXPECT_FALSE(anew.replayed);
  EXPECT_EQ(first_token(anew), lost) << "nobody was told of the first";
}

TEST_F(Once, AnotherWishUnderTheSameKeyIsRefused) {
  decide(a_wish(), terms("k", 1));
  const Sequence before = last();
  EXPECT_EQ(reason_of(decide(pull("waiwu"), terms("k", 2))), Reason::IdempotencyKeyReused);
  machine_.commit();
  EXPECT_EQ(reason_of(decide(pull("waiwu"), terms("k", 2))), Reason::IdempotencyKeyReused);
  EXPECT_EQ(last(), before);
}

TEST_F(Once, KeysMeanSomethingAmongThoseOfOnePrincipal) {
  const Caller other{"other", "{ad^:kZ(pq"};
  const Reply first = decide(a_wish(), terms("k"));
  const Reply theirs = decide(a_wish(), terms("k", 1, other), kMorning, other);
  EXPECT_FALSE(theirs.replayed);
  EXPECT_NE(*theirs.result, *first.result);
  // Another key of the same principal is the same principal.
  const Caller same{"desk", "another"};
  EXPECT_TRUE(decide(a_wish(), terms("k"), kMorning, same).replayed);
}

TEST_F(Once, WhatWasRefusedIsDecidedAnew) {
  casework::SignForOrder sign;
  sign.id = {1};
  sign.worker = {"chen"};
  EXPECT_FALSE(decide(sign, terms("k")).result.has_value());
  sign.token = first_token(decide(pull("waiwu"), {}));
  // The bytes are others now, and the key is free all the same.
  const Reply signed_for = decide(sign, terms("k", 2));
  EXPECT_TRUE(signed_for.result.has_value());
  EXPECT_FALSE(signed_for.replayed);
}

TEST_F(Once, APullThatWasGrantedNothingIsDecidedAnew) {
  EXPECT_TRUE(decide(pull("wuan"), terms("k")).result.has_value());
  EXPECT_TRUE(machine_.engine().take_group().answers.empty());
  const Reply filed = machine_.submit({.category = "streetlight"}, kMorning);
  EXPECT_GT(first_token(decide(pull(receipt_of(filed).unit.value), terms("k"))), Token{});
}

TEST_F(Once, WhatChangesNothingIsToldAgainAllTheSame) {
  const casework::RecolourCase blue{
      .id = {1}, .by = {"chief"}, .to = Severity::Blue, .reason = "as it is"};
  const casework::RecolourCase red{
      .id = {1}, .by = {"chief"}, .to = Severity::Red, .reason = "gas"};
  machine_.commit();
  ASSERT_TRUE(decide(blue, terms("k")).result.has_value());
  EXPECT_EQ(machine_.engine().forming(), 0U);
  const auto alone = machine_.engine().take_answers();
  ASSERT_EQ(alone.size(), 1U);
  ASSERT_TRUE(machine_.journal().keep_answers(alone).has_value());
  decide(red, terms("l"));
  machine_.commit();
  machine_.crash();
  // A repeat that was long on its way takes nothing back.
  EXPECT_TRUE(decide(blue, terms("k")).replayed);
  EXPECT_EQ(engine().state().find({1})->severity, Severity::Red);
}

TEST_F(Once, AComplaintUnderAKeyIsToldAgainToo) {
  const casework::Command complaint = complaint_of({.category = "noise"}, 77, kMorning);
  const Reply first = decide(complaint, terms("k"));
  const Reply again = decide(complaint, terms("k"));
  EXPECT_EQ(receipt_of(again), receipt_of(first));
  EXPECT_TRUE(again.replayed);
}

TEST_F(Once, ALookUpThatIsTooOldMustBeMadeAgain) {
  const Terms early = terms("k");
  for (std::size_t i = 0; i <= RecentAnswers::kMax; ++i) {
    decide(casework::RecolourCase{.id = {1}, .by = {"chief"}, .reason = "as it is"},
           terms("other " + std::to_string(i)));
  }
  const Sequence before = last();
  EXPECT_EQ(reason_of(decide(a_wish(), early)), Reason::LookUpTooOld);
  EXPECT_EQ(last(), before);
}

TEST_F(Once, AfterSevenDaysAKeyMayNameAnotherWish) {
  decide(a_wish(), terms("k"));
  machine_.commit();
  const Timestamp later = kMorning + journal::kAnswersKeptFor;
  EXPECT_TRUE(decide(a_wish(), terms("k"), later - 1ms).replayed);
  // As the service looks it up then: what is over is no answer.
  auto named = std::make_shared<WishKey>(*terms("k", 2).key);
  named->prior.reset();
  const Reply anew = decide(pull("waiwu"), {.decide_by = kNever, .key = named}, later);
  ASSERT_TRUE(anew.result.has_value());
  EXPECT_FALSE(anew.replayed);
  machine_.commit();
  EXPECT_EQ(machine_.journal().answer("desk", "k").value()->fingerprint, wish_number(2));
  EXPECT_EQ(machine_.journal().check_answers().value(), machine_.journal().answers().count());
}

TEST_F(Once, WhatWasToldAtTheLookUpIsToldHoweverLateItIsDecided) {
  decide(a_wish(), terms("k"));
  machine_.commit();
  const Terms looked_up = terms("k");
  EXPECT_TRUE(decide(a_wish(), looked_up, kMorning + journal::kAnswersKeptFor + 1h).replayed);
}

TEST_F(Once, AWishThatComesTooLateIsNotDone) {
  const Sequence before = last();
  const Reply late = decide(a_wish(), {.decide_by = kMorning + 1s, .key = {}}, kMorning + 1001ms);
  EXPECT_EQ(reason_of(late), Reason::QueuedTooLong);
  EXPECT_EQ(last(), before);
  EXPECT_TRUE(
      decide(a_wish(), {.decide_by = kMorning + 2s, .key = {}}, kMorning + 2s).result.has_value())
      << "in the very last millisecond";
}

TEST_F(Once, WhatHasBeenDoneIsToldHoweverLateItIsAskedAgain) {
  Terms with_deadline = terms("k");
  decide(a_wish(), with_deadline);
  with_deadline = terms("k");
  with_deadline.decide_by = kMorning + 1s;
  EXPECT_TRUE(decide(a_wish(), with_deadline, kMorning + 1h).replayed);
  // And what came too late may come again.
  Terms late = terms("l");
  late.decide_by = kMorning;
  EXPECT_FALSE(decide(a_wish(), late, kMorning + 1h).result.has_value());
  EXPECT_FALSE(decide(a_wish(), terms("l"), kMorning + 1h).replayed);
}

}  // namespace whistle::runtime::once_test
