#include "bench/peers/nats_protocol.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {
namespace {

constexpr std::string_view kEnd = "\r\n";
constexpr std::string_view kVersion = "NATS/1.0";

[[noreturn]] void refuse(std::string_view line) {
  throw PeerError("NATS sent \"" + std::string(line) + "\"");
}

// The words of a line; more than a frame can have are one too many.
struct Words {
  static constexpr std::size_t kMax = 7;
  explicit Words(std::string_view line) {
    while (!line.empty() && count < kMax) {
      const std::size_t size = std::min(line.find(' '), line.size());
      if (size > 0) all[count++] = line.substr(0, size);
      line.remove_prefix(std::min(size + 1, line.size()));
    }
  }
  std::array<std::string_view, kMax> all{};
  std::size_t count{};
};

std::uint64_t number_in(std::string_view word, std::string_view line) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec != std::errc{} || read.ptr != word.data() + word.size()) refuse(line);
  return number;
}

}  // namespace

std::size_t read_frame(std::string_view bytes, NatsFrame& frame) {
  const std::size_t line_bytes = bytes.find(kEnd);
  if (line_bytes == std::string_view::npos) return 0;
  const std::string_view line = bytes.substr(0, line_bytes);
  const std::size_t body = line_bytes + kEnd.size();
  frame = {};
  frame.word = line.substr(0, line.find(' '));
  const bool has_header = frame.word == "HMSG";
  if (!has_header && frame.word != "MSG") {
    frame.text = line.substr(std::min(frame.word.size() + 1, line.size()));
    return body;
  }
  const Words words(line);
  const std::size_t least = has_header ? 5 : 4;
  if (words.count < least || words.count > least + 1) refuse(line);
  frame.word = "MSG";
  frame.sid = number_in(words.all[2], line);
  if (words.count > least) frame.reply = words.all[3];
  const std::uint64_t total = number_in(words.all[words.count - 1], line);
  const std::uint64_t header = has_header ? number_in(words.all[words.count - 2], line) : 0;
  if (header > total) refuse(line);
  if (bytes.size() < body + total + kEnd.size()) return 0;
  frame.header = bytes.substr(body, header);
  frame.payload = bytes.substr(body + header, total - header);
  return body + total + kEnd.size();
}

std::string_view status_of(std::string_view header) {
  if (!header.starts_with(kVersion)) return {};
  header.remove_prefix(kVersion.size());
  if (!header.starts_with(' ')) return {};
  return header.substr(1, header.find_first_of(" \r", 1) - 1);
}

std::string_view value_of(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::string_view line = header.substr(0, header.find(kEnd));
    header.remove_prefix(std::min(line.size() + kEnd.size(), header.size()));
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(':')) continue;
    const std::string_view value = line.substr(name.size() + 1);
    return value.substr(std::min(value.find_first_not_of(' '), value.size()));
  }
  return {};
}

void append_subscribe(std::string& out, std::string_view subject, std::uint64_t sid) {
  out.append("SUB ").append(subject).append(" ").append(std::to_string(sid)).append(kEnd);
}

void append_publish(std::string& out, std::string_view subject, std::string_view reply,
                    std::string_view payload) {
  out.append("PUB ").append(subject).append(" ").append(reply).append(" ");
  out.append(std::to_string(payload.size())).append(kEnd).append(payload).append(kEnd);
}

void append_publish_once(std::string& out, std::string_view subject, std::string_view reply,
                         std::string_view message_id, std::string_view payload) {
  constexpr std::string_view kName = "Nats-Msg-Id: ";
  const std::size_t header =
      kVersion.size() + kEnd.size() + kName.size() + message_id.size() + 2 * kEnd.size();
  out.append("HPUB ").append(subject).append(" ").append(reply).append(" ");
  out.append(std::to_string(header)).append(" ");
  out.append(std::to_string(header + payload.size())).append(kEnd);
  out.append(kVersion).append(kEnd).append(kName).append(message_id).append(kEnd).append(kEnd);
  out.append(payload).append(kEnd);
}

}  // namespace whistle::bench::peers
