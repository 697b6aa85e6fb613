#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "adapters/hotline/feed.h"
#include "adapters/hotline/instant.h"
#include "adapters/hotline/names.h"

namespace whistle::hotline::csv_feed_test {

namespace fs = std::filesystem;

constexpr const char* kMapping = R"([csv]
time_zone = "America/New_York"
[columns]
external_id = "id"
occurred_at = "open"
closed_at = "closed"
category = { column = "type", table = "categories" }
condition = { column = "queue", table = "units" }
area = { column = "place", table = "areas" }
channel = { column = "source", values = { "Call" = "phone", "*" = "other" } }
text = "{type}, {street}"
lat = "lat"
lon = "lon"
[compare]
target = "target"
on_time = "on_time"
[ignore]
columns = ["status"]
)";
constexpr const char* kHeader =
    "id,open,target,closed,on_time,type,queue,place,source,street,lat,lon\n";

class CsvFeed : public testing::Test {
 protected:
  CsvFeed() {
    fs::create_directories(pack);
    write("rulebook.toml", "replace = [\"areas\", \"units\", \"categories\"]\n");
    write("categories.csv", "code,name,name_en\npothole,坑洞,Pothole\nlamp,路灯,Street Light\n");
    write("units.csv", "# desks\ncode,name\nroads,PWD_Roads\n");
    write("areas.csv",
          "code,name,aliases\n25001,Dorchester,Dot|Dorchester Center\n25002,Mattapan,Dot\n");
  }
  ~CsvFeed() override { fs::remove_all(pack); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(pack / name, std::ios::binary) << content;
  }

  OpenedFeed open(const std::string& content) const {
    const auto parsed = parse_mapping(kMapping, "m.toml");
    EXPECT_TRUE(parsed.problems.empty());
    return make_csv_feed(bytes_of(content), "feed.csv", parsed.mapping,
                         {"boston311", pack.string(), "", false});
  }

  std::string bad(const std::string& line) const {
    auto opened = open(kHeader + line);
    const auto row = opened.feed->next();
    if (!row || !std::holds_alternative<BadRow>(*row)) return "good";
    return to_text(std::get<BadRow>(*row).problem);
  }

  std::vector<std::string> opening_problems(const std::string& content) const {
    std::vector<std::string> all;
    for (const Problem& problem : open(content).problems) all.push_back(to_text(problem));
    return all;
  }

