#include "adapters/gateway/open311/listing.h"

#include <gtest/gtest.h>

#include "adapters/gateway/http/target.h"
#include "tests/gateway/open311/city.h"

namespace whistle::gateway::open311::listing_test {

constexpr std::int64_t kSecond = 1000;

Listing listing_of(const std::string& query) {
  Arguments arguments;
  arguments.fields = http::read_form(query).value();
  auto read = read_listing(arguments, kNow);
  return std::get<Listing>(std::move(read));
}

TEST(Listing, IsTheLastNinetyDaysAndTheFirstThousand) {
  const Listing listing = listing_of("");
  EXPECT_EQ(listing.wish.received_since, kNow - kSpanMs);
  EXPECT_EQ(listing.wish.page_size, 1000U);
  EXPECT_EQ(listing.wish.page, 1U);
}

TEST(Listing, SpansNoMoreThanNinetyDaysFromItsStart) {
  const auto& wish =
      listing_of("start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z").wish;
  EXPECT_EQ(*wish.received_until - *wish.received_since, kSpanMs + kSecond);
  EXPECT_EQ(*listing_of("start_date=2020-01-01").wish.received_until, *wish.received_until);
}

TEST(Listing, EndsNinetyDaysAfterItsBeginningWhenOnlyTheEndIsNamed) {
  const auto& wish = listing_of("end_date=2026-01-01T00:00:00Z").wish;
  EXPECT_EQ(*wish.received_until - *wish.received_since, kSpanMs + kSecond);
}

TEST(Listing, HasTheLastSecondOfItsEnd) {
  const std::int64_t end = kNow - 60 * kSecond;
  const auto& wish =
      listing_of("start_date=2026-03-01T07:00:00Z&end_date=2026-03-01T07:59:00Z").wish;
  EXPECT_EQ(wish.received_until, end + kSecond);
}

TEST(Listing, OfWhatChangedIsNotBoundByWhenItCame) {
  const auto& wish = listing_of("updated_after=2026-02-28T00:00:00Z").wish;
  EXPECT_FALSE(wish.received_since);
  EXPECT_FALSE(wish.received_until);
  EXPECT_TRUE(wish.updated_since);
}

TEST(Listing, TakesNoMoreThanAThousandToAPage) {
  EXPECT_EQ(listing_of("page_size=999999999999999999999").wish.page_size, 1000U);
}

TEST(Listing, ByIdsOverridesEverythingElse) {
  const Listing listing = listing_of("service_request_id=3, 1,3&status=nonsense&page=x&bbox=y");
  EXPECT_EQ(listing.ids, (std::vector<std::uint64_t>{3, 1}));
}

TEST(Listing, OfIdsHasAtMostAThousand) {
  std::string ids = "service_request_id=1";
  for (int i = 0; i < 1000; ++i) ids += ",1";
  Arguments arguments;
  arguments.fields = http::read_form(ids).value();
  EXPECT_TRUE(std::holds_alternative<Failures>(read_listing(arguments, kNow)));
}

}  // namespace whistle::gateway::open311::listing_test
