#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// As much of beanstalkd's text protocol as a lifecycle needs:
//
//   put <priority> <delay s> <time to run s> <bytes>\r\n<body>\r\n   ->  INSERTED <id>\r\n
//   reserve-with-timeout 0\r\n   ->  RESERVED <id> <bytes>\r\n<body>\r\n  or  TIMED_OUT\r\n
//   delete <id>\r\n              ->  DELETED\r\n
namespace whistle::bench::peers {

struct BeanstalkReply {
  std::string_view word;  // "INSERTED"
  std::string_view id;    // of a job; empty where there is none
  std::string_view body;  // of a reserved job
};

// The first reply in `bytes`, with its parts as views of them, and how many bytes it has; 0 while
// it is not complete. Throws PeerError when it is not one of the protocol.
std::size_t read_reply(std::string_view bytes, BeanstalkReply& reply);

void append_put(std::string& out, int seconds_to_run, std::string_view key, std::string_view text);
void append_reserve(std::string& out);
void append_delete(std::string& out, std::string_view id);
// The key with which the body of a job begins.
std::string_view key_of(std::string_view body);

}  // namespace whistle::bench::peers
