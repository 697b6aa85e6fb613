#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/terminal.h"
#include "whistle/v1/act.pb.h"

namespace whistle::cli::act_test {

using support::answers;
using support::refuses;

class Act : public testing::Test {
 protected:
  Act() {
    v1::ActReply reply;
    reply.set_id(8);
    terminal_.engine.on(v1::METHOD_ACT, answers(reply));
  }
  v1::ActRequest sent() {
    const auto requests = terminal_.engine.received(v1::METHOD_ACT, 1);
    return requests.empty() ? v1::ActRequest{} : requests.back().as<v1::ActRequest>();
  }

  Terminal terminal_;
};

TEST_F(Act, SendsAnyWishByTheNamesOfItsFields) {
  const Ran ran = terminal_.run({"act", "blow_whistle", "whistler=wuan", "kind=emergency",
                                 "invited=water,power", "cases=7,9", "arrive_at=2026-03-11T09:00",
                                 "task=抢修, 快"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, "blow_whistle: done, number 8\n");
  const v1::BlowWhistle wish = sent().blow_whistle();
  EXPECT_EQ(wish.whistler(), "wuan");
  EXPECT_EQ(wish.by(), "zhang");
  EXPECT_EQ(wish.invited_size(), 2);
  EXPECT_EQ(wish.invited(1), "power");
  EXPECT_EQ(wish.cases(1), 9U);
  EXPECT_EQ(wish.task(), "抢修, 快");
  EXPECT_EQ(wish.arrive_at_ms(), 1'773'190'800'000);
}

TEST_F(Act, TakesTheTokenOfAnOrderThatWasSignedFor) {
  v1::TokenReply held;
  held.set_token(42);
  terminal_.engine.on(v1::METHOD_SIGN, answers(held));
  terminal_.run({"sign", "17", "--token", "41"});
  terminal_.run({"act", "order_assist", "id=17", "unit=water", "required=no"});
  const v1::OrderAssist wish = sent().order_assist();
  EXPECT_EQ(wish.token(), 42U);
  EXPECT_EQ(wish.worker(), "zhang");
  EXPECT_TRUE(wish.has_required());
  EXPECT_FALSE(wish.required());
}

TEST_F(Act, TakesJsonAsWell) {
  const Ran ran = terminal_.run({"act", "remind_case", "--fields", R"({"id":"17","note":"快点"})"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(sent().remind_case().note(), "快点");
  EXPECT_EQ(terminal_.run({"act", "remind_case", "--fields", "{"}).status, 2);
}

TEST_F(Act, SaysWhatIsWrongBeforeItAsks) {
  EXPECT_EQ(terminal_.run({"act", "dance"}).err,
            "whistle: no such wish: dance; see whistle act --list\n");
  EXPECT_EQ(terminal_.run({"act", "remind_case", "case=1"}).err,
            "whistle: no field 'case'; see whistle act --list\n");
  EXPECT_EQ(terminal_.run({"act", "remind_case", "id=one"}).err,
            "whistle: id: \"one\" is not a whole number that the field can hold\n");
  EXPECT_EQ(terminal_.run({"act", "remind_case", "id"}).err, "whistle: not field=value: id\n");
  EXPECT_EQ(terminal_.run({"act", "blow_whistle", "arrive_at=soon"}).status, 2);
  EXPECT_TRUE(terminal_.engine.received().empty());
}

TEST_F(Act, ListsAllWishesWithTheirWords) {
  const Ran ran = terminal_.run({"act", "--list"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_NE(ran.out.find("order_assist"), std::string::npos);
  EXPECT_NE(ran.out.find("card: none notice yellow_card red_card"), std::string::npos);
  EXPECT_NE(ran.out.find("cases: number,..."), std::string::npos);
  EXPECT_NE(ran.out.find("arrive_at: time"), std::string::npos);
}

TEST_F(Act, EndsWithFiveWhenItIsDenied) {
  terminal_.engine.on(v1::METHOD_ACT, refuses({.code = client::kPermissionDenied,
                                               .reason = "WHISTLER_ONLY",
                                               .message = "wuan says when"}));
  EXPECT_EQ(terminal_.run({"act", "release_unit", "id=1", "unit=water"}).status, 5);
}

}  // namespace whistle::cli::act_test
