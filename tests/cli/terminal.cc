#include "tests/cli/terminal.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "adapters/cli/run.h"

namespace whistle::cli {

Terminal::Terminal() {
  std::string pattern = ::testing::TempDir() + "whistle_cli_XXXXXX";
  folder_ = ::mkdtemp(pattern.data());
  environment = {
      {"USER", "zhang"}, {"WHISTLE_ZONE", "+08:00"}, {"XDG_STATE_HOME", folder_ + "/state"}};
}

Terminal::~Terminal() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Ran Terminal::run(std::vector<std::string> arguments, const std::string* typed) {
  std::istringstream in(typed != nullptr ? *typed : "");
  std::ostringstream out;
  std::ostringstream err;
  World world{.in = in,
              .out = out,
              .err = err,
              .variable = [this](const std::string& name) -> std::optional<std::string> {
                const auto found = environment.find(name);
                if (found == environment.end() || found->second.empty()) return std::nullopt;
                return found->second;
              },
              .in_is_terminal = typed == nullptr,
              .out_is_terminal = out_is_terminal};
  const client::Endpoints endpoints = engine.endpoints();
  std::vector<std::string> all{"--intake", endpoints.intake, "--work",  endpoints.work,
                               "--watch",  endpoints.watch,  "--admin", endpoints.admin};
  all.insert(all.end(), arguments.begin(), arguments.end());
  Ran ran;
  ran.status = cli::run(all, world);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace whistle::cli
