#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

#include "adapters/cli/run.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  whistle::cli::World world{.in = std::cin,
                            .out = std::cout,
                            .err = std::cerr,
                            .variable = [](const std::string& name) -> std::optional<std::string> {
                              const char* value = std::getenv(name.c_str());
                              if (value == nullptr || *value == '\0') return std::nullopt;
                              return value;
                            },
                            .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
                            .out_is_terminal = ::isatty(STDOUT_FILENO) == 1};
  try {
    const int status = whistle::cli::run({argv + 1, argv + argc}, world);
    std::cout.flush();
    // A full disk behind the standard output must not look like success.
    return status == 0 && !std::cout ? 1 : status;
  } catch (const std::exception& error) {
    std::cerr << "whistle: " << error.what() << '\n';
    return 1;
  }
}
