#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// As much of the text protocol of NATS as a lifecycle needs:
//
//   SUB <subject> <sid>\r\n
//   PUB <subject> [<reply>] <bytes>\r\n<payload>\r\n
//   HPUB <subject> <reply> <header bytes> <bytes of both>\r\n<header><payload>\r\n
//   MSG <subject> <sid> [<reply>] <bytes>\r\n<payload>\r\n
//   HMSG <subject> <sid> [<reply>] <header bytes> <bytes of both>\r\n<header><payload>\r\n
//   INFO ..., PING, PONG, +OK, -ERR <text>, each with \r\n
//
//   <header> := NATS/1.0[ <status> <text>]\r\n{<name>: <value>\r\n}\r\n
namespace whistle::bench::peers {

struct NatsFrame {
  std::string_view word;  // "MSG" also for HMSG; else the first word of the line
  std::string_view text;  // the rest of any other line
  std::uint64_t sid{};    // of the subscription
  std::string_view reply;
  std::string_view header;
  std::string_view payload;
};

// The first frame in `bytes`, with its parts as views of them, and how many bytes it has; 0 while
// it is not complete. Throws PeerError when it is not one of the protocol.
std::size_t read_frame(std::string_view bytes, NatsFrame& frame);

// "408", or nothing where the header has no status.
std::string_view status_of(std::string_view header);
// The value of a line of the header; nothing when it has no such line.
std::string_view value_of(std::string_view header, std::string_view name);

void append_subscribe(std::string& out, std::string_view subject, std::uint64_t sid);
void append_publish(std::string& out, std::string_view subject, std::string_view reply,
                    std::string_view payload);
// With the header by which JetStream knows a message again.
void append_publish_once(std::string& out, std::string_view subject, std::string_view reply,
                         std::string_view message_id, std::string_view payload);

}  // namespace whistle::bench::peers
