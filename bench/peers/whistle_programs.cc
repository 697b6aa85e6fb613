#include "bench/peers/whistle_programs.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "bench/peers/peer.h"
#include "bench/peers/server_process.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr double kFirstGuessPerSecond = 15'000;
constexpr const char* kOpenCases = "1000000";

double figure(const std::map<std::string, double>& figures, const std::string& name) {
  const auto found = figures.find(name);
  if (found == figures.end()) throw PeerError("whistle did not tell " + name);
  return found->second;
}

}  // namespace

WhistlePrograms::WhistlePrograms(fs::path folder)
    : folder_(std::move(folder)), per_second_(kFirstGuessPerSecond) {}

std::map<std::string, double> WhistlePrograms::run(const char* program,
                                                   std::vector<std::string> words) {
  const fs::path path = fs::read_symlink("/proc/self/exe").parent_path() / program;
  const fs::path log = folder_ / "printed";
  words.insert(words.begin(), {path, "--data", folder_});
  fs::remove(log);
  run_to_the_end({.words = std::move(words), .environment = {}, .user = {}, .log = log});
  std::ifstream file(log);
  return read_figures(std::string{std::istreambuf_iterator<char>(file), {}});
}

void WhistlePrograms::measure_lifecycles(double seconds, Figures& figures) {
  const auto count = static_cast<std::size_t>(per_second_ * seconds);
  const auto told =
      run("whistle_wire", {"lifecycle", "--window", "32", "--count", std::to_string(count)});
  per_second_ = figure(told, "wire.lifecycle.window_32.per_second");
  figures.add("whistle.single", per_second_);
}

void WhistlePrograms::measure_submits(std::size_t count, Figures& figures) {
  const auto told =
      run("whistle_wire", {"submit", "--window", "1", "--count", std::to_string(count)});
  figures.add("whistle.submit_p50_ms", figure(told, "wire.submit.window_1.p50_ms"));
  figures.add("whistle.submit_p99_ms", figure(told, "wire.submit.window_1.p99_ms"));
}

void WhistlePrograms::measure_open_cases(int restarts, Figures& figures) {
  const auto told = run("whistle_pipeline", {"memory", "--count", kOpenCases});
  figures.add("whistle.bytes_per_open_case", figure(told, "memory.bytes_per_open_case"));
  run("whistle_pipeline", {"fill", "--count", kOpenCases});
  for (int i = 0; i < restarts; ++i) {
    const auto restarted = run("whistle_pipeline", {"restart", "--count", kOpenCases});
    figures.add("whistle.restart_1m_s", figure(restarted, "restart.seconds"));
  }
}

}  // namespace whistle::bench::peers
