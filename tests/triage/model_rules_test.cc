#include "engine/triage/model_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/triage/guesses.h"
#include "tests/triage/small_city.h"
#include "tests/triage/small_lessons.h"

// The lexicon first, then the model, then a person.
namespace whistle::triage::model_rules_test {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

policy::RuleBook city_with_model(double confidence = 0.5) {
  policy::RuleBook book = small_city();
  book.model = write_model(small_model());
  book.settings.model_confidence = confidence;
  return book;
}

CategoryFinding found(const std::string& text, policy::RuleBook book, const char* given = "") {
  Complaint complaint = saying(text);
  complaint.category = {given};
  return Desk(std::move(book)).examine(complaint).category;
}

TEST(ModelRules, SpeakWhereTheLexiconIsNotCertain) {
  const CategoryFinding finding = found("轿厢卡在半空，按钮失灵", city_with_model());
  EXPECT_EQ(finding.category, CategoryCode{"lift"});
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_THAT(finding.rule.value, StartsWith("model:"));
  EXPECT_THAT(finding.rule.value, SizeIs(6 + 12));
}

TEST(ModelRules, QuoteTheWordsThatWeighedMostAsTheyStand) {
  const CategoryFinding finding = found("轿 厢卡住", city_with_model());
  ASSERT_THAT(finding.evidence, testing::Not(IsEmpty()));
  const std::string written = "\n轿 厢卡住";
  for (const Evidence& evidence : finding.evidence) {
    EXPECT_EQ(written.substr(evidence.offset, evidence.words.size()), evidence.words);
    EXPECT_EQ(evidence.rule, finding.rule);
  }
}

TEST(ModelRules, LeaveWhatTheLexiconIsCertainOf) {
  const CategoryFinding finding = found("小区门口水管爆管了", city_with_model());
  EXPECT_EQ(finding.category, CategoryCode{"pipe-burst"});
  EXPECT_EQ(finding.rule, RuleName{"lexicon:爆管"});
  EXPECT_THAT(finding.guesses, IsEmpty());
}

TEST(ModelRules, LeaveWhatTheAdapterKnows) {
  const CategoryFinding finding = found("轿厢卡住", city_with_model(), "fire-lane");
  EXPECT_EQ(finding.certainty, Certainty::Given);
  EXPECT_EQ(finding.category, CategoryCode{"fire-lane"});
}

TEST(ModelRules, AreUnsureJustBelowTheConfidenceAndCertainAtIt) {
  const std::string text = "轿厢旁边渗水";
  const CategoryFinding finding = found(text, city_with_model(0.01));
  ASSERT_THAT(finding.guesses, SizeIs(3));
  const double probability = finding.guesses[0].permille / 1000.0;
  EXPECT_EQ(finding.certainty, Certainty::Certain);
  EXPECT_EQ(found(text, city_with_model(probability - 0.001)).certainty, Certainty::Certain);
  EXPECT_EQ(found(text, city_with_model(probability + 0.001)).certainty, Certainty::Unsure);
}

TEST(ModelRules, NameTheThreeBestGuessesTheLikeliestFirst) {
  const CategoryFinding finding = found("轿厢旁边渗水", city_with_model(1));
  ASSERT_THAT(finding.guesses, SizeIs(3));
  EXPECT_EQ(finding.guesses[0].category, finding.category);
  EXPECT_EQ(finding.guesses[1].category, finding.second);
  EXPECT_GE(finding.guesses[0].permille, finding.guesses[1].permille);
  EXPECT_GE(finding.guesses[1].permille, finding.guesses[2].permille);
  EXPECT_EQ(finding.guesses[0].score, 0);
}

TEST(ModelRules, SayNothingAboutATextWithoutAWordTheyKnow) {
  EXPECT_EQ(found("привет", city_with_model()), CategoryFinding{});
  EXPECT_EQ(found("", city_with_model()), CategoryFinding{});
}

TEST(ModelRules, RefuseABrokenModelAndForeignCategories) {
  policy::RuleBook broken = small_city();
  broken.model = "WHISTLE";
  const policy::Policy broken_policy(broken);
  EXPECT_THAT(Triage::make(broken_policy).error(), HasSubstr("not a model"));

  policy::RuleBook foreign = city_with_model();
  std::erase_if(foreign.categories, [](const auto& each) { return each.code.value == "lift"; });
  std::erase_if(foreign.lexicon, [](const auto& each) { return each.category.value == "lift"; });
  const policy::Policy foreign_policy(foreign);
  EXPECT_THAT(Triage::make(foreign_policy).error(), HasSubstr("\"lift\""));
}

TEST(Guesses, ComeFromTheLexiconWhereThereIsNoModel) {
  const CategoryFinding finding = found("漏水，还有消防通道，电梯", small_city());
  EXPECT_EQ(finding.certainty, Certainty::Unsure);
  EXPECT_THAT(finding.guesses,
              testing::ElementsAre(Guess{{"fire-lane"}, 0, 8}, Guess{{"pipe-leak"}, 0, 6},
                                   Guess{{"lift"}, 0, 4}));
}

TEST(Guesses, AreNotNeededWhereTheLexiconIsCertain) {
  EXPECT_THAT(found("爆管了", small_city()).guesses, IsEmpty());
}

TEST(Guesses, AreToldInWords) {
  EXPECT_EQ(to_text(Guess{{"lift"}, 612, 0}), "61.2 %");
  EXPECT_EQ(to_text(Guess{{"lift"}, 1'000, 0}), "100.0 %");
  EXPECT_EQ(to_text(Guess{{"lift"}, 0, 5}), "score 5");
}

}  // namespace whistle::triage::model_rules_test