  const fs::path pack =
      fs::path(testing::TempDir()) /
      (std::string("pack_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(CsvFeed, TurnsARowIntoAComplaint) {
  auto opened =
      open(std::string(kHeader) +
           "7,2015-03-09T00:42:27,2015-03-10T08:30:00,2015-03-11T07:30:00,OVERDUE,Pothole,"
           "PWD_Roads,Dorchester Center,Call,\"9 Elm St, rear\",42.3,-71.1\n");
  ASSERT_TRUE(opened.feed);
  const auto row = opened.feed->next();
  ASSERT_TRUE(row && std::holds_alternative<GoodRow>(*row));
  const GoodRow& good = std::get<GoodRow>(*row);
  EXPECT_EQ(good.complaint.source(), "boston311");
  EXPECT_EQ(good.complaint.external_id(), "7");
  EXPECT_EQ(good.complaint.occurred_at_ms(), parse_instant("2015-03-09T04:42:27Z"));
  EXPECT_EQ(good.complaint.category(), "pothole");
  EXPECT_EQ(good.complaint.condition(), "roads");
  EXPECT_EQ(good.complaint.area_code(), 25001U);
  EXPECT_EQ(good.complaint.channel(), "phone");
  EXPECT_EQ(good.complaint.text(), "Pothole, 9 Elm St, rear");
  EXPECT_TRUE(good.complaint.has_point());
  EXPECT_EQ(good.complaint.longitude(), -71.1);
  EXPECT_EQ(good.aftermath.closed_at_ms, parse_instant("2015-03-11T11:30:00Z"));
  EXPECT_EQ(good.aftermath.target_ms, parse_instant("2015-03-10T12:30:00Z"));
  EXPECT_EQ(good.aftermath.on_time, false);
  EXPECT_FALSE(opened.feed->next());
}

TEST_F(CsvFeed, LeavesOutWhatIsEmpty) {
  auto opened = open(std::string(kHeader) + "7,2015-03-09T00:42:27,,,,Pothole,,,Mail,,,\n");
  const GoodRow good = std::get<GoodRow>(*opened.feed->next());
  EXPECT_EQ(good.complaint.condition(), "");
  EXPECT_EQ(good.complaint.area_code(), 0U);
  EXPECT_EQ(good.complaint.channel(), "other");
  EXPECT_FALSE(good.complaint.has_point());
  EXPECT_EQ(good.aftermath.closed_at_ms, std::nullopt);
  EXPECT_EQ(good.aftermath.on_time, std::nullopt);
}

TEST_F(CsvFeed, TakesTheValueThatTheMappingHasForAnEmptyField) {
  std::string toml = kMapping;
  const std::string rule = "column = \"place\", table = \"areas\"";
  toml.insert(toml.find(rule) + rule.size(), ", empty = \"Mattapan\"");
  const auto parsed = parse_mapping(toml, "m.toml");
  ASSERT_TRUE(parsed.problems.empty()) << to_text(parsed.problems.front());
  auto opened =
      make_csv_feed(bytes_of(std::string(kHeader) + "7,2015-03-09T00:42:27,,,,Pothole,,,Mail,,,\n" +
                             "8,2015-03-09T00:42:27,,,,Pothole,,Dorchester,Mail,,,\n"),
                    "feed.csv", parsed.mapping, {"boston311", pack.string(), "", false});
  EXPECT_EQ(std::get<GoodRow>(*opened.feed->next()).complaint.area_code(), 25002U);
  EXPECT_EQ(std::get<GoodRow>(*opened.feed->next()).complaint.area_code(), 25001U);
}

TEST_F(CsvFeed, PointsAtTheValueThatMakesARowBad) {
  EXPECT_EQ(bad("7,2015-02-29T00:00:00,,,,Pothole,,,Call,,,\n"),
            "feed.csv:2:3: bad time '2015-02-29T00:00:00' in 'open'");
  EXPECT_EQ(bad("7,2015-03-09T00:42:27,,,,Potholes,,,Call,,,\n"),
            "feed.csv:2:26: unknown value 'Potholes' in 'type'");
  EXPECT_EQ(bad("7,2015-03-09T00:42:27,,,,Pothole,,Dot,Call,,,\n"),
            "feed.csv:2:35: ambiguous value 'Dot' in 'place'");
  EXPECT_EQ(bad("7,2015-03-09T00:42:27,,,,Pothole,,,Call,,91,-71\n"),
            "feed.csv:2:42: '91' is no number of degrees");
  EXPECT_EQ(bad(",2015-03-09T00:42:27,,,,Pothole,,,Call,,,\n"), "feed.csv:2:1: 'id' is empty");
  EXPECT_EQ(bad("7,2015-03-09T00:42:27,,,,Pothole\n"),
            "feed.csv:2:1: the row has 6 fields, the header 12");
}

TEST_F(CsvFeed, GoesOnAfterABadRow) {
  auto opened = open(std::string(kHeader) + "1,never,,,,Pothole,,,Call,,,\n" +
                     "2,2015-03-09T00:42:27,,,,Pothole,,,Call,,,\n");
  const BadRow first = std::get<BadRow>(*opened.feed->next());
  EXPECT_EQ(first.raw, "1,never,,,,Pothole,,,Call,,,");
  EXPECT_EQ(first.place.number, 1U);
  const GoodRow second = std::get<GoodRow>(*opened.feed->next());
  EXPECT_EQ(second.complaint.external_id(), "2");
  EXPECT_EQ(second.place.number, 2U);
}

TEST_F(CsvFeed, WarnsOnceOfAQueueNobodyKnows) {
  const std::string line = ",2015-03-09T00:42:27,,,,Pothole,PWD_Moon,,Call,,,\n";
  auto opened = open(std::string(kHeader) + "1" + line + "2" + line);
  EXPECT_EQ(std::get<GoodRow>(*opened.feed->next()).complaint.condition(), "");
  EXPECT_TRUE(std::holds_alternative<GoodRow>(*opened.feed->next()));
  const auto warnings = opened.feed->take_warnings();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(to_text(warnings[0]), "feed.csv:2:34: unknown value 'PWD_Moon' in 'queue'; left out");
  EXPECT_TRUE(opened.feed->take_warnings().empty());
}

TEST_F(CsvFeed, RefusesAHeaderThatDoesNotFitTheMapping) {
  EXPECT_EQ(opening_problems("id,open,target,closed,on_time,type,queue,place,source,street,lat,"
                             "stat,mood,lat\n"),
            (std::vector<std::string>{
                "feed.csv:1:66: unknown column 'stat': neither used nor ignored by m.toml",
                "feed.csv:1:71: unknown column 'mood': neither used nor ignored by m.toml",
                "feed.csv:1:76: the column 'lat' is there twice",
                "m.toml:13:7: the column 'lon' is not in the header of feed.csv"}));
}

TEST_F(CsvFeed, AllowsIgnoredColumnsToBeThereOrNot) {
  EXPECT_TRUE(opening_problems(std::string("status,") + kHeader).empty());
  EXPECT_TRUE(opening_problems(kHeader).empty());
}

TEST_F(CsvFeed, NamesAnEmptyFileAndABrokenTable) {
  write("units.csv", "code,name\nroads,\"PWD\n");
  EXPECT_EQ(opening_problems(""),
            (std::vector<std::string>{
                "feed.csv: the file has no header",
                (pack / "units.csv").string() + ":2:7: the quote is never closed"}));
}

TEST_F(CsvFeed, ReadsTheWeekOfBostonWithoutABadRow) {
  const std::string city = SOURCE_DIR "/config/cities/boston";
  auto opened = open_feed(city + "/feed/2015-03-09_week.csv", {"boston", city, "", false});
  for (const Problem& problem : opened.problems) ADD_FAILURE() << to_text(problem);
  ASSERT_TRUE(opened.feed);
  std::size_t good = 0;
  while (const auto row = opened.feed->next()) {
    if (const auto* wrong = std::get_if<BadRow>(&*row)) ADD_FAILURE() << to_text(wrong->problem);
    ++good;
  }
  EXPECT_EQ(good, 2405U);
}

TEST_F(CsvFeed, KnowsOneKindOfNameFromTheOther) {
  const auto names = load_names(pack.string(), "areas");
  ASSERT_TRUE(names);
  EXPECT_EQ(names->find(" Dorchester ").code, "25001");
  EXPECT_EQ(names->find("25002").code, "25002");
  EXPECT_EQ(names->find("Dot").match, Names::Match::Several);
  EXPECT_EQ(names->find("Roxbury").match, Names::Match::None);
}

}  // namespace whistle::hotline::csv_feed_test
