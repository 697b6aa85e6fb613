#include "engine/service/hello.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/service/features.h"
#include "engine/service/read_frames.h"

// What is agreed upon before anything is asked.
namespace whistle::service::hello_test {

v1::Hello speaking(std::uint32_t first, std::uint32_t last) {
  v1::Hello hello;
  hello.set_min_minor(first);
  hello.set_max_minor(last);
  return hello;
}

TEST(Hello, AgreesOnTheNewestMinorThatBothSpeak) {
  EXPECT_EQ(*common_minor(speaking(0, 0)), 1U) << "whichever";
  EXPECT_EQ(*common_minor(speaking(0, 1)), 1U);
  EXPECT_EQ(*common_minor(speaking(1, 1)), 1U);
  EXPECT_EQ(*common_minor(speaking(1, 900)), 1U);
}

TEST(Hello, IsRefusedWithoutAMinorInCommon) {
  const auto minor = common_minor(speaking(2, 7));
  ASSERT_FALSE(minor);
  EXPECT_EQ(minor.error().code, kUnimplemented);
  EXPECT_EQ(minor.error().reason, "VERSION");
}

TEST(Hello, SaysWhatIsTooLongOrTurnedAround) {
  const std::string fits(256, 'x');
  const std::string over(257, 'x');
  v1::Hello hello;
  hello.set_client(fits);
  hello.set_version(fits);
  hello.set_resume_token(fits);
  hello.add_features(fits);
  EXPECT_FALSE(problem_in(hello));
  for (const std::string field : {"client", "version", "resume_token", "features"}) {
    v1::Hello wrong;
    if (field == "client") wrong.set_client(over);
    if (field == "version") wrong.set_version(over);
    if (field == "resume_token") wrong.set_resume_token(over);
    if (field == "features") wrong.add_features(over);
    const auto problem = problem_in(wrong);
    ASSERT_TRUE(problem) << field;
    EXPECT_EQ(problem->reason, "FIELD_VIOLATION");
    EXPECT_EQ(problem->message, field + ": 257 bytes, at most 256");
  }
  const auto problem = problem_in(speaking(2, 1));
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message, "min_minor: 2 is above max_minor, 1");
}

std::optional<Problem> read(const std::vector<std::string>& must_understand) {
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.set_method(v1::METHOD_PING);
  for (const std::string& feature : must_understand) header.add_must_understand(feature);
  std::vector<zmq::message_t> frames;
  frames.emplace_back(std::string("peer"));
  frames.emplace_back(std::string(kProtocol));
  frames.emplace_back(header.SerializeAsString());
  Request request;
  return read_frames(std::move(frames), request);
}

TEST(Features, MayBeReliedOnWhenTheEngineHasThem) {
  EXPECT_FALSE(read({}));
  for (const std::string_view feature : kFeatures) {
    EXPECT_FALSE(read({std::string(feature)})) << feature;
  }
  const auto problem = read({std::string(kFeatures.front()), "teleport"});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, kUnimplemented);
  EXPECT_EQ(problem->reason, "FEATURE");
  EXPECT_NE(problem->message.find("\"teleport\""), std::string::npos) << problem->message;
}

TEST(Features, HaveNamesOfTheirOwn) {
  EXPECT_EQ(std::set(kFeatures.begin(), kFeatures.end()).size(), kFeatures.size());
}

}  // namespace whistle::service::hello_test
