#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

namespace whistle::cli {

// Everything outside that the program touches besides the engine and its token file, so that tests
// can run it within their own process.
struct World {
  std::istream& in;
  std::ostream& out;  // what was asked for
  std::ostream& err;  // talk about it
  // An environment variable; nothing when it is not set or empty.
  std::function<std::optional<std::string>(const std::string& name)> variable;
  bool in_is_terminal = false;
  bool out_is_terminal = false;
};

}  // namespace whistle::cli
