#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/fake_engine.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::cli {

// What one run of the program did.
struct Ran {
  int status = -1;
  std::string out;
  std::string err;
};

// A person at a terminal: a folder of their own, an environment, and an engine to talk to.
class Terminal {
 public:
  Terminal();
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // `typed` on the standard input; without it the input is a terminal where nobody types.
  Ran run(std::vector<std::string> arguments) { return run(std::move(arguments), nullptr); }
  Ran run_with_input(std::vector<std::string> arguments, const std::string& typed) {
    return run(std::move(arguments), &typed);
  }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string token_path() const { return path("state/whistle/tokens.json"); }

  support::FakeEngine engine;
  // USER is zhang, WHISTLE_ZONE is +08:00, XDG_STATE_HOME is in the folder.
  std::map<std::string, std::string> environment;
  bool out_is_terminal = false;

 private:
  Ran run(std::vector<std::string> arguments, const std::string* typed);

  std::string folder_;
};

std::vector<std::string> lines_of(const std::string& text);
std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& text);

}  // namespace whistle::cli
