#include "engine/service/sessions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace whistle::service::sessions_test {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Timestamp kStart{Milliseconds{1'773'187'200'000}};
constexpr Milliseconds kHeartbeat{10'000};
const Connection kFirst{Audience::Work, "first"};
const Connection kSecond{Audience::Work, "second"};
const Connection kThird{Audience::Work, "third"};

constexpr std::size_t kMax = 64;

class OfSessions : public testing::Test {
 protected:
  OfSessions() {
    sessions_.on_end([this](const Connection& at) { ended_.push_back(at.peer); });
    sessions_.on_move([this](const Connection& from, const Connection& to) {
      moved_.emplace_back(from.peer, to.peer);
    });
  }

  // Each Welcome has a token of its own: "1", "2", ...
  Outcome<Sessions::Begun, Problem> greet(const Connection& from, const std::string& token = "",
                                          const std::string& principal = "desk") {
    return sessions_.greet({.from = from,
                            .client = "terminal",
                            .version = "7",
                            .minor = 1,
                            .principal = principal,
                            .key = "key of " + principal,
                            .resume_token = token},
                           std::to_string(++tokens_), now_);
  }
  void begin(const Connection& from) { EXPECT_TRUE(greet(from)); }
  bool resumes(const Connection& from, const std::string& token,
               const std::string& principal = "desk") {
    const auto begun = greet(from, token, principal);
    EXPECT_TRUE(begun);
    return begun && begun->is_resumed;
  }
  std::string last_token() const { return std::to_string(tokens_); }
  void pass(Milliseconds time) {
    now_ += time;
    sessions_.pass(now_);
  }

  Sessions sessions_{kHeartbeat, kMax};
  Timestamp now_ = kStart;
  int tokens_ = 0;
  std::vector<std::string> ended_;
  std::vector<std::pair<std::string, std::string>> moved_;
};

TEST_F(OfSessions, AHelloBeginsOne) {
  ASSERT_TRUE(greet(kFirst));
  const Session* session = sessions_.find(kFirst);
  ASSERT_NE(session, nullptr);
  EXPECT_EQ(session->client, "terminal");
  EXPECT_EQ(session->version, "7");
  EXPECT_EQ(session->minor, 1U);
  EXPECT_EQ(session->principal, "desk");
  EXPECT_EQ(session->key, "key of desk");
  EXPECT_EQ(sessions_.find(kSecond), nullptr);
  EXPECT_EQ(sessions_.find({Audience::Watch, "first"}), nullptr) << "another socket";
}

TEST_F(OfSessions, AnotherHelloOnTheConnectionGoesOnWithIt) {
  begin(kFirst);
  EXPECT_FALSE(resumes(kFirst, "")) << "nothing was resumed by a token";
  EXPECT_EQ(sessions_.all().size(), 1U);
  EXPECT_THAT(ended_, IsEmpty());
}

TEST_F(OfSessions, ATokenTakesOneToAnotherConnection) {
  begin(kFirst);
  EXPECT_TRUE(resumes(kSecond, last_token()));
  EXPECT_EQ(sessions_.find(kFirst), nullptr);
  ASSERT_NE(sessions_.find(kSecond), nullptr);
  EXPECT_THAT(moved_, ElementsAre(std::pair("first", "second")));
  EXPECT_THAT(ended_, IsEmpty()) << "what stood for it goes on";
  EXPECT_TRUE(resumes(kThird, last_token()));
  EXPECT_THAT(moved_, ElementsAre(std::pair("first", "second"), std::pair("second", "third")));
}

TEST_F(OfSessions, ATokenOnTheSameConnectionMovesNothing) {
  begin(kFirst);
  EXPECT_TRUE(resumes(kFirst, last_token()));
  EXPECT_THAT(moved_, IsEmpty());
}

TEST_F(OfSessions, ATokenWorksUntilANewerOneWasUsed) {
  begin(kFirst);
  const std::string first = last_token();
  // The Welcome of this one is lost, so the client comes with what it knows.
  EXPECT_TRUE(resumes(kSecond, first));
  EXPECT_TRUE(resumes(kThird, first));
  const std::string third = last_token();
  EXPECT_TRUE(resumes(kThird, third));
  EXPECT_FALSE(resumes(kFirst, first)) << "a newer one was used since";
  EXPECT_EQ(sessions_.all().size(), 2U);
}

TEST_F(OfSessions, AnUnknownTokenBeginsANewOne) {
  EXPECT_FALSE(resumes(kFirst, "of an engine before this one"));
  EXPECT_NE(sessions_.find(kFirst), nullptr);
}

TEST_F(OfSessions, ATokenIsOfNoUseToAnotherPrincipal) {
  begin(kFirst);
  EXPECT_FALSE(resumes(kSecond, last_token(), "thief"));
  EXPECT_NE(sessions_.find(kFirst), nullptr) << "it stays whose it is";
  EXPECT_THAT(moved_, IsEmpty());
}

TEST_F(OfSessions, ATokenIsOfNoUseOnAnotherSocket) {
  begin(kFirst);
  EXPECT_FALSE(resumes({Audience::Watch, "first"}, last_token()));
  EXPECT_EQ(sessions_.all().size(), 2U);
}

TEST_F(OfSessions, WhatBeganOnTheNewConnectionEndsWhenTheOldOneComesThere) {
  begin(kFirst);
  const std::string first = last_token();
  begin(kSecond);
  const std::string second = last_token();
  EXPECT_TRUE(resumes(kSecond, first));
  EXPECT_THAT(ended_, ElementsAre("second"));
  EXPECT_EQ(sessions_.all().size(), 1U);
  EXPECT_FALSE(resumes(kThird, second)) << "its token has gone with it";
}

TEST_F(OfSessions, SilenceForThreeHeartbeatsEndsWhatStands) {
  begin(kFirst);
  pass(3 * kHeartbeat - 1ms);
  EXPECT_THAT(ended_, IsEmpty());
  pass(1ms);
  EXPECT_THAT(ended_, ElementsAre("first"));
  pass(1h);
  EXPECT_THAT(ended_, ElementsAre("first")) << "once";
}

TEST_F(OfSessions, AnyMessageBreaksTheSilence) {
  begin(kFirst);
  for (int count = 0; count < 10; ++count) {
    pass(2 * kHeartbeat);
    sessions_.hear(kFirst, now_);
  }
  EXPECT_THAT(ended_, IsEmpty());
  sessions_.hear(kSecond, now_);
  EXPECT_EQ(sessions_.find(kSecond), nullptr) << "nobody's message begins nothing";
}

TEST_F(OfSessions, WhoIsHeardAgainMayFallSilentAgain) {
  begin(kFirst);
  pass(1h);
  sessions_.hear(kFirst, now_);
  EXPECT_FALSE(sessions_.find(kFirst)->is_silent);
  pass(1h);
  EXPECT_THAT(ended_, ElementsAre("first", "first"));
}

TEST_F(OfSessions, ASilentOneMayBeResumed) {
  begin(kFirst);
  pass(1h);
  EXPECT_TRUE(resumes(kSecond, last_token()));
  EXPECT_FALSE(sessions_.find(kSecond)->is_silent);
}

TEST_F(OfSessions, WhoHasSaidNoHelloIsAttendedWhileSomethingStandsForIt) {
  EXPECT_TRUE(sessions_.attend(kFirst, "key of desk", now_));
  ASSERT_NE(sessions_.find(kFirst), nullptr);
  EXPECT_EQ(sessions_.find(kFirst)->key, "key of desk");
  pass(3 * kHeartbeat);
  EXPECT_THAT(ended_, ElementsAre("first"));
  EXPECT_EQ(sessions_.find(kFirst), nullptr) << "nobody can come back to it";
}

TEST_F(OfSessions, AHelloAfterwardsMakesASessionOfIt) {
  sessions_.attend(kFirst, "", now_);
  EXPECT_FALSE(resumes(kFirst, ""));
  EXPECT_THAT(ended_, IsEmpty());
  EXPECT_TRUE(resumes(kSecond, last_token()));
  EXPECT_THAT(moved_, ElementsAre(std::pair("first", "second")));
}

TEST_F(OfSessions, WhoIsSentAwayIsKnownNoMore) {
  begin(kFirst);
  sessions_.end(kFirst);
  sessions_.end(kSecond);
  EXPECT_THAT(ended_, ElementsAre("first"));
  EXPECT_EQ(sessions_.find(kFirst), nullptr);
  EXPECT_FALSE(resumes(kSecond, last_token()));
}

class ManySessions : public OfSessions {
 protected:
  ManySessions() {
    for (std::size_t number = 0; number < kMax; ++number) {
      EXPECT_TRUE(greet(numbered(number)));
      now_ += 1ms;
    }
  }
  static Connection numbered(std::size_t number) {
    return {Audience::Intake, "client " + std::to_string(number)};
  }
};

TEST_F(ManySessions, OneTooManyIsRefusedWithATimeToTryAgain) {
  const auto refused = greet(kFirst);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, kResourceExhausted);
  EXPECT_EQ(refused.error().reason, "SESSIONS_FULL");
  EXPECT_EQ(refused.error().retry_after_ms, 30'000U);
  EXPECT_FALSE(sessions_.attend(kFirst, "", now_));
  EXPECT_TRUE(greet(numbered(9))) << "who has one goes on with it";
}

TEST_F(ManySessions, TheOneThatIsSilentTheLongestMakesRoom) {
  now_ = kStart + 3 * kHeartbeat + 1ms;
  sessions_.hear(numbered(0), now_);
  sessions_.pass(now_);
  EXPECT_THAT(ended_, ElementsAre("client 1"));
  EXPECT_TRUE(greet(kFirst));
  EXPECT_EQ(sessions_.find(numbered(1)), nullptr);
  EXPECT_THAT(ended_, ElementsAre("client 1")) << "told once";
  EXPECT_FALSE(greet(kSecond)) << "all others were heard of late";
  EXPECT_EQ(sessions_.all().size(), kMax);
}

TEST_F(OfSessions, ThatHaveLostWhatStoodBeginAnew) {
  begin(kFirst);
  const std::string token = last_token();
  sessions_.note_loss(kFirst);
  EXPECT_FALSE(resumes(kSecond, token));
  EXPECT_THAT(ended_, ElementsAre("second")) << "the rest of it ends as well";
  EXPECT_TRUE(resumes(kThird, last_token())) << "and from then on it is a session as any";
}

TEST_F(OfSessions, OfNobodyLoseNothing) {
  sessions_.note_loss(kFirst);
  EXPECT_TRUE(sessions_.all().empty());
}

}  // namespace whistle::service::sessions_test
