#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace whistle::gateway::people {

// Who is signed in. A token is told once, to the browser; kept, in memory and on disk, is only its
// SHA-256, so whoever reads the file can sign in as nobody. On disk, because an event stream goes
// on when the gateway was restarted, and that needs who was signed in.
//
//   file := line*              line := JSON object with "hash" and
//     {"name","version","began_ms","used_ms"}   a session began or was used
//     {"gone":true}                             it ended
//
// The last line about a hash counts; a torn one at the end is left out. Written without fsync, save
// for endings: a session lost in a power cut is signed in again, one that came back would be wrong.
//
// Thread: one.
class Sessions {
 public:
  struct Limits {
    std::int64_t idle_ms = 8LL * 60 * 60'000;
    std::int64_t absolute_ms = 24LL * 60 * 60'000;
    std::size_t most = 10'000;  // beyond: the one that was not used for longest ends
    std::size_t most_per_name = 20;
  };
  struct Session {
    std::string name;     // of the account
    std::string version;  // of the account when it began
    std::int64_t began_ms{};
    std::int64_t used_ms{};
  };

  // `file` empty: in memory only.
  Sessions(std::filesystem::path file, const Limits& limits, std::int64_t now_ms);

  // Returns the token.
  std::string begin(const std::string& name, const std::string& version, std::int64_t now_ms);
  // Nothing: there is none, or it has ended. Counts as use.
  std::optional<Session> find(std::string_view token, std::int64_t now_ms);
  // True when there was one.
  bool end(std::string_view token);

  std::size_t size() const { return sessions_.size(); }
  const Limits& limits() const { return limits_; }
  // What went wrong with the file, last; sessions go on in memory.
  const std::string& problem() const { return problem_; }

 private:
  using Entries = std::map<std::string, Session, std::less<>>;

  bool is_over(const Session& session, std::int64_t now_ms) const;
  void load(std::int64_t now_ms);
  void take_line(const std::string& line);
  void make_room(const std::string& name, std::int64_t now_ms);
  void forget(Entries::iterator which);
  void write(const std::string& hash, const Session& session);
  void append(const std::string& line, bool durable);
  void rewrite();

  std::filesystem::path file_;
  Limits limits_;
  Entries sessions_;                                       // by the hash of the token
  std::map<std::string, std::int64_t, std::less<>> told_;  // used_ms as the file has it
  std::size_t lines_{};
  std::string problem_;
};

}  // namespace whistle::gateway::people
