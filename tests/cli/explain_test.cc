#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/terminal.h"

namespace whistle::cli::explain_test {

using support::answers;

v1::Fact& add_fact(v1::ExplainReply& story, std::uint64_t sequence, const std::string& event) {
  v1::Fact& fact = *story.add_facts();
  fact.set_sequence(sequence);
  fact.set_time_ms(1'787'378'709'000);
  fact.set_case_id(17);
  fact.set_event(event);
  fact.set_policy_version("44552e79415927e98efcbe2f");
  return fact;
}

void add(v1::Fact& fact, const std::string& name, const std::string& value,
         std::int64_t time_ms = 0) {
  auto& detail = *fact.add_details();
  detail.set_name(name);
  detail.set_value(value);
  detail.set_time_ms(time_ms);
}

v1::ExplainReply story_of_17() {
  v1::ExplainReply story;
  story.mutable_case_()->set_case_id(17);
  story.mutable_case_()->set_severity("red");
  v1::Fact& filed = add_fact(story, 12, "case_filed");
  filed.set_verb("submit");
  filed.set_actor("hotline");
  add(filed, "source", "hotline");
  add(filed, "category", "01076");
  add(filed, "category_name", "漏水");
  add(filed, "category_rule", "lexicon:漏水");
  add(filed, "category_evidence", "「漏水」 lexicon:漏水");
  add(filed, "category_evidence", "「渗水」 lexicon:渗水");
  add(filed, "area", "350605");
  add(filed, "area_name", "长泰区");
  add(filed, "severity", "red");
  add(filed, "severity_rule", "severity:harm=3");
  add(filed, "nature", "3");
  v1::Fact& promise = add_fact(story, 12, "clock_started");
  promise.set_verb("submit");
  add(promise, "stage", "sign");
  add(promise, "limit", "5m");
  add(promise, "due", "", 1'787'378'710'000);
  add(promise, "rule", "limits.csv:10");
  v1::Fact& sent = add_fact(story, 12, "order_dispatched");
  add(sent, "unit", "street-1");
  add(sent, "unit_name", "武安镇");
  add(sent, "rule", "red:street");
  v1::Fact& late = add_fact(story, 15, "clock_ran_out");
  late.set_verb("tick");
  add(late, "stage", "sign");
  v1::Fact& up = add_fact(story, 15, "case_escalated");
  up.set_verb("tick");
  add(up, "to_unit", "district-1");
  v1::Fact& seen = add_fact(story, 16, "arrived_on_site");
  seen.set_verb("arrive");
  seen.set_actor("zhang");
  return story;
}

TEST(Explain, TellsTheStoryInOrder) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(story_of_17()));
  const Ran ran = terminal.run({"explain", "17"});
  EXPECT_EQ(ran.status, 0);
  const std::size_t story = ran.out.find("\n\n");
  ASSERT_NE(story, std::string::npos);
  EXPECT_EQ(
      ran.out.substr(story + 2),
      "2026-08-22T14:05:09+08:00  submit by hotline  record 12, rules 44552e794159\n"
      "  filed\n"
      "      source             hotline\n"
      "      category           漏水 (01076)\n"
      "      category_rule      lexicon:漏水\n"
      "      category_evidence  「漏水」 lexicon:漏水\n"
      "                         「渗水」 lexicon:渗水\n"
      "      area               长泰区 (350605)\n"
      "      severity           red\n"
      "      severity_rule      severity:harm=3\n"
      "      nature             3\n"
      "  promise     stage sign  limit 5m  due 2026-08-22T14:05:10+08:00  rule limits.csv:10\n"
      "  dispatched  unit 武安镇 (street-1)  rule red:street\n"
      "\n"
      "2026-08-22T14:05:09+08:00  time passes  record 15, rules 44552e794159\n"
      "  overdue     stage sign\n"
      "  escalated   to_unit district-1\n"
      "\n"
      "2026-08-22T14:05:09+08:00  arrive by zhang  record 16, rules 44552e794159\n"
      "  on site\n");
}

TEST(Explain, SaysWhoseKeyAWishCameUnderBesideWhoItSaysItIs) {
  Terminal terminal;
  v1::ExplainReply story = story_of_17();
  for (v1::Fact& fact : *story.mutable_facts()) {
    if (fact.actor() != "zhang") continue;
    fact.set_principal("street-desk");
    fact.set_key("Yne@$w-vo<");
  }
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(story));
  const Ran ran = terminal.run({"explain", "17"});
  EXPECT_NE(ran.out.find("arrive by zhang (street-desk, key Yne@$w-vo<)"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("submit by hotline  record"), std::string::npos) << ran.out;
}

TEST(Explain, BeginsWithTheCase) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(story_of_17()));
  EXPECT_TRUE(terminal.run({"explain", "17"}).out.starts_with("case      17\n"));
}

TEST(Explain, IsOneLineOfJson) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(story_of_17()));
  const Ran ran = terminal.run({"explain", "17", "--json"});
  ASSERT_EQ(lines_of(ran.out).size(), 1U);
  const auto json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["case"]["severity"], "red");
  ASSERT_EQ(json["facts"].size(), 6U);
  EXPECT_EQ(json["facts"][0]["details"][2]["value"], "漏水");
}

TEST(Explain, AsksForTheText) {
  Terminal terminal;
  terminal.engine.on(v1::METHOD_EXPLAIN, answers(story_of_17()));
  ASSERT_EQ(terminal.run({"explain", "17", "--text"}).status, 0);
  EXPECT_TRUE(terminal.engine.received(1)[0].as<v1::CaseRequest>().with_text());
}

}  // namespace whistle::cli::explain_test
