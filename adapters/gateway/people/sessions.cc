#include "adapters/gateway/people/sessions.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "adapters/gateway/people/secrets.h"

namespace whistle::gateway::people {
namespace {

using nlohmann::json;

constexpr std::size_t kTokenSize = 43;
// Use is written at most so often: after a power cut a session may look so much older.
constexpr std::int64_t kTellUseAfterMs = 60'000;
constexpr std::size_t kLinesSpared = 1000;
constexpr mode_t kOnlyOwner = 0600;

std::string line_of(const std::string& hash, const Sessions::Session& session) {
  return json{{"hash", hash},
              {"name", session.name},
              {"version", session.version},
              {"began_ms", session.began_ms},
              {"used_ms", session.used_ms}}
             .dump() +
         "\n";
}

// Empty when all is well.
std::string put(const std::filesystem::path& file, int flags, const std::string& text,
                bool durable) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, kOnlyOwner);
  if (descriptor < 0) return std::strerror(errno);
  std::string problem;
  std::size_t done = 0;
  while (done < text.size() && problem.empty()) {
    const ssize_t written = ::write(descriptor, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) problem = std::strerror(errno);
    if (written > 0) done += static_cast<std::size_t>(written);
  }
  if (problem.empty() && durable && ::fdatasync(descriptor) != 0) problem = std::strerror(errno);
  ::close(descriptor);
  return problem;
}

}  // namespace

Sessions::Sessions(std::filesystem::path file, const Limits& limits, std::int64_t now_ms)
    : file_(std::move(file)), limits_(limits) {
  if (!file_.empty()) load(now_ms);
}

bool Sessions::is_over(const Session& session, std::int64_t now_ms) const {
  return now_ms - session.used_ms >= limits_.idle_ms ||
         now_ms - session.began_ms >= limits_.absolute_ms;
}

void Sessions::load(std::int64_t now_ms) {
  std::ifstream stream(file_, std::ios::binary);
  for (std::string line; std::getline(stream, line);) take_line(line);
  stream.close();
  std::erase_if(sessions_, [&](const auto& entry) { return is_over(entry.second, now_ms); });
  rewrite();
}

void Sessions::take_line(const std::string& line) {
  const json read = json::parse(line, nullptr, false);
  if (!read.is_object() || !read.contains("hash") || !read["hash"].is_string()) return;
  const auto hash = read["hash"].get<std::string>();
  if (read.contains("gone")) {
    sessions_.erase(hash);
    return;
  }
  try {
    sessions_[hash] = {read.at("name").get<std::string>(), read.at("version").get<std::string>(),
                       read.at("began_ms").get<std::int64_t>(),
                       read.at("used_ms").get<std::int64_t>()};
  } catch (const json::exception&) {
    // A line that somebody else has written.
    sessions_.erase(hash);
  }
}

std::string Sessions::begin(const std::string& name, const std::string& version,
                            std::int64_t now_ms) {
  make_room(name, now_ms);
  std::string token = random_token();
  const std::string hash = fingerprint(token);
  const auto& session = sessions_[hash] = {name, version, now_ms, now_ms};
  write(hash, session);
  return token;
}

void Sessions::make_room(const std::string& name, std::int64_t now_ms) {
  std::vector<Entries::iterator> own;
  for (auto it = sessions_.begin(); it != sessions_.end();) {
    const auto here = it++;
    if (is_over(here->second, now_ms)) {
      forget(here);
    } else if (here->second.name == name) {
      own.push_back(here);
    }
  }
  const auto by_use = [](const auto& left, const auto& right) {
    return left->second.used_ms < right->second.used_ms;
  };
  if (own.size() >= limits_.most_per_name) {
    forget(*std::ranges::min_element(own, by_use));
  } else if (sessions_.size() >= limits_.most) {
    auto oldest = sessions_.begin();
    for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
      if (by_use(it, oldest)) oldest = it;
    }
    forget(oldest);
  }
}

std::optional<Sessions::Session> Sessions::find(std::string_view token, std::int64_t now_ms) {
  if (token.size() != kTokenSize) return std::nullopt;
  const auto found = sessions_.find(fingerprint(token));
  if (found == sessions_.end()) return std::nullopt;
  if (is_over(found->second, now_ms)) {
    forget(found);
    return std::nullopt;
  }
  // A clock that was set back makes nobody's session longer.
  found->second.used_ms = std::max(found->second.used_ms, now_ms);
  if (found->second.used_ms - told_[found->first] >= kTellUseAfterMs) {
    write(found->first, found->second);
  }
  return found->second;
}

bool Sessions::end(std::string_view token) {
  if (token.size() != kTokenSize) return false;
  const auto found = sessions_.find(fingerprint(token));
  if (found == sessions_.end()) return false;
  forget(found);
  return true;
}

void Sessions::forget(Entries::iterator which) {
  append(json{{"hash", which->first}, {"gone", true}}.dump() + "\n", true);
  told_.erase(which->first);
  sessions_.erase(which);
}

void Sessions::write(const std::string& hash, const Session& session) {
  told_[hash] = session.used_ms;
  append(line_of(hash, session), false);
}

void Sessions::append(const std::string& line, bool durable) {
  if (file_.empty()) return;
  if (++lines_ > 2 * sessions_.size() + kLinesSpared) rewrite();
  problem_ = put(file_, O_APPEND, line, durable);
}

void Sessions::rewrite() {
  std::string text;
  told_.clear();
  for (const auto& [hash, session] : sessions_) {
    text += line_of(hash, session);
    told_[hash] = session.used_ms;
  }
  lines_ = sessions_.size();
  const std::filesystem::path fresh = file_.string() + ".new";
  problem_ = put(fresh, O_TRUNC, text, true);
  std::error_code error;
  if (problem_.empty()) std::filesystem::rename(fresh, file_, error);
  if (error) problem_ = error.message();
}

}  // namespace whistle::gateway::people
