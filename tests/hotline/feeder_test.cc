#include "adapters/hotline/feeder.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/hotline/reject_file.h"

namespace whistle::hotline::feeder_test {

// Keeps what was sent until the test answers it.
class MemoryIntake final : public Intake {
 public:
  void submit(const v1::Complaint& complaint, std::function<void(SubmitResult)> done) override {
    ids.push_back(complaint.external_id());
    waiting_.push_back({complaint.external_id(), std::move(done)});
  }

  void answer(const std::string& id, SubmitResult result) {
    for (auto& [waiting_id, done] : waiting_) {
      if (waiting_id != id || !done) continue;
      return std::exchange(done, nullptr)(std::move(result));
    }
    ADD_FAILURE() << id << " was not sent";
  }
  void accept(const std::string& id) { answer(id, accepted()); }
  static v1::SubmitReply accepted() {
    v1::SubmitReply reply;
    reply.set_complaint_id(1);
    reply.set_disposition("filed");
    return reply;
  }

  std::vector<std::string> ids;  // in the order of sending, repeats included

 private:
  std::deque<std::pair<std::string, std::function<void(SubmitResult)>>> waiting_;
};

std::string row(const std::string& id) {
  return R"({"external_id": ")" + id + R"(", "occurred_at": "2026-03-11T00:00:00Z", "text": "x"})" +
         "\n";
}

const std::string kFive = row("a") + row("b") + "bad\n" + row("c") + row("d");

struct Sending {
  explicit Sending(FeederOptions options = {}, const std::string& content = kFive)
      : feed(make_json_feed(bytes_of(content), "day.jsonl", {"centre", "", "", false})),
        feeder(*feed, intake, std::move(options),
               [this](const Problem& problem, const std::string&) {
                 rejects.push_back(to_text(problem));
               }) {}

  std::unique_ptr<Feed> feed;
  MemoryIntake intake;
  std::vector<std::string> rejects;
  Feeder feeder;
};

using Ids = std::vector<std::string>;

TEST(Feeder, SendsNoMoreThanTheWindow) {
  FeederOptions options;
  options.window = 2;
  Sending run(options);
  EXPECT_EQ(run.feeder.send_some(0), std::nullopt);
  EXPECT_EQ(run.intake.ids, (Ids{"a", "b"}));
  run.intake.accept("b");
  run.feeder.send_some(0);
  EXPECT_EQ(run.intake.ids, (Ids{"a", "b", "c"}));
}

TEST(Feeder, EndsWhenEverythingIsAnswered) {
  Sending run;
  run.feeder.send_some(0);
  EXPECT_FALSE(run.feeder.finished());
  for (const char* id : {"d", "c", "b", "a"}) run.intake.accept(id);
  EXPECT_TRUE(run.feeder.finished());
  const FeederCounts& counts = run.feeder.counts();
  EXPECT_EQ(counts.rows, 5U);
  EXPECT_EQ(counts.sent, 4U);
  EXPECT_EQ(counts.accepted, 4U);
  EXPECT_EQ(counts.filed, 4U);
  EXPECT_EQ(counts.bad, 1U);
  EXPECT_EQ(run.rejects, (std::vector<std::string>{"day.jsonl:3:1: not JSON"}));
}

TEST(Feeder, ResumesAtTheLowestRowWithoutAnAnswer) {
  Sending first;
  first.feeder.send_some(0);
  first.intake.accept("a");
  first.intake.accept("c");
  // The process ends here: b has no answer, c has one.
  FeederOptions options;
  options.start.row = first.feeder.unanswered().row();
  options.start.offset = first.feeder.unanswered().offset();
  EXPECT_EQ(options.start.row, 1U);

  Sending second(options);
  second.feeder.send_some(0);
  EXPECT_EQ(second.intake.ids, (Ids{"b", "c", "d"}));
  for (const char* id : {"b", "c", "d"}) second.intake.accept(id);
  EXPECT_TRUE(second.feeder.finished());
  EXPECT_EQ(second.feeder.counts().passed, 1U);
  EXPECT_EQ(second.feeder.unanswered().row(), 5U);
  EXPECT_EQ(second.feeder.unanswered().offset(), kFive.size());
}

TEST(Feeder, KeepsToTheRate) {
  FeederOptions options;
  options.rate = {2};
  Sending run(options);
  EXPECT_EQ(run.feeder.send_some(1000), 500);
  EXPECT_EQ(run.intake.ids, Ids{"a"});
  EXPECT_EQ(run.feeder.send_some(1499), 1);
  EXPECT_EQ(run.feeder.send_some(1500), 500);
  EXPECT_EQ(run.intake.ids, (Ids{"a", "b"}));
}

TEST(Feeder, CountsARefusedRowAsAnswered) {
  Sending run({}, row("a") + row("b"));
  run.feeder.send_some(0);
  run.intake.answer("a", client::Problem{client::kInvalidArgument, "BAD_UTF8", "", 0, false});
  run.intake.accept("b");
  EXPECT_TRUE(run.feeder.finished());
  EXPECT_EQ(run.feeder.failure(), std::nullopt);
  EXPECT_EQ(run.feeder.unanswered().row(), 2U);
  EXPECT_EQ(run.rejects, (std::vector<std::string>{"day.jsonl:1:1: a was refused: BAD_UTF8"}));
}

TEST(Feeder, StopsWithoutCountingTheRowWhenTheEngineDoesNotTalkToUs) {
  FeederOptions options;
  options.window = 1;
  Sending run(options);
  run.feeder.send_some(0);
  run.intake.answer("a", client::Problem{client::kPermissionDenied, "NOT_A_HOTLINE", "", 0, false});
  EXPECT_TRUE(run.feeder.finished());
  ASSERT_TRUE(run.feeder.failure());
  EXPECT_EQ(to_text(*run.feeder.failure()),
            "day.jsonl:1:1: the engine does not answer: NOT_A_HOTLINE");
  EXPECT_EQ(run.feeder.unanswered().row(), 0U);
  run.feeder.send_some(0);
  EXPECT_EQ(run.intake.ids, Ids{"a"});
}

TEST(Feeder, StopsAfterTheLimit) {
  FeederOptions options;
  options.limit = 1;
  Sending run(options);
  run.feeder.send_some(0);
  run.intake.accept("a");
  EXPECT_TRUE(run.feeder.finished());
  EXPECT_EQ(run.intake.ids, Ids{"a"});
}

TEST(RejectLine, ShowsBrokenBytesWithoutBreaking) {
  EXPECT_EQ(reject_line({{"day.jsonl", 3, 7}, "broken UTF-8"}, "x\xFF\"y"),
            "{\"at\":\"day.jsonl:3:7\",\"what\":\"broken UTF-8\",\"row\":\"x\xEF\xBF\xBD\\\"y\"}");
}

}  // namespace whistle::hotline::feeder_test
