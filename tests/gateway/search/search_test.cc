#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/gateway/search/copied_index.h"
#include "adapters/gateway/search/rights.h"
#include "tests/gateway/search/fake_source.h"

namespace whistle::gateway::search::search_test {

using testing::ElementsAre;
using testing::IsEmpty;

class Searching : public testing::Test {
 protected:
  void SetUp() override {
    const auto area = [this](std::uint64_t code, std::uint64_t parent) {
      v1::AreaView& made = source_.areas.areas.emplace_back();
      made.set_code(code);
      made.set_parent(parent);
    };
    area(1, 0);
    area(11, 1);
    area(12, 1);
    area(111, 11);
    const auto unit = [this](const char* code, std::uint64_t serves) {
      v1::UnitView& made = source_.areas.units.emplace_back();
      made.set_code(code);
      made.set_area(serves);
    };
    unit("u1", 11);
    unit("u2", 12);
    source_.file(1, "水管漏水", "blue");
    source_.file(2, "电梯停了", "red");
    source_.file(3, "电梯漏油", "yellow");
    source_.file(4, "噪音扰民", "red");
    const std::uint64_t places[] = {111, 11, 12, 2};
    for (std::uint64_t id = 1; id <= 4; ++id) {
      v1::CaseView& view = source_.views[id];
      view.set_area_code(places[id - 1]);
      view.set_unit(id < 3 ? "u1" : "u2");
      view.set_category(id < 3 ? "c1" : "c2");
      v1::ClockView& clock = *view.add_clocks();
      clock.set_running(true);
      clock.set_due_ms(static_cast<std::int64_t>(100'000 - id));
      source_.replies[id].mutable_complaint()->set_requester(id % 2 == 0 ? "even" : "odd");
      source_.replies[id].mutable_complaint()->set_source("12345");
    }
    v1::Complaint& at = *source_.replies[2].mutable_complaint();
    at.set_has_point(true);
    at.set_latitude(41.8);
    at.set_longitude(123.4);
  }
  Reader& reader() {
    if (reader_) return *reader_;
    Follower follower({.file = folder_.file()}, source_, [](const std::string&) {});
    for (int i = 0; i < 12; ++i) follower.step(0);
    reader_.emplace(folder_.file(), std::chrono::seconds(60));
    return *reader_;
  }
  std::vector<std::uint64_t> ids(const Wish& wish) {
    const auto answer = reader().cases(wish);
    EXPECT_TRUE(answer) << answer.problem().message;
    std::vector<std::uint64_t> found;
    if (!answer) return found;
    for (const v1::CaseView& view : answer->cases) found.push_back(view.case_id());
    return found;
  }
  std::vector<std::uint64_t> complaints(const ComplaintWish& wish) {
    const auto answer = reader().complaints(wish);
    EXPECT_TRUE(answer) << answer.problem().message;
    std::vector<std::uint64_t> found;
    if (!answer) return found;
    for (const auto& one : answer->complaints) found.push_back(one.complaint.complaint_id());
    return found;
  }

  Folder folder_;
  FakeSource source_;
  std::optional<Reader> reader_;
};

TEST_F(Searching, OrdersByTimeAndByUrgency) {
  EXPECT_THAT(ids({}), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(ids({.order = Wish::Order::Oldest}), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(ids({.order = Wish::Order::MostUrgent}), ElementsAre(4, 2, 3, 1));
  EXPECT_THAT(ids({.open = true, .order = Wish::Order::MostUrgent}), ElementsAre(4, 2, 3, 1));
}

TEST_F(Searching, TakesAnAreaWithAllBelow) {
  EXPECT_THAT(ids({.areas = {1}}), ElementsAre(3, 2, 1));
  EXPECT_THAT(ids({.areas = {11}}), ElementsAre(2, 1));
  EXPECT_THAT(ids({.areas = {2, 111}}), ElementsAre(4, 1));
  EXPECT_THAT(ids({.areas = {999}}), IsEmpty());
}

TEST_F(Searching, TakesAllThatIsAskedForTogether) {
  EXPECT_THAT(ids({.text = "电梯"}), ElementsAre(3, 2));
  EXPECT_THAT(ids({.text = "电梯", .units = {"u1"}}), ElementsAre(2));
  EXPECT_THAT(ids({.text = "电梯", .requester = "odd"}), ElementsAre(3));
  EXPECT_THAT(ids({.requester = "even"}), ElementsAre(4, 2));
  EXPECT_THAT(ids({.cases = {3, 99}}), ElementsAre(3));
  EXPECT_THAT(ids({.complaints = {2, 4}}), ElementsAre(4, 2));
  EXPECT_THAT(ids({.severities = {"red"}, .received_since = 2001}), ElementsAre(4));
  EXPECT_THAT(
      ids({.areas = {1}, .categories = {"c1"}, .received_since = 1000, .received_until = 2000}),
      ElementsAre(1));
  EXPECT_THAT(ids({.requester = "' OR 1=1 --"}), IsEmpty());
}

TEST_F(Searching, LeafsThroughPages) {
  const auto second = reader().cases({.page = 2, .page_size = 3});
  ASSERT_TRUE(second);
  ASSERT_EQ(second->cases.size(), 1U);
  EXPECT_EQ(second->cases[0].case_id(), 1U);
  EXPECT_EQ(second->total, 4U);
  EXPECT_EQ(reader().cases({.page = 1, .page_size = 3})->total, 4U);
  EXPECT_EQ(reader().cases({.page = 9, .page_size = 3})->total, 4U);
}

TEST_F(Searching, RefusesWhatIsBeyondItsBounds) {
  for (const Wish& wish :
       {Wish{.text = " \t"}, Wish{.text = std::string(257, 'x')}, Wish{.page = 0},
        Wish{.page_size = 0}, Wish{.page_size = 1001}, Wish{.page = 11, .page_size = 1000},
        Wish{.cases = std::vector<std::uint64_t>(257, 1)}}) {
    const auto answer = reader().cases(wish);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.problem().reason, "FIELD_VIOLATION");
  }
}

TEST_F(Searching, GivesUpOnWhatTakesTooLong) {
  for (std::uint64_t id = 5; id < 3000; ++id) source_.file(id, "漏水漏水漏水");
  reader();
  Reader hurried(folder_.file(), std::chrono::milliseconds(0));
  const auto answer = hurried.cases({.text = "漏水", .severities = {"none"}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.problem().reason, "SEARCH_TOO_LONG");
}

TEST_F(Searching, ListsComplaintsAsOpen311Does) {
  EXPECT_THAT(complaints({}), ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(complaints({.categories = {"c2"}}), ElementsAre(4, 3));
  EXPECT_THAT(complaints({.requester = "odd", .source = "12345"}), ElementsAre(3, 1));
  EXPECT_THAT(complaints({.text = "漏"}), ElementsAre(3, 1));
  EXPECT_THAT(complaints({.updated_since = 2000, .updated_until = 4000}), ElementsAre(3, 2));
  EXPECT_THAT(complaints({.box = ComplaintWish::Box{41.7, 123.3, 41.9, 123.5}}), ElementsAre(2));
  EXPECT_THAT(complaints({.box = ComplaintWish::Box{41.9, 123.3, 41.7, 123.5}}), IsEmpty());
}

TEST_F(Searching, TellsResidentsWhatTheyMayRead) {
  source_.record({fact("order_signed", 1, {{"worker", "王伟"}})});
  source_.record({fact("progress_noted", 1, {{"note", "住户脾气不好"}})});
  source_.record({fact("extension_asked", 1, {{"reason", "等配件"}, {"by", "王伟"}})});
  source_.record({fact("complaint_declined", 0, {{"complaint", "50"}, {"ground", "不属本市"}})});
  source_.replies[50].set_complaint_id(50);
  const auto told = reader().updates({.complaints = {1}});
  ASSERT_TRUE(told);
  std::vector<std::string> lines;
  for (const Update& one : told->updates) {
    lines.push_back(one.event + ' ' + one.status + ' ' + one.note);
  }
  EXPECT_THAT(lines,
              ElementsAre("order_dispatched dispatched ", "order_signed signed_for ",
                          "progress_noted signed_for ", "extension_asked signed_for 等配件"));
  const auto declined = reader().complaints({.complaints = {50}});
  ASSERT_EQ(declined->complaints.size(), 1U);
  EXPECT_EQ(declined->complaints[0].note, "不属本市");
  EXPECT_EQ(declined->complaints[0].closed_ms, 8000);
}

TEST_F(Searching, TellsAResidentOnceThatTheCaseBegins) {
  source_.replies[40].set_complaint_id(40);
  source_.record({fact("case_filed", 40, {{"complaint", "40"}, {"awaits_triage", "yes"}}),
                  fact("order_dispatched", 40, {{"unit", "triage"}})});
  source_.record({fact("order_dispatched", 40, {{"unit", "u1"}})});
  const auto told = reader().updates({.complaints = {40}});
  ASSERT_EQ(told->total, 2U);
  EXPECT_EQ(told->updates[0].status, "awaits_triage");
  EXPECT_EQ(told->updates[1].status, "dispatched");
}

TEST_F(Searching, TellsOnlyWhoJoinsThatTheirCaseIsOneWithAnother) {
  source_.record({fact("case_merged", 2, {{"into", "1"}})});
  const auto told = reader().updates({.complaints = {1, 2}});
  std::vector<std::uint64_t> joined;
  for (const Update& one : told->updates) {
    if (one.event == "case_merged") joined.push_back(one.complaint_id);
  }
  EXPECT_THAT(joined, ElementsAre(2));
}

TEST_F(Searching, FindsByWhatTheResidentChoseUntilACaseHasACategory) {
  source_.file(41, "路灯", "blue");
  source_.replies[41].mutable_complaint()->set_category("c9");
  EXPECT_THAT(complaints({.categories = {"c9"}}), ElementsAre(41));
}

TEST_F(Searching, AComplaintThatJoinsAndLeavesKeepsWhatItWasTold) {
  source_.replies[10].set_complaint_id(10);
  source_.record({fact("complaint_merged", 1, {{"complaint", "10"}})});
  source_.record({fact("order_signed", 1)});
  source_.record({fact("complaint_unmerged", 1, {{"complaint", "10"}}),
                  fact("case_split", 11, {{"complaint", "10"}, {"from", "1"}})});
  source_.record({fact("case_closed", 1)});
  const auto told = reader().updates({.complaints = {10}});
  ASSERT_EQ(told->total, 3U);
  EXPECT_EQ(told->updates[0].status, "dispatched");
  EXPECT_EQ(told->updates[1].status, "signed_for");
  EXPECT_EQ(told->updates[2].event, "case_split");
  EXPECT_EQ(reader().complaints({.complaints = {10}})->complaints.at(0).complaint.case_id(), 11U);
}

TEST_F(Searching, CountsWhatUnitsHave) {
  source_.record({fact("case_escalated", 3, {{"to_unit", "u2"}})});
  const auto loads = reader().loads(10'000, {});
  ASSERT_TRUE(loads);
  ASSERT_EQ(loads->size(), 2U);
  EXPECT_EQ(loads->at(0).unit, "u1");
  EXPECT_EQ(loads->at(0).red, 1U);
  EXPECT_EQ(loads->at(0).blue, 1U);
  EXPECT_EQ(loads->at(0).oldest_received_ms, 1000);
  EXPECT_EQ(loads->at(1).escalations_last_hour, 1U);
}

TEST_F(Searching, CountsOnlyUnitsWithinAnArea) {
  EXPECT_EQ(reader().loads(10'000, {1})->size(), 2U);
  const auto here = reader().loads(10'000, {11});
  ASSERT_EQ(here->size(), 1U);
  EXPECT_EQ(here->at(0).unit, "u1");
  EXPECT_TRUE(reader().loads(10'000, {999})->empty());
}

TEST_F(Searching, ShowsAPersonWhatIsTheirs) {
  people::Person person;
  EXPECT_THAT(ids(narrowed({}, person)), ElementsAre(4, 3, 2, 1));
  person.areas = {11};
  EXPECT_THAT(ids(narrowed({.areas = {1}}, person)), ElementsAre(2, 1));
  EXPECT_THAT(ids(narrowed({.areas = {12}}, person)), IsEmpty());
  person.areas = {};
  person.units = {"u2"};
  EXPECT_THAT(ids(narrowed({}, person)), ElementsAre(4, 3));
  EXPECT_THAT(ids(narrowed({.units = {"u1"}}, person)), IsEmpty());
  EXPECT_THAT(ids(narrowed({.units = {"u1", "u2"}}, person)), ElementsAre(4, 3));
}

TEST_F(Searching, AnswersOnTheExecutorOfTheCaller) {
  auto source = std::make_unique<FakeSource>(source_);
  CopiedIndex index({.follower = {.file = folder_.path() / "below" / "search.sqlite"}},
                    std::move(source), [](const std::string&) {});
  boost::asio::io_context context;
  std::optional<client::Problem> problem;
  boost::asio::co_spawn(
      context,
      [&]() -> boost::asio::awaitable<void> {
        Wish everything;
        const auto answer = co_await index.cases(std::move(everything));
        if (!answer) problem = answer.problem();
      },
      boost::asio::detached);
  context.run();
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->reason, "COPY_AWAY") << "before it began";
  index.start();
  for (bool found = false; !found;) {
    std::optional<std::uint64_t> total;
    boost::asio::co_spawn(
        context,
        [&]() -> boost::asio::awaitable<void> {
          Wish everything;
          const auto answer = co_await index.cases(std::move(everything));
          if (answer) total = answer->total;
        },
        boost::asio::detached);
    context.restart();
    context.run();
    found = total == 4U;
  }
}

}  // namespace whistle::gateway::search::search_test
