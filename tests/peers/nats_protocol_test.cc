#include "bench/peers/nats_protocol.h"

#include <gtest/gtest.h>

#include "bench/peers/peer.h"

namespace whistle::bench::peers::nats_protocol_test {

constexpr std::string_view kDelivered =
    "HMSG complaints 5 $JS.ACK.1 30 35\r\nNATS/1.0\r\nNats-Msg-Id: k-1\r\n\r\nhello\r\n";

TEST(NatsProtocol, WritesCommandsAsTheyAreDocumented) {
  std::string out;
  append_subscribe(out, "_INBOX.1", 7);
  append_publish(out, "$JS.ACK.1", "_INBOX.1", "+ACK");
  append_publish_once(out, "complaints", "_INBOX.1", "k-1", "hello");
  EXPECT_EQ(out,
            "SUB _INBOX.1 7\r\nPUB $JS.ACK.1 _INBOX.1 4\r\n+ACK\r\n"
            "HPUB complaints _INBOX.1 30 35\r\nNATS/1.0\r\nNats-Msg-Id: k-1\r\n\r\nhello\r\n");
}

TEST(NatsProtocol, ReadsADeliveryWithItsHeader) {
  NatsFrame frame;
  EXPECT_EQ(read_frame(kDelivered, frame), kDelivered.size());
  EXPECT_EQ(frame.word, "MSG");
  EXPECT_EQ(frame.sid, 5U);
  EXPECT_EQ(frame.reply, "$JS.ACK.1");
  EXPECT_EQ(frame.payload, "hello");
  EXPECT_EQ(value_of(frame.header, "Nats-Msg-Id"), "k-1");
  EXPECT_EQ(value_of(frame.header, "Nats-Msg"), "");
  EXPECT_EQ(status_of(frame.header), "");
}

TEST(NatsProtocol, ReadsWhatHasNoReplyOrNoPayload) {
  NatsFrame frame;
  EXPECT_EQ(read_frame("MSG a 5 0\r\n\r\nPING\r\n", frame), 13U);
  EXPECT_EQ(frame.reply, "");
  EXPECT_EQ(frame.payload, "");
  EXPECT_EQ(read_frame("MSG a 5 b 2\r\nhi\r\n", frame), 17U);
  EXPECT_EQ(frame.reply, "b");
  EXPECT_EQ(frame.payload, "hi");
}

TEST(NatsProtocol, ReadsAStatus) {
  NatsFrame frame;
  const std::string_view timeout = "HMSG a 5 32 32\r\nNATS/1.0 408 Request Timeout\r\n\r\n\r\n";
  EXPECT_EQ(read_frame(timeout, frame), timeout.size());
  EXPECT_EQ(status_of(frame.header), "408");
  EXPECT_EQ(status_of("NATS/1.0 503\r\n\r\n"), "503");
}

TEST(NatsProtocol, ReadsLinesWithoutAMessage) {
  NatsFrame frame;
  EXPECT_EQ(read_frame("PING\r\n", frame), 6U);
  EXPECT_EQ(frame.word, "PING");
  EXPECT_EQ(read_frame("-ERR 'Unknown Protocol Operation'\r\n", frame), 35U);
  EXPECT_EQ(frame.word, "-ERR");
  EXPECT_EQ(frame.text, "'Unknown Protocol Operation'");
}

TEST(NatsProtocol, WaitsForTheRestOfAFrame) {
  NatsFrame frame;
  for (std::size_t size = 0; size < kDelivered.size(); ++size) {
    EXPECT_EQ(read_frame(kDelivered.substr(0, size), frame), 0U) << size;
  }
}

TEST(NatsProtocol, RefusesWhatIsNotOfIt) {
  NatsFrame frame;
  EXPECT_THROW(read_frame("MSG a 5\r\n", frame), PeerError);
  EXPECT_THROW(read_frame("MSG a five 0\r\n\r\n", frame), PeerError);
  EXPECT_THROW(read_frame("MSG a 5 b 0 1\r\n", frame), PeerError);
  EXPECT_THROW(read_frame("HMSG a 5 3 2\r\nab\r\n", frame), PeerError);
  EXPECT_THROW(read_frame("MSG a 5 99999999999999999999999\r\n", frame), PeerError);
}

}  // namespace whistle::bench::peers::nats_protocol_test
