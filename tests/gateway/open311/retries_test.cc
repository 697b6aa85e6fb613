#include "adapters/gateway/open311/retries.h"

#include <gtest/gtest.h>

#include "tests/gateway/open311/city.h"

namespace whistle::gateway::open311::retries_test {

constexpr const char* kPost = "/open311/v2/requests.json";
constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
const std::string kNoise = "api_key=key-of-fixmystreet&service_code=noise&lat=24.6&long=118&";
const std::string kOfAda = kNoise + "email=ada@example.org&description=Loud";

std::string posted(City& city, const std::string& form, const std::string& key = {}) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!key.empty()) headers.emplace_back("idempotency-key", key);
  return city.post(kPost, form, headers).body;
}

TEST(Retries, OfTheSamePersonAreOneRequest) {
  City city;
  const std::string first = posted(city, kOfAda);
  city.now_ms += 5 * kMinute;
  EXPECT_EQ(posted(city, kOfAda), first);
}

TEST(Retries, AreSeenWhereverTheWindowsMeet) {
  for (std::int64_t offset = 0; offset < 10 * kMinute; offset += 7 * kSecond) {
    City city;
    city.now_ms += offset;
    const std::string first = posted(city, kOfAda);
    city.now_ms += 9 * kMinute;
    ASSERT_EQ(posted(city, kOfAda), first) << offset;
  }
}

TEST(Retries, AreNoneAfterTheWindow) {
  City city;
  const std::string first = posted(city, kOfAda);
  city.now_ms += 20 * kMinute;
  EXPECT_NE(posted(city, kOfAda), first);
}

TEST(Retries, AreNoneOfAnotherPersonOrWords) {
  City city;
  const std::string first = posted(city, kOfAda);
  EXPECT_NE(posted(city, kNoise + "email=bob@example.org&description=Loud"), first);
  EXPECT_NE(posted(city, kNoise + "email=ada@example.org&description=Louder"), first);
  EXPECT_NE(posted(city,
                   "api_key=another&service_code=noise&lat=24.6&long=118&"
                   "email=ada@example.org&description=Loud"),
            first);
}

TEST(Retries, OfWhoSaysNothingOfThemselvesAreSoonAnotherNeighbour) {
  City city;
  const std::string first = posted(city, kNoise);
  EXPECT_EQ(posted(city, kNoise), first);
  city.now_ms += kMinute;
  EXPECT_NE(posted(city, kNoise), first);
}

TEST(Retries, DoNotDependOnTheOrderOfArguments) {
  City city;
  const std::string first = posted(city, kOfAda);
  EXPECT_EQ(posted(city, "description=Loud&email=ada@example.org&" + kNoise), first);
}

TEST(Retries, UnderOneKeyAreOneRequestForEver) {
  City city;
  const std::string first = posted(city, kNoise, "k1");
  city.now_ms += 1000 * kMinute;
  EXPECT_EQ(posted(city, kNoise, "k1"), first);
  EXPECT_NE(posted(city, kNoise, "k2"), first);
}

TEST(Retries, OfAReportThatHasANumberAreOneRequestForEver) {
  City city;
  const std::string numbered = kNoise + "attribute[fixmystreet_id]=4711&description=";
  const std::string first = posted(city, numbered + "Loud");
  city.now_ms += 1000 * kMinute;
  EXPECT_EQ(posted(city, numbered + "Loud"), first);
  EXPECT_NE(posted(city, kNoise + "attribute[fixmystreet_id]=4712&description=Loud"), first);
}

TEST(Retries, AreNotConfusedByWhereOneArgumentEnds) {
  Caller caller;
  caller.person.name = "a";
  const Settings settings;
  Arguments left;
  left.fields.add("description", "ab");
  left.fields.add("email", "c");
  Arguments right;
  right.fields.add("description", "a");
  right.fields.add("email", "bc");
  EXPECT_NE(external_id_of(caller, {}, left, settings, kNow).now,
            external_id_of(caller, {}, right, settings, kNow).now);
}

TEST(Retries, AreNotAskedAboutWhenTheEngineIsAway) {
  City city;
  city.desk.refuses(v1::METHOD_GET_COMPLAINT,
                    {.code = client::kUnavailable, .reason = "AWAY", .message = "no"});
  EXPECT_EQ(city.post(kPost, kOfAda).status, 503);
  EXPECT_TRUE(city.submitted().empty());
}

}  // namespace whistle::gateway::open311::retries_test
