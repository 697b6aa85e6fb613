#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace whistle::gateway::people {

// What somebody did, or tried to do, through the gateway.
struct Deed {
  std::int64_t time_ms{};
  std::string person;   // name of the account or key; empty: nobody was signed in
  std::string address;  // of the client
  std::string method;
  std::string route;    // its pattern: the path itself may carry what residents said
  std::string case_id;  // empty: about none
  std::uint16_t status{};
  std::string reason;  // of a refusal
};

// A file of JSON lines. Holds nothing of residents: no body, no query, no path. When the file
// reaches `bytes_max` it becomes FILE.1, that FILE.2, and so on; the last one goes. Not fsynced:
// what was done stands in the journal anyway, with the name of who did it.
//
// Thread: one.
class Audit {
 public:
  struct Limits {
    std::uint64_t bytes_max = 64ULL << 20;
    std::uint32_t files = 10;  // beside the one that is written
  };

  // `file` empty: nothing is kept.
  Audit(std::filesystem::path file, const Limits& limits);
  ~Audit();
  Audit(const Audit&) = delete;
  Audit& operator=(const Audit&) = delete;

  void note(const Deed& deed);
  // What went wrong last; empty: nothing. Deeds that could not be written are lost.
  const std::string& problem() const { return problem_; }

 private:
  void open();
  void rotate();

  std::filesystem::path file_;
  Limits limits_;
  int descriptor_ = -1;
  std::uint64_t bytes_{};
  std::string problem_;
};

}  // namespace whistle::gateway::people
