#include "bench/peers/whistle_programs.h"

#include <array>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "bench/peers/peer.h"
#include "bench/peers/server_process.h"

namespace whistle::bench::peers {
namespace {

namespace fs = std::filesystem;

constexpr double kFirstGuessPerSecond = 15'000;
// 32 clients, each with some lifecycles on their way; one message for each step, complaints under
// idempotency keys.
constexpr std::array kSingle{"lifecycle", "--clients", "32", "--window", "8", "--keyed", "--count"};
// A few clients with a hundred in each step, as the peers have them.
constexpr std::array kBatch{"lifecycle", "--clients", "4",       "--window", "1",
                            "--bundle",  "100",       "--keyed", "--count"};
constexpr const char* kOpenCases = "1000000";

// The only figure with this end, whatever the load before it is called.
double figure(const std::map<std::string, double>& figures, std::string_view end) {
  for (const auto& [name, value] : figures) {
    if (name.ends_with(end)) return value;
  }
  throw PeerError("whistle did not tell " + std::string(end));
}

}  // namespace

WhistlePrograms::WhistlePrograms(fs::path folder)
    : folder_(std::move(folder)),
      per_second_{{"single", kFirstGuessPerSecond}, {"batch", kFirstGuessPerSecond}} {}

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
  measure("single", {kSingle.begin(), kSingle.end()}, seconds, figures);
  measure("batch", {kBatch.begin(), kBatch.end()}, seconds, figures);
}

void WhistlePrograms::measure(const std::string& mode, std::vector<std::string> words,
                              double seconds, Figures& figures) {
  double& per_second = per_second_.at(mode);
  words.push_back(std::to_string(static_cast<std::size_t>(per_second * seconds)));
  per_second = figure(run("whistle_wire", std::move(words)), ".per_second");
  figures.add("whistle." + mode, per_second);
}

void WhistlePrograms::measure_submits(std::size_t count, Figures& figures) {
  const auto told =
      run("whistle_wire", {"submit", "--window", "1", "--count", std::to_string(count)});
  figures.add("whistle.submit_p50_ms", figure(told, ".p50_ms"));
  figures.add("whistle.submit_p99_ms", figure(told, ".p99_ms"));
}

void WhistlePrograms::measure_open_cases(int restarts, Figures& figures) {
  const auto told = run("whistle_pipeline", {"memory", "--count", kOpenCases});
  figures.add("whistle.bytes_per_open_case", figure(told, ".bytes_per_open_case"));
  run("whistle_pipeline", {"fill", "--count", kOpenCases});
  for (int i = 0; i < restarts; ++i) {
    const auto restarted = run("whistle_pipeline", {"restart", "--count", kOpenCases});
    figures.add("whistle.restart_1m_s", figure(restarted, "restart.seconds"));
  }
}

}  // namespace whistle::bench::peers
