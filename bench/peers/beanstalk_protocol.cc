#include "bench/peers/beanstalk_protocol.h"

#include <charconv>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::string_view kPutDefaults = "put 1024 0 ";

// Cuts the first word off a line.
std::string_view next_word(std::string_view& line) {
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

}  // namespace

std::size_t read_reply(std::string_view bytes, BeanstalkReply& reply) {
  const std::size_t line_bytes = bytes.find(kEnd);
  if (line_bytes == std::string_view::npos) return 0;
  std::string_view line = bytes.substr(0, line_bytes);
  std::size_t used = line_bytes + kEnd.size();
  reply = {};
  reply.word = next_word(line);
  reply.id = next_word(line);
  if (reply.word != "RESERVED") return used;
  std::size_t size = 0;
  const auto read = std::from_chars(line.data(), line.data() + line.size(), size);
  if (read.ec != std::errc{} || read.ptr != line.data() + line.size()) {
    throw PeerError("beanstalkd answered \"" + std::string(bytes.substr(0, line_bytes)) + "\"");
  }
  if (bytes.size() < used + size + kEnd.size()) return 0;
  reply.body = bytes.substr(used, size);
  used += size + kEnd.size();
  return used;
}

void append_put(std::string& out, int seconds_to_run, std::string_view key, std::string_view text) {
  out += kPutDefaults;
  out += std::to_string(seconds_to_run);
  out += ' ';
  out += std::to_string(key.size() + 1 + text.size());
  out += kEnd;
  out += key;
  out += '\n';
  out += text;
  out += kEnd;
}

void append_reserve(std::string& out) { out += "reserve-with-timeout 0\r\n"; }

void append_delete(std::string& out, std::string_view id) {
  out += "delete ";
  out += id;
  out += kEnd;
}

std::string_view key_of(std::string_view body) { return body.substr(0, body.find('\n')); }

}  // namespace whistle::bench::peers
