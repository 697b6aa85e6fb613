#include "adapters/notify/webhook_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "adapters/notify/http_post.h"
#include "adapters/notify/signature.h"

namespace whistle::notify::webhook_sink_test {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;

// A receiver that says what it is told to say, and the time that was waited for it.
class Receiver {
 public:
  explicit Receiver(std::deque<HttpAnswer> answers) : answers_(std::move(answers)) {}

  WebhookSink::Parts parts(double chance = 1.0) {
    return {.post =
                [this](const HttpRequest& request) {
                  requests.push_back(request);
                  HttpAnswer answer = answers_.front();
                  if (answers_.size() > 1) answers_.pop_front();
                  return answer;
                },
            .wait =
                [this](milliseconds time) {
                  waited.push_back(time.count());
                  return waited.size() < stop_after;
                },
            .chance = [chance] { return chance; },
            .say = [this](const std::string& line) { said.push_back(line); }};
  }
  std::string header(std::size_t request, const std::string& name) const {
    for (const auto& [key, value] : requests[request].headers) {
      if (key == name) return value;
    }
    return "(none)";
  }

  std::vector<HttpRequest> requests;
  std::vector<std::int64_t> waited;
  std::vector<std::string> said;
  std::size_t stop_after = 1'000;

 private:
  std::deque<HttpAnswer> answers_;
};

const Delivery kDelivery{17, "cafe", R"({"delivery":17})"};

WebhookSink::Settings settings() {
  return {.secret = "s", .first_pause = milliseconds{1'000}, .longest_pause = milliseconds{5'000}};
}

class MemorySink final : public Sink {
 public:
  Outcome deliver(const Delivery& delivery) override {
    taken.push_back(delivery.sequence);
    return Outcome::Taken;
  }
  Outcome settle() override {
    ++settled;
    return Outcome::Taken;
  }
  const std::string& problem() const override { return problem_; }

  std::vector<std::uint64_t> taken;
  int settled = 0;

