#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "adapters/hotline/feed.h"
#include "adapters/hotline/instant.h"

namespace whistle::hotline::json_feed_test {

std::unique_ptr<Feed> feed_of(const std::string& content, bool forward_bad_text = false) {
  return make_json_feed(bytes_of(content, 11), "day.jsonl", {"centre", "", "", forward_bad_text});
}

std::string bad(const std::string& line, bool forward_bad_text = false) {
  const auto row = feed_of(line + "\n", forward_bad_text)->next();
  if (!row || !std::holds_alternative<BadRow>(*row)) return "good";
  return to_text(std::get<BadRow>(*row).problem);
}

constexpr const char* kMinimal =
    R"({"external_id": "a", "occurred_at": "2026-03-11T00:07:02+08:00", "text": "水管漏水")";

TEST(JsonFeed, ReadsEveryField) {
  auto feed =
      feed_of(std::string(kMinimal) +
              R"(, "channel": "phone", "subject": "s", "requester": {"name": "林", )"
              R"("id": "r-1", "phone_hash": "69f3"}, "area_code": "350605100001003", )"
              R"("point": {"lat": 24.6, "lon": 117.7, "datum": "gcj02"}, "category": "06002", )"
              R"("condition": "broken", "request_type": "help", "finish_after_min": 95, )"
              R"("requester_kind": "enterprise", "answered": "已告知", )"
              R"("rating": "dissatisfied", "classify_as": {"category": "x", "area_code": 7}})");
  const auto row = feed->next();
  ASSERT_TRUE(row && std::holds_alternative<GoodRow>(*row));
  const GoodRow& good = std::get<GoodRow>(*row);
  EXPECT_EQ(good.complaint.source(), "centre");
  EXPECT_EQ(good.complaint.external_id(), "a");
  EXPECT_EQ(good.complaint.text(), "水管漏水");
  EXPECT_EQ(good.complaint.occurred_at_ms(), parse_instant("2026-03-10T16:07:02Z"));
  EXPECT_EQ(good.complaint.requester(), "r-1");
  EXPECT_EQ(good.complaint.requester_name(), "林");
  EXPECT_EQ(good.complaint.area_code(), 350605100001003U);
  EXPECT_EQ(good.complaint.latitude(), 24.6);
  EXPECT_EQ(good.complaint.datum(), "gcj02");
  EXPECT_EQ(good.complaint.request_type(), "help");
  EXPECT_EQ(good.complaint.requester_kind(), "enterprise");
  EXPECT_EQ(good.complaint.answered(), "已告知");
  EXPECT_EQ(good.aftermath.finish_after_min, 95);
  EXPECT_EQ(good.aftermath.rating, "dissatisfied");
  EXPECT_EQ(good.aftermath.classify_category, "x");
  EXPECT_EQ(good.aftermath.classify_area, 7U);
}

TEST(JsonFeed, TakesNullForAbsentAndSkipsBlankLines) {
  auto feed =
      feed_of("\n  \n" + std::string(kMinimal) + R"(, "rating": null, "finish_after_min": null})");
  const GoodRow good = std::get<GoodRow>(*feed->next());
  EXPECT_EQ(good.place.at.line, 3U);
  EXPECT_EQ(good.place.number, 1U);
  EXPECT_EQ(good.aftermath.finish_after_min, std::nullopt);
  EXPECT_FALSE(feed->next());
}

TEST(JsonFeed, PointsAtWhatIsWrong) {
  const std::string row = kMinimal;
  EXPECT_EQ(bad("{\"text\": 水}"), "day.jsonl:1:10: not JSON");
  EXPECT_EQ(bad("{\"text\": 1e400}"), "day.jsonl:1:1: a number is too large");
  EXPECT_EQ(bad("[1]"), "day.jsonl:1:1: not a JSON object");
  EXPECT_EQ(bad("{\"text\": \"水"), "day.jsonl:1:12: not JSON");
  EXPECT_EQ(bad(row + R"(, "colour": 1})"), "day.jsonl:1:82: unknown field 'colour'");
  EXPECT_EQ(bad(row + R"(, "channel": "pigeon"})"), "day.jsonl:1:82: unknown channel 'pigeon'");
  EXPECT_EQ(bad(row + R"(, "area_code": "x1"})"), "day.jsonl:1:82: not an area code");
  EXPECT_EQ(bad(row + R"(, "finish_after_min": -1})"),
            "day.jsonl:1:82: must be a whole number of minutes");
  EXPECT_EQ(bad(row + R"(, "point": {"lat": 91, "lon": 0}})"),
            "day.jsonl:1:92: no number of degrees");
  EXPECT_EQ(bad(row + R"(, "point": {"lat": 24.6, "lon": 117.7, "datum": "wgs-84"}})"),
            "day.jsonl:1:119: unknown datum 'wgs-84'");
  EXPECT_EQ(bad(R"({"external_id": "a", "text": "x", "occurred_at": "2026-03-11"})"),
            "day.jsonl:1:35: bad time '2026-03-11'");
  EXPECT_EQ(bad(R"({"occurred_at": "2026-03-11T00:07:02Z", "text": "x"})"),
            "day.jsonl:1:1: 'external_id' is missing");
}

TEST(JsonFeed, IsNotMisledByAFieldNameInsideAText) {
  EXPECT_EQ(bad(R"({"text": "say \"rating\": 5", "external_id": "a", "rating": "great",)"
                R"( "occurred_at": "2026-03-11T00:07:02Z"})"),
            "day.jsonl:1:51: unknown rating 'great'");
}

TEST(JsonFeed, RejectsBrokenTextWithItsPlace) {
  const std::string line = std::string(R"({"external_id": "a", "text": "水)") + "\xE6\xB0" +
                           R"(", "occurred_at": "2026-03-11T00:07:02Z"})";
  EXPECT_EQ(bad(line), "day.jsonl:1:32: broken UTF-8");
}

TEST(JsonFeed, ForwardsBrokenTextToTheByteWhenAsked) {
  const std::string line = std::string(R"({"external_id": "a", "text": "水)") + "\xE6\xB0" +
                           R"(!", "occurred_at": "2026-03-11T00:07:02Z"})";
  const auto row = feed_of(line, true)->next();
  ASSERT_TRUE(row && std::holds_alternative<GoodRow>(*row));
  EXPECT_EQ(std::get<GoodRow>(*row).complaint.text(), "水\xE6\xB0!");
}

TEST(JsonFeed, LosesNothingElseToBadRows) {
  auto feed = feed_of("garbage\n" + std::string(kMinimal) + "}\n\xFF\n" + kMinimal + "}");
  EXPECT_TRUE(std::holds_alternative<BadRow>(*feed->next()));
  EXPECT_TRUE(std::holds_alternative<GoodRow>(*feed->next()));
  EXPECT_EQ(to_text(std::get<BadRow>(*feed->next()).problem), "day.jsonl:3:1: broken UTF-8");
  EXPECT_EQ(std::get<GoodRow>(*feed->next()).place.number, 4U);
  EXPECT_FALSE(feed->next());
}

}  // namespace whistle::hotline::json_feed_test
