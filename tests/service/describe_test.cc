#include "engine/service/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/journal/by_position.h"
#include "tests/journal/filled.h"

namespace whistle::service::describe_test {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

policy::Policy small_city() {
  policy::RuleBook book;
  policy::Area street;
  street.code = {321283001};
  street.name = "泰兴街道";
  book.areas.push_back(street);
  policy::Unit wuan;
  wuan.code = {"wuan"};
  wuan.name = "武安社区";
  book.units.push_back(wuan);
  return policy::Policy(std::move(book));
}

// One of every event, each field set.
template <std::size_t... kIndex>
std::vector<casework::Event> all_events(std::index_sequence<kIndex...>) {
  return {
      casework::Event(journal::filled<std::variant_alternative_t<kIndex, casework::Event>>())...};
}
std::vector<casework::Event> all_events() {
  return all_events(std::make_index_sequence<std::variant_size_v<casework::Event>>{});
}

v1::Fact described(const casework::Event& event) {
  static const policy::Policy policy = small_city();
  journal::Record record;
  record.sequence = {7};
  record.events = {event};
  google::protobuf::RepeatedPtrField<v1::Fact> facts;
  describe(record, policy, facts);
  EXPECT_EQ(facts.size(), 1);
  return facts.at(0);
}

// "name=value", instants as "name@milliseconds".
std::vector<std::string> details_of(const casework::Event& event) {
  std::vector<std::string> details;
  const v1::Fact fact = described(event);
  for (const auto& detail : fact.details()) {
    details.push_back(detail.time_ms() != 0 ? detail.name() + "@" + std::to_string(detail.time_ms())
                                            : detail.name() + "=" + detail.value());
  }
  return details;
}

TEST(Facts, SayWhoseKeyTheWishCameUnder) {
  journal::Record record;
  record.actor = "chen";
  record.caller = {"waiwu-desk", "rq:rM>}U?@"};
  record.events = {casework::FirstContacted{}};
  google::protobuf::RepeatedPtrField<v1::Fact> facts;
  describe(record, small_city(), facts);
  ASSERT_EQ(facts.size(), 1);
  EXPECT_EQ(facts.at(0).actor(), "chen");
  EXPECT_EQ(facts.at(0).principal(), "waiwu-desk");
  EXPECT_EQ(facts.at(0).key(), "rq:rM>}U?@");
}

TEST(EventNames, AreThoseOfTheJournal) {
  std::set<std::string_view> names;
  for (const casework::Event& event : all_events()) {
    const std::string_view name = name_of(event);
    EXPECT_TRUE(kind_of(name)) << name;
    names.insert(name);
  }
  EXPECT_EQ(names.size(), std::variant_size_v<casework::Event>);
  EXPECT_EQ(name_of(casework::CaseFiled{}), "case_filed");
  EXPECT_EQ(name_of(casework::UnitReportedIn{}), "unit_reported_in");
  EXPECT_FALSE(kind_of(""));
  EXPECT_FALSE(kind_of("CaseFiled"));
  EXPECT_FALSE(kind_of("case_filed "));
}

TEST(Describe, HasAWordForEveryValueOfEveryEvent) {
  for (const casework::Event& event : all_events()) {
    const std::vector<std::string> details = details_of(event);
    for (const std::string& detail : details) {
      EXPECT_THAT(detail, Not(testing::EndsWith("=?"))) << name_of(event);
      EXPECT_THAT(detail, Not(testing::EndsWith("="))) << name_of(event);
    }
  }
}

TEST(Describe, ShowsAllFieldsOfAFactByTheirStoredNames) {
  const casework::WhistleMissed missed{.id = {3},
                                       .unit = {"wuan"},
                                       .step = casework::WhistleStep::Arrive,
                                       .due = Timestamp{Milliseconds{1'709'539'200'000}},
                                       .copied = {"district"}};
  EXPECT_THAT(details_of(missed),
              ElementsAre("id=3", "unit=wuan", "unit_name=武安社区", "step=arrive",
                          "due@1709539200000", "copied=district"));
}

TEST(Describe, LeavesOutWhatIsEmptyButNotWhatIsNo) {
  EXPECT_THAT(details_of(casework::AssistReported{}), ElementsAre("on_time=no"));
  EXPECT_THAT(details_of(casework::CaseSuspended{}), ElementsAre("stops_requester=no"));
  EXPECT_THAT(details_of(casework::WhistleSettled{}), testing::IsEmpty());
}

TEST(Describe, UsesTheWordsOfTheRuleBooks) {
  casework::CaseSupervised supervised;
  supervised.how = Supervision::Public;
  EXPECT_THAT(details_of(supervised), ElementsAre("how=public_supervision"));
  casework::PanelConvened convened;
  convened.kind = PanelKind::Mediation;
  EXPECT_THAT(details_of(convened), Contains("kind=pre_litigation_mediation"));
  casework::UnitCarded carded;
  carded.card = Card::Yellow;
  EXPECT_THAT(details_of(carded), Contains("card=yellow_card"));
  casework::ExtensionAsked asked;
  asked.more = {.value = 5, .unit = calendar::LimitUnit::WorkDay};
  EXPECT_THAT(details_of(asked), Contains("more=5wd"));
}

TEST(Describe, MasksWhatWouldLeadToAPersonInWhatPeopleWrote) {
  EXPECT_THAT(details_of(casework::FirstContacted{.id = {1}, .note = "打了13800005678，没人接"}),
              Contains("note=打了138****5678，没人接"));
  EXPECT_THAT(details_of(casework::CaseRecoloured{.id = {1},
                                                  .from = Severity::Blue,
                                                  .to = Severity::Red,
                                                  .rule = {"person:王: 13800005678来电"}}),
              Contains("rule=person:王: 138****5678来电"));
  casework::CaseSuspended suspended;
  suspended.note = "邮箱 zhang@example.com";
  EXPECT_THAT(details_of(suspended), Contains("note=邮箱 z***@example.com"));
  // A number that an adapter knows a complaint by is left as it is.
  casework::CaseFiled filed;
  filed.external_id = "13800005678";
  EXPECT_THAT(details_of(filed), Contains("external_id=13800005678"));
}

TEST(Describe, MasksTheWordsThatFindingsQuote) {
  casework::CaseFiled filed;
  filed.findings.edit().category.evidence = {{"电话13800005678", 0, {"lexicon:/电话[0-9]+/"}}};
  EXPECT_THAT(details_of(filed),
              Contains("category_evidence=「电话138****5678」 lexicon:/电话[0-9]+/"));
}

TEST(Describe, TellsTheCandidatesOfAPlace) {
  casework::CaseFiled filed;
  triage::PlaceFinding& place = filed.findings.edit().place;
  place.certainty = triage::Certainty::Unsure;
  place.candidates = {{{321283001}, {"name:泰兴"}}, {{77}, {"alias:泰兴"}}};
  place.building = "3";
  place.unit = "2";
  place.room = "501";
  const std::vector<std::string> details = details_of(filed);
  EXPECT_THAT(details, Contains("place_candidate=321283001 泰兴街道: name:泰兴"));
  EXPECT_THAT(details, Contains("place_candidate=77: alias:泰兴"));
  EXPECT_THAT(details, Contains("building=3"));
  EXPECT_THAT(details, Contains("unit_number=2"));
  // Whose door it is concerns few.
  EXPECT_THAT(details, Not(Contains(testing::HasSubstr("501"))));
}

TEST(Describe, NamesTheGuessesForACategory) {
  casework::CaseFiled filed;
  filed.findings.edit().category.guesses = {{{"06028"}, 612, 0}, {{"06002"}, 0, 5}};
  const std::vector<std::string> details = details_of(filed);
  EXPECT_THAT(details, Contains("category_guess=06028 61.2 %"));
  EXPECT_THAT(details, Contains("category_guess=06002 score 5"));
}

TEST(Describe, NamesAreasAndRepeatsLists) {
  casework::WhistleBlown blown;
  blown.cases = {{4}, {5}};
  blown.area = {321283001};
  blown.invited = {{"wuan"}};
  const std::vector<std::string> details = details_of(blown);
  EXPECT_THAT(details, Contains("area_name=泰兴街道"));
  EXPECT_THAT(details, Contains("cases=4"));
  EXPECT_THAT(details, Contains("cases=5"));
  EXPECT_THAT(details, Contains("invited_name=武安社区"));
}

}  // namespace whistle::service::describe_test
