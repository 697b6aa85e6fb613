#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/mutations.h"
#include "tests/fuzz/targets.h"

// Runs the corpus of a target and a fixed number of mutations of it: what the tests do. An input
// that ends the process is left behind as a file.
namespace {

namespace fs = std::filesystem;
using whistle::fuzz::Mutations;
using whistle::fuzz::Target;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// In the order of their names, so that a seed means the same everywhere.
std::vector<std::string> inputs_below(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> inputs;
  for (const fs::path& path : paths) inputs.push_back(bytes_of(path));
  return inputs;
}

// Written before it is tried: whoever reads the crash finds the input.
class LastInput {
 public:
  explicit LastInput(const Target& target)
      : path_(fs::temp_directory_path() / ("whistle-fuzz-" + std::string(target.name))) {}
  ~LastInput() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  LastInput(const LastInput&) = delete;
  LastInput& operator=(const LastInput&) = delete;

  void run(const Target& target, const std::string& input) const {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << input;
    target.run(input);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

int replay(const Target& target, const fs::path& corpus, int mutations, std::uint64_t seed) {
  std::vector<std::string> inputs = inputs_below(corpus / target.name);
  if (inputs.empty()) {
    std::fprintf(stderr, "no corpus in %s\n", (corpus / target.name).c_str());
    return 2;
  }
  const LastInput last(target);
  std::fprintf(stderr, "what ends the process is left in %s\n", last.path().c_str());
  last.run(target, {});
  for (const std::string& input : inputs) last.run(target, input);
  const std::size_t kept = inputs.size();
  Mutations made(std::move(inputs), seed);
  for (int i = 0; i < mutations; ++i) last.run(target, made.next());
  std::printf("%s: %zu inputs of the corpus, %d mutations, seed %llu\n",
              std::string(target.name).c_str(), kept, mutations,
              static_cast<unsigned long long>(seed));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Replays a corpus of hostile inputs and mutations of it."};
  std::string name;
  std::string corpus = SOURCE_DIR "/tests/fuzz/corpus";
  std::string input;
  int mutations = -1;
  std::uint64_t seed = 1;
  bool list = false;
  app.add_option("target", name, "What reads the inputs; --list shows all");
  app.add_option("--corpus", corpus, "Folder with a folder for each target");
  app.add_option("--input", input, "Only this file")->check(CLI::ExistingFile);
  app.add_option("--mutations", mutations, "How many; without it as many as the tests make");
  app.add_option("--seed", seed, "Of the mutations");
  app.add_flag("--list", list, "The targets, and what they read");
  CLI11_PARSE(app, argc, argv);
  if (list) {
    for (const Target& each : whistle::fuzz::targets()) {
      std::printf("%-10s %s\n", std::string(each.name).c_str(), std::string(each.reads).c_str());
    }
    return 0;
  }
  const Target* target = whistle::fuzz::target_of(name);
  if (target == nullptr) {
    std::fprintf(stderr, "no target \"%s\"; --list shows all\n", name.c_str());
    return 2;
  }
  if (!input.empty()) {
    target->run(bytes_of(input));
    return 0;
  }
  return replay(*target, corpus, mutations < 0 ? target->mutations : mutations, seed);
}
