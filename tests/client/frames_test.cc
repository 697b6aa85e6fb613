#include "adapters/client/frames.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace whistle::client::frames_test {

std::string header_bytes(std::size_t padding = 0) {
  v1::Header header;
  header.set_kind(v1::KIND_RESPONSE);
  header.set_request_id(7);
  if (padding > 0) header.mutable_status()->set_message(std::string(padding, 'x'));
  return header.SerializeAsString();
}

TEST(Frames, ReadsTheThreeFramesOfAMessage) {
  const std::string header = header_bytes();
  const auto received = read_frames({"WHISTLE/1", header, "body"});
  ASSERT_TRUE(received);
  EXPECT_EQ(received->header.kind(), v1::KIND_RESPONSE);
  EXPECT_EQ(received->header.request_id(), 7U);
  EXPECT_EQ(received->body, "body");
}

TEST(Frames, ReadsAnEmptyBody) {
  const std::string header = header_bytes();
  const auto received = read_frames({"WHISTLE/1", header, ""});
  ASSERT_TRUE(received);
  EXPECT_EQ(received->body, "");
}

TEST(Frames, RefusesAnotherProtocol) {
  const std::string header = header_bytes();
  EXPECT_FALSE(read_frames({"WHISTLE/2", header, ""}));
  EXPECT_FALSE(read_frames({"", header, ""}));
}

TEST(Frames, RefusesTwoFramesAndFour) {
  const std::string header = header_bytes();
  EXPECT_FALSE(read_frames({}));
  EXPECT_FALSE(read_frames({"WHISTLE/1", header}));
  EXPECT_FALSE(read_frames({"WHISTLE/1", header, "", ""}));
}

TEST(Frames, RefusesAHeaderThatIsNone) {
  EXPECT_FALSE(read_frames({"WHISTLE/1", "\xff\xff\xff", ""}));
}

TEST(Frames, BoundsTheHeader) {
  // The padding is the header less the bytes around it.
  const std::size_t around = header_bytes(2000).size() - 2000;
  const std::string largest = header_bytes(kHeaderBytesMax - around);
  const std::string larger = header_bytes(kHeaderBytesMax - around + 1);
  ASSERT_EQ(largest.size(), kHeaderBytesMax);
  EXPECT_TRUE(read_frames({"WHISTLE/1", largest, ""}));
  EXPECT_FALSE(read_frames({"WHISTLE/1", larger, ""}));
}

TEST(Frames, BoundsTheBody) {
  const std::string header = header_bytes();
  const std::string largest(kAnswerBytesMax, 'b');
  const std::string larger(kAnswerBytesMax + 1, 'b');
  EXPECT_TRUE(read_frames({"WHISTLE/1", header, largest}));
  EXPECT_FALSE(read_frames({"WHISTLE/1", header, larger}));
}

}  // namespace whistle::client::frames_test
