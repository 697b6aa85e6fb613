#include "adapters/gateway/stream/filter.h"

#include <gtest/gtest.h>

#include "tests/gateway/support/call.h"

namespace whistle::gateway::stream::filter_test {

const people::Person kAnybody{"li.si", "li.si", {"supervisor"}, {}, {}};

std::variant<client::Selection, std::string> read(const std::string& query,
                                                  const people::Person& person = kAnybody) {
  return selection_of(support::request_of(http::Method::Get, "/api/v1/events" + query), person);
}

client::Selection selected(const std::string& query, const people::Person& person = kAnybody) {
  const auto found = read(query, person);
  if (const auto* problem = std::get_if<std::string>(&found)) ADD_FAILURE() << *problem;
  return std::get<client::Selection>(found);
}

using Words = std::vector<std::string>;

TEST(Filter, ReadsListsWithCommasAndRepeatedNames) {
  const auto selection =
      selected("?events=case_filed,case_closed&severities=red&severities=yellow&areas=2,1,,2");
  EXPECT_EQ(selection.events, (Words{"case_closed", "case_filed"}));
  EXPECT_EQ(selection.severities, (Words{"red", "yellow"}));
  EXPECT_EQ(selection.areas, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_TRUE(selection.units.empty());
}

TEST(Filter, RefusesWhatItDoesNotKnow) {
  EXPECT_TRUE(std::holds_alternative<std::string>(read("?colour=red")));
  EXPECT_TRUE(std::holds_alternative<std::string>(read("?areas=x")));
  EXPECT_TRUE(std::holds_alternative<std::string>(read("?areas=-1")));
  std::string many = "?areas=1";
  for (int i = 2; i < 300; ++i) many += "," + std::to_string(i);
  EXPECT_TRUE(std::holds_alternative<std::string>(read(many)));
}

TEST(Filter, HasOneNameForThoseWhoSeeTheSame) {
  people::Person other = kAnybody;
  other.name = "wang.wu";
  const auto name = [](const std::string& query, const people::Person& person) {
    return name_of(selected(query, person), person);
  };
  EXPECT_EQ(name("?tiers=street,community", kAnybody),
            name("?tiers=community&tiers=street", other));
  EXPECT_EQ(name("?snapshot=1", kAnybody), name("?last_event_id=4", kAnybody));
  EXPECT_NE(name("?tiers=street", kAnybody), name("?units=street", kAnybody));
  other.areas = {7};
  EXPECT_NE(name("", kAnybody), name("", other));
  people::Person roles = kAnybody;
  roles.roles = {"worker"};
  EXPECT_NE(name("", kAnybody), name("", roles));
}

}  // namespace whistle::gateway::stream::filter_test
