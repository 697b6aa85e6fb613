#include "engine/service/register_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/journal/filled.h"

namespace whistle::service::register_view_test {

using casework::RegisterRow;

constexpr Timestamp kNoon{Milliseconds{1'709'553'600'000}};

TEST(RegisterView, ShowsFieldsByTheirStoredNamesAndValuesByTheirWords) {
  EXPECT_EQ(to_json(casework::Duty{.id = {7},
                                   .kind = {"care_visit"},
                                   .unit = {"wuan"},
                                   .person = {"li"},
                                   .subject = "住户 12",
                                   .area = {321283001001},
                                   .care = CareTier::Red,
                                   .due = kNoon,
                                   .times = 2,
                                   .complete = true,
                                   .missed_in_a_row = 1}),
            R"({"id":7,"kind":"care_visit","unit":"wuan","person":"li","subject":"住户 12",)"
            R"("area":321283001001,"care":"red","due_ms":1709553600000,"times":2,)"
            R"("complete":true,"missed_in_a_row":1})");
}

TEST(RegisterView, LeavesOutInstantsThatNeverCome) {
  EXPECT_EQ(to_json(casework::Storm{
                .id = {1}, .area = {3}, .major = "06", .cases = 5, .quiet_at = kNever}),
            R"({"id":1,"area":3,"major":"06","cases":5})");
}

TEST(RegisterView, ShowsWhatIsInvitedAsRowsOfTheirOwn) {
  casework::Whistle whistle;
  whistle.invited.resize(1);
  whistle.invited[0].unit = {"water"};
  whistle.invited[0].card = Card::Yellow;
  const auto json = nlohmann::json::parse(to_json(whistle));
  ASSERT_EQ(json["invited"].size(), 1U);
  EXPECT_EQ(json["invited"][0]["unit"], "water");
  EXPECT_EQ(json["invited"][0]["card"], "yellow_card");
  EXPECT_EQ(json["invited"][0]["acknowledged"], false);
  EXPECT_EQ(json["kind"], "routine");
}

TEST(RegisterView, NamesWhatIsCounted) {
  casework::Score score;
  score.period = 202603;
  score.dimension = casework::Dimension::Unit;
  score.key = "wuan";
  score.counts[static_cast<std::size_t>(casework::Measure::Accepted) - 1] = 3;
  score.counts[static_cast<std::size_t>(casework::Measure::Points) - 1] = -2;
  EXPECT_EQ(to_json(score), R"({"period":202603,"dimension":"unit","key":"wuan",)"
                            R"("counts":{"accepted":3,"points":-2}})");
}

TEST(RegisterView, SurvivesTextThatIsNotUtf8) {
  casework::ListEntry entry;
  entry.title = std::string("ab\xff\x00", 4);
  const auto json = nlohmann::json::parse(to_json(entry), nullptr, false);
  EXPECT_FALSE(json.is_discarded());
}

template <std::size_t... kIndex>
std::vector<RegisterRow> all_rows(std::index_sequence<kIndex...>) {
  return {journal::filled<std::variant_alternative_t<kIndex, RegisterRow>>()...};
}

TEST(RegisterView, ShowsEveryKind) {
  for (const RegisterRow& row :
       all_rows(std::make_index_sequence<std::variant_size_v<RegisterRow>>{})) {
    const std::string json = to_json(row);
    EXPECT_FALSE(nlohmann::json::parse(json, nullptr, false).is_discarded()) << json;
    EXPECT_EQ(json.find("\"?\""), std::string::npos) << json;
    EXPECT_EQ(json.find('\n'), std::string::npos) << json;
  }
  EXPECT_EQ(kind_word(casework::Whistle{}), "whistle");
  EXPECT_EQ(kind_word(casework::ListEntry{}), "list_entry");
  EXPECT_EQ(kind_word(casework::Appealable{}), "appealable");
}

}  // namespace whistle::service::register_view_test
