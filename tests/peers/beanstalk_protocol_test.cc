#include "bench/peers/beanstalk_protocol.h"

#include <gtest/gtest.h>

#include "bench/peers/peer.h"

namespace whistle::bench::peers::beanstalk_protocol_test {

TEST(BeanstalkProtocol, WritesCommandsAsTheyAreDocumented) {
  std::string out;
  append_put(out, 60, "k-1", "楼道灯坏了");
  append_reserve(out);
  append_delete(out, "17");
  EXPECT_EQ(out,
            "put 1024 0 60 19\r\nk-1\n楼道灯坏了\r\n"
            "reserve-with-timeout 0\r\ndelete 17\r\n");
}

TEST(BeanstalkProtocol, ReadsRepliesOneAfterTheOther) {
  const std::string_view all = "INSERTED 17\r\nRESERVED 17 7\r\nk-1\n\r\nx\r\nDELETED\r\n";
  BeanstalkReply reply;
  std::size_t at = read_reply(all, reply);
  EXPECT_EQ(reply.word, "INSERTED");
  EXPECT_EQ(reply.id, "17");
  at += read_reply(all.substr(at), reply);
  EXPECT_EQ(reply.word, "RESERVED");
  EXPECT_EQ(reply.body, "k-1\n\r\nx") << "a body may hold what ends a line";
  EXPECT_EQ(key_of(reply.body), "k-1");
  at += read_reply(all.substr(at), reply);
  EXPECT_EQ(reply.word, "DELETED");
  EXPECT_EQ(reply.id, "");
  EXPECT_EQ(at, all.size());
}

TEST(BeanstalkProtocol, WaitsForTheRestOfAReply) {
  const std::string_view whole = "RESERVED 3 2\r\nab\r\n";
  BeanstalkReply reply;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(read_reply(whole.substr(0, size), reply), 0U) << size;
  }
  EXPECT_EQ(read_reply(whole, reply), whole.size());
}

TEST(BeanstalkProtocol, RefusesAJobWithoutASize) {
  BeanstalkReply reply;
  EXPECT_THROW(read_reply("RESERVED 3\r\n", reply), PeerError);
  EXPECT_THROW(read_reply("RESERVED 3 two\r\n", reply), PeerError);
  EXPECT_THROW(read_reply("RESERVED 3 2 1\r\n", reply), PeerError);
  EXPECT_THROW(read_reply("RESERVED 3 99999999999999999999999\r\n", reply), PeerError);
}

}  // namespace whistle::bench::peers::beanstalk_protocol_test