 private:
  std::string problem_;
};

TEST(Webhook, PostsTheDeliveryOnceWhenItIsTaken) {
  Receiver receiver({HttpAnswer{.status = 204}});
  WebhookSink sink(receiver.parts(), settings());
  EXPECT_EQ(sink.deliver(kDelivery), Sink::Outcome::Taken);
  ASSERT_EQ(receiver.requests.size(), 1U);
  EXPECT_EQ(receiver.requests[0].body, kDelivery.json);
  EXPECT_EQ(receiver.header(0, "Whistle-Delivery"), "17");
  EXPECT_EQ(receiver.header(0, "Whistle-Journal"), "cafe");
  EXPECT_EQ(receiver.header(0, "Whistle-Attempt"), "1");
  EXPECT_EQ(receiver.header(0, "Content-Type"), "application/json");
  EXPECT_EQ(receiver.header(0, "Whistle-Signature"), "sha256=" + hmac_sha256("s", kDelivery.json));
  EXPECT_TRUE(receiver.waited.empty());
}

TEST(Webhook, SignsNothingWithoutASecret) {
  Receiver receiver({HttpAnswer{.status = 200}});
  WebhookSink sink(receiver.parts(), {});
  sink.deliver(kDelivery);
  EXPECT_EQ(receiver.header(0, "Whistle-Signature"), "(none)");
}

TEST(Webhook, TriesAgainWithTheSameNumberAndBytesUntilItIsTaken) {
  Receiver receiver({{.status = 0, .problem = "connection refused"},
                     {.status = 500},
                     {.status = 302},
                     {.status = 404},
                     {.status = 200}});
  WebhookSink sink(receiver.parts(), settings());
  EXPECT_EQ(sink.deliver(kDelivery), Sink::Outcome::Taken);
  ASSERT_EQ(receiver.requests.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(receiver.requests[i].body, kDelivery.json);
    EXPECT_EQ(receiver.header(i, "Whistle-Delivery"), "17");
    EXPECT_EQ(receiver.header(i, "Whistle-Attempt"), std::to_string(i + 1));
  }
  EXPECT_EQ(receiver.said[0], "delivery 17 attempt 1: connection refused");
  EXPECT_EQ(receiver.said[1], "delivery 17 attempt 2: HTTP 500");
}

TEST(Webhook, WaitsTwiceAsLongEachTimeUpToTheLimit) {
  Receiver receiver({HttpAnswer{.status = 500}});
  receiver.stop_after = 6;
  WebhookSink sink(receiver.parts(1.0), settings());
  EXPECT_EQ(sink.deliver(kDelivery), Sink::Outcome::Stopped);
  EXPECT_THAT(receiver.waited, ElementsAre(1'000, 2'000, 4'000, 5'000, 5'000, 5'000));
}

TEST(Webhook, WaitsHalfAsLongWhenChanceWillHaveItSo) {
  Receiver receiver({HttpAnswer{.status = 500}});
  receiver.stop_after = 3;
  WebhookSink sink(receiver.parts(0.0), settings());
  sink.deliver(kDelivery);
  EXPECT_THAT(receiver.waited, ElementsAre(500, 1'000, 2'000));
}

TEST(Webhook, BeginsWithAShortPauseForEachDelivery) {
  Receiver receiver(
      {{.status = 500}, {.status = 500}, {.status = 200}, {.status = 500}, {.status = 200}});
  WebhookSink sink(receiver.parts(), settings());
  sink.deliver(kDelivery);
  sink.deliver(kDelivery);
  EXPECT_THAT(receiver.waited, ElementsAre(1'000, 2'000, 1'000));
}

TEST(Webhook, GivesTheTimeThatTheReceiverAsksForWithinTheLimit) {
  Receiver receiver({{.status = 429, .problem = {}, .retry_after = seconds{3}},
                     {.status = 503, .problem = {}, .retry_after = seconds{3600}},
                     {.status = 200}});
  WebhookSink sink(receiver.parts(), settings());
  sink.deliver(kDelivery);
  EXPECT_THAT(receiver.waited, ElementsAre(3'000, 5'000));
}

TEST(Webhook, GivesUpOnlyWhenToldToAndKeepsWhatWasGivenUp) {
  Receiver receiver({HttpAnswer{.status = 400}});
  auto given_up = settings();
  given_up.attempts_max = 3;
  MemorySink rejects;
  WebhookSink sink(receiver.parts(), given_up, &rejects);
  EXPECT_EQ(sink.deliver(kDelivery), Sink::Outcome::Taken);
  EXPECT_EQ(receiver.requests.size(), 3U);
  EXPECT_THAT(rejects.taken, ElementsAre(17));
  EXPECT_EQ(rejects.settled, 1) << "before it counts as done";
  EXPECT_EQ(receiver.said.back(), "delivery 17 was given up after 3 attempts");
}

TEST(Url, IsPlainHttpWithHostPortAndTarget) {
  const auto full = parse_url("http://10.0.0.7:8080/whistle?street=1");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->host, "10.0.0.7");
  EXPECT_EQ(full->port, "8080");
  EXPECT_EQ(full->target, "/whistle?street=1");
  const auto short_one = parse_url("http://desk.example");
  ASSERT_TRUE(short_one);
  EXPECT_EQ(short_one->port, "80");
  EXPECT_EQ(short_one->target, "/");
  EXPECT_EQ(parse_url("http://[::1]:81/")->host, "::1");
  EXPECT_EQ(parse_url("http://[::1]/")->port, "80");
  for (const char* wrong : {"https://desk", "desk", "http://", "http://:80/", "http://a:0/",
                            "http://a:70000/", "http://a:b/", "http://a b/", "http://u@a/"}) {
    EXPECT_FALSE(parse_url(wrong)) << wrong;
  }
}

}  // namespace whistle::notify::webhook_sink_test
