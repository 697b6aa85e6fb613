#include "adapters/gateway/people/verbs.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <optional>

#include "adapters/gateway/people/accounts.h"
#include "adapters/gateway/people/secrets.h"

namespace whistle::gateway::people {
namespace {

constexpr std::size_t kPasswordBytesMin = 8;
constexpr std::size_t kPasswordBytesMax = 1024;

// While it lives the terminal shows nothing of what is typed.
class Quiet {
 public:
  Quiet() : is_terminal_(isatty(STDIN_FILENO) == 1 && tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  }
  ~Quiet() {
    if (is_terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;
  bool is_terminal() const { return is_terminal_; }

 private:
  termios before_{};
  bool is_terminal_;
};

std::optional<std::string> ask(const Quiet& quiet, const char* prompt, std::ostream& err) {
  if (quiet.is_terminal()) err << prompt << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  if (quiet.is_terminal()) err << "\n";
  return line;
}

}  // namespace

int hash_password_verb(std::ostream& out, std::ostream& err) {
  const Quiet quiet;
  const auto password = ask(quiet, "password: ", err);
  if (!password || password->size() < kPasswordBytesMin || password->size() > kPasswordBytesMax) {
    err << "a password has 8 to 1024 bytes\n";
    return 2;
  }
  if (quiet.is_terminal() && ask(quiet, "again: ", err) != password) {
    err << "these are two different ones\n";
    return 2;
  }
  out << hash_password(*password) << "\n";
  return 0;
}

int make_key_verb(const std::string& name, std::ostream& out) {
  const MadeKey made = make_api_key(name);
  out << "# The key, shown this once: " << made.key << "\n" << made.lines;
  return 0;
}

}  // namespace whistle::gateway::people
