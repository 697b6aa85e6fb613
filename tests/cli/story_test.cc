#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "adapters/cli/marked_text.h"
#include "adapters/cli/story_words.h"
#include "tests/cli/terminal.h"

// The story of a case as people and programs see it.
namespace whistle::cli::story_test {

using support::answers;

constexpr std::int64_t kNine = 1'773'018'000'000;  // 2026-03-09T09:00+08:00
constexpr std::int64_t kHour = 3'600'000;

void add_evidence(v1::Reading& reading, const std::string& finding, const std::string& words,
                  std::uint32_t offset, std::int32_t score = 0) {
  v1::Evidence& item = *reading.add_evidence();
  item.set_finding(finding);
  item.set_words(words);
  item.set_offset(offset);
  item.set_rule(finding + ":" + words);
  item.set_score(score);
}

v1::ExplainReply story_of_9() {
  v1::ExplainReply reply;
  reply.mutable_case_()->set_case_id(9);
  reply.mutable_case_()->set_first_complaint_id(4);
  reply.mutable_case_()->set_text("水管爆了");
  v1::Reading& reading = *reply.mutable_story()->add_readings();
  reading.set_complaint_id(4);
  reading.set_category("burst");
  reading.set_category_name("水管爆裂");
  reading.set_category_certainty("certain");
  reading.set_category_score(8);
  reading.set_severity("red");
  add_evidence(reading, "category", "水管爆", 1, 8);
  v1::Route& route = *reply.mutable_story()->add_routes();
  route.set_time_ms(kNine);
  route.set_number(1);
  route.set_unit("water");
  route.set_unit_name("供水公司");
  route.set_tier("department");
  route.set_rule("utility_direct");
  v1::ConsideredUnit& street = *route.add_considered();
  street.set_tier("street");
  street.set_unit("wuan");
  street.set_unit_name("武安镇");
  street.set_why("below_duty");
  v1::ConsideredUnit& nobody = *route.add_considered();
  nobody.set_tier("compound");
  nobody.set_why("unmanaged");
  v1::Promise& promise = *reply.mutable_story()->add_promises();
  promise.set_stage("resolve");
  promise.set_limit("4wh");
  promise.set_calendar("office");
  promise.set_rule("limits.csv:3");
  promise.set_outcome("kept");
  promise.set_ended_by("finished");
  promise.set_due_ms(kNine + 6 * kHour);
  promise.set_granted_ms(4 * kHour);
  promise.set_used_ms(152 * 60'000);
  promise.set_spare_ms(88 * 60'000);
  promise.set_working_time(true);
  promise.set_climb("did_not_climb");
  promise.set_climb_why("kept");
  v1::Segment& segment = *promise.add_segments();
  segment.set_from_ms(kNine);
  segment.set_until_ms(kNine + kHour);
  segment.set_running(true);
  segment.set_why("dispatched");
  segment.set_used_ms(kHour);
  segment.set_calendar_known(true);
  v1::Segment& rest = *promise.add_segments();
  rest.set_from_ms(kNine + kHour);
  rest.set_why("suspended:waits_for_requester");
  return reply;
}

std::string told(const std::vector<std::string>& more = {},
                 const v1::ExplainReply& reply = story_of_9()) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(reply));
  std::vector<std::string> words{"explain", "9", "--short"};
  words.insert(words.end(), more.begin(), more.end());
  const Ran ran = terminal.run(words);
  EXPECT_EQ(ran.status, 0) << ran.err;
  return ran.out;
}

TEST(Story, IsTold) {
  const std::string out = told();
  EXPECT_EQ(
      out.substr(out.find("\n[")),
      "\n[水管爆]了\n"
      "\n"
      "complaint 4\n"
      "  category  水管爆裂 (burst)  certain  score 8\n"
      "      「水管爆」  1–10  +8  category:水管爆\n"
      "  place     \n"
      "  severity  red  nature 0, scope 0, harm 0\n"
      "\n"
      "sent to\n"
      "  2026-03-09T09:00:00+08:00  order 1  供水公司 (water)  department  rule utility_direct\n"
      "      not street    武安镇 (wuan)  the duty is that of a higher tier\n"
      "      not compound  —              the compound has no property management\n"
      "\n"
      "promises\n"
      "  resolve  4wh  kept with 1:28 wh to spare\n"
      "      due 2026-03-09T15:00:00+08:00  used 2:32 wh of 4:00 wh  ended: finished  calendar "
      "office  rule limits.csv:3\n"
      "      2026-03-09T09:00:00+08:00  – 2026-03-09T10:00:00+08:00  runs   +1:00 wh  dispatched\n"
      "      2026-03-09T10:00:00+08:00  – …                          rests            suspended "
      "(waits_for_requester)\n"
      "      did not climb: it was kept\n");
}

TEST(Story, SaysWhatIsNoLongerKept) {
  v1::ExplainReply reply;
  reply.mutable_case_()->set_case_id(9);
  reply.set_forgotten_until_ms(kNine);
  EXPECT_NE(told({}, reply).find(
                "\nwhat was decided up to 2026-03-09T09:00:00+08:00 is no longer kept\n"),
            std::string::npos);
}

TEST(Story, HasItsPartsAsDataForPrograms) {
  const auto json = nlohmann::json::parse(told({"--json"}));
  const auto& story = json["story"];
  EXPECT_EQ(story["readings"][0]["evidence"][0]["offset"], 1);
  EXPECT_EQ(story["routes"][0]["considered"][0]["why"], "below_duty");
  EXPECT_EQ(story["promises"][0]["spare_ms"], "5280000");
  EXPECT_EQ(story["promises"][0]["segments"][1]["running"], false);
}

TEST(MarkedText, PutsWordsThatFindingsRestOnInBrackets) {
  v1::CaseView view;
  view.set_subject("急");
  view.set_text("3号楼水管爆了");
  v1::Reading reading;
  add_evidence(reading, "place", "3号楼", 4);
  add_evidence(reading, "category", "水管爆", 11);
  EXPECT_EQ(marked_text(view, reading, Paint(false)), "急\n[3号楼][水管爆]了");
  EXPECT_EQ(marked_text(view, reading, Paint(true)),
            "急\n\x1b[34m[3号楼]\x1b[0m\x1b[33m[水管爆]\x1b[0m了");
}

TEST(MarkedText, MakesOneBracketOfWordsThatOverlap) {
  v1::CaseView view;
  view.set_text("水管爆裂漏水");
  v1::Reading reading;
  add_evidence(reading, "category", "水管爆", 1);
  add_evidence(reading, "severity", "爆裂", 7);
  EXPECT_EQ(marked_text(view, reading, Paint(false)), "[水管爆裂]漏水");
  EXPECT_EQ(marked_text(view, reading, Paint(true)), "\x1b[1;31m[水管爆裂]\x1b[0m漏水");
}

TEST(MarkedText, PassesOverWhatDoesNotStandThere) {
  v1::CaseView view;
  view.set_text("灯坏了\x1b[31m");
  v1::Reading reading;
  add_evidence(reading, "category", "灯坏", 2);
  add_evidence(reading, "category", "灯坏", 4000);
  EXPECT_EQ(marked_text(view, reading, Paint(false)), "灯坏了?[31m");
}

TEST(StoryWords, SayByHowMuch) {
  v1::Promise promise;
  promise.set_granted_ms(8 * kHour);
  promise.set_spare_ms(-40 * 60'000);
  promise.set_outcome("broken");
  EXPECT_EQ(outcome_of(promise), "broken, 40m late");
  promise.set_working_time(true);
  promise.set_outcome("kept_late");
  EXPECT_EQ(outcome_of(promise), "kept too late, 0:40 wh late");
  promise.set_outcome("dropped");
  promise.set_spare_ms(kHour);
  EXPECT_EQ(outcome_of(promise), "dropped with 1:00 wh left");
  promise.set_granted_ms(0);
  EXPECT_EQ(outcome_of(promise), "dropped");
}

TEST(StoryWords, SayWhyACaseDidNotClimb) {
  v1::Promise promise;
  EXPECT_EQ(climb_of(promise), "");
  promise.set_climb("climbed");
  promise.set_climbed_to("wuan");
  EXPECT_EQ(climb_of(promise), "the case climbed to wuan");
  promise.set_climb("did_not_climb");
  promise.set_climb_why("climbed_for:sign:overdue");
  EXPECT_EQ(climb_of(promise), "did not climb for this: it climbed for sign:overdue");
  promise.set_climb_why("of_a_newer_engine");
  EXPECT_EQ(climb_of(promise), "did not climb: of_a_newer_engine");
}

TEST(Backup, IsAskedForByItsAbsoluteFolder) {
  Terminal terminal;
  v1::BackupReply reply;
  reply.set_number(3);
  reply.set_sequence(42);
  reply.set_files(7);
  reply.set_bytes(1000);
  terminal.engine.on(v1::METHOD_BACKUP, answers(reply));
  const Ran ran = terminal.run({"backup", "/srv/../backups", "--keep", "5"});
  EXPECT_EQ(ran.out, "backup 3: 42 records, 7 files, 1000 bytes\n");
  const auto asked = terminal.engine.received(0)[0].as<v1::BackupRequest>();
  EXPECT_EQ(asked.folder(), "/backups");
  EXPECT_EQ(asked.keep(), 5U);
}

}  // namespace whistle::cli::story_test
