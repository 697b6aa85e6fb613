#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "bench/city.h"
#include "bench/limits/child.h"
#include "bench/limits/goals.h"
#include "bench/limits/measurements.h"
#include "bench/limits/sizes.h"
#include "bench/measure.h"

namespace whistle::bench::limits {
namespace {

namespace fs = std::filesystem;

struct Measurement {
  const char* name;
  const char* what;
  void (*measure)(City&, const fs::path&, const Sizes&);
  bool is_once{};  // it takes minutes, or does not change from run to run
};

constexpr std::array kMeasurements{
    Measurement{"open-loop", "submits at half the maximum rate, while RocksDB compacts",
                measure_open_loop},
    Measurement{"idle-pull", "an order in the hands of a worker who waits", measure_idle_pull},
    Measurement{"watched", "throughput with 500 who watch everything", measure_watched},
    Measurement{"curve", "throughput with encryption", measure_curve},
    Measurement{"filled", "throughput with 5,000,000 open cases", measure_filled, true},
    Measurement{"restart", "start after kill -9 with a million open cases", measure_restarts, true},
    Measurement{"clocks", "a million clocks due at once", measure_clocks, true},
    Measurement{"lateness", "lateness of alarms with 10,000,000 pending clocks", measure_lateness,
                true},
    Measurement{"what-if", "a year of 1,000,000 complaints under another book", measure_year, true},
    Measurement{"overload", "twice the maximum offered", measure_overload, true},
    Measurement{"slow-disk", "20 ms more for each fsync", measure_slow_disk},
    Measurement{"allocations", "how often the writer asks for memory", measure_allocations, true},
};

const Measurement* find(const std::string& name) {
  const auto* found = std::ranges::find_if(
      kMeasurements, [&](const Measurement& each) { return name == each.name; });
  return found == kMeasurements.end() ? nullptr : found;
}

struct Options {
  std::vector<std::string> only;
  std::string data{"/var/tmp"};
  int runs{3};
  double patience{1800};
  bool json{};
  bool quick{};
  bool miniature{};
  std::string measure;  // in a child: this one, here and now
};

class Scratch {
 public:
  explicit Scratch(const fs::path& parent) {
    std::string path = fs::absolute(parent) / "whistle-limits.XXXXXX";
    if (::mkdtemp(path.data()) == nullptr) {
      std::fprintf(stderr, "%s: %s\n", parent.c_str(), std::strerror(errno));
      std::exit(1);
    }
    folder_ = path;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const fs::path& folder() const { return folder_; }
  // Nothing of what was measured before is left.
  fs::path clean(const std::string& name) const {
    const fs::path folder = folder_ / name;
    fs::remove_all(folder);
    fs::create_directory(folder);
    return folder;
  }

 private:
  fs::path folder_;
};

int measure_here(const Options& options, const Sizes& sizes) {
  City city = load_changtai();
  find(options.measure)->measure(city, options.data, sizes);
  return 0;
}

// In turn, run by run, so that the machine is the same for all.
int measure_all(const Options& options, const std::vector<std::string>& given) {
  const Scratch scratch(options.data);
  const std::string program = fs::read_symlink("/proc/self/exe");
  Values values;
  std::vector<std::string> failed;
  const auto is_wanted = [&](const Measurement& each, int run) {
    if (!options.only.empty() && std::ranges::count(options.only, each.name) == 0) return false;
    return (run == 1 || !each.is_once) && std::ranges::count(failed, each.name) == 0;
  };
  for (int run = 1; run <= options.runs && !was_interrupted(); ++run) {
    for (const Measurement& each : kMeasurements) {
      if (!is_wanted(each, run) || was_interrupted()) continue;
      std::fprintf(stderr, "%s: %s%s\n", each.name, each.what,
                   each.is_once ? "" : (", run " + std::to_string(run)).c_str());
      const fs::path folder = scratch.clean("files");
      std::vector<std::string> words{program};
      words.insert(words.end(), given.begin(), given.end());
      for (const std::string& word : {std::string("--measure"), std::string(each.name),
                                      std::string("--data"), folder.string()}) {
        words.push_back(word);
      }
      const Stopwatch watch;
      const Ended ended = run_child(words, scratch.folder(), options.patience);
      std::fprintf(stderr, "%s: %.0f s\n", each.name, watch.seconds());
      values.add_printed(ended.printed);
      if (ended.well) continue;
      std::fprintf(stderr, "%s: %s\n", each.name, ended.how.c_str());
      failed.emplace_back(each.name);
    }
  }
  scratch.clean("files");
  std::fputs(to_table(values).c_str(), stdout);
  for (const std::string& name : failed) std::printf("\n%s FAILED\n", name.c_str());
  if (options.json) std::printf("\n%s\n", to_json(values, failed).c_str());
  if (was_interrupted()) return 130;
  return failed.empty() ? 0 : 1;
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const Measurement& each : kMeasurements) names.emplace_back(each.name);
  return names;
}

std::string footer() {
  std::string text = "Measurements:\n";
  for (const Measurement& each : kMeasurements) {
    std::string name = each.name;
    name.resize(14, ' ');
    text += "  " + name + each.what + "\n";
  }
  return text + "bench/RESULTS.md says how each is done and what the figures mean.";
}

}  // namespace
}  // namespace whistle::bench::limits

int main(int argc, char** argv) {
  using namespace whistle::bench::limits;
  Options options;
  Sizes sizes;
  // The sizes that go with these are the defaults that all other options stand against.
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--quick") == 0) sizes = quick_sizes();
    if (std::strcmp(argv[i], "--miniature") == 0) sizes = miniature_sizes();
  }
  CLI::App app{
      "whistle_limits: what the engine must bear, measured on this machine: a table of figures and "
      "of what each must reach. Takes some fifteen minutes; progress goes to standard error."};
  app.footer(footer());
  app.add_option("--only", options.only, "This one; may be repeated")
      ->check(CLI::IsMember(names()));
  app.add_option("--data", options.data, "An existing folder on the disk to measure")
      ->check(CLI::ExistingDirectory)
      ->take_last()
      ->capture_default_str();
  app.add_option("--runs", options.runs,
                 "How often each is measured; what takes minutes is measured once")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--patience", options.patience, "Seconds after which a measurement is ended")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  app.add_flag("--json", options.json, "End with one line of JSON");
  app.add_flag("--quick", options.quick,
               "A tenth of everything: to see that it works, not to quote");
  app.add_flag("--miniature", options.miniature, "As little as can be, for tests");
  app.add_option("--measure", options.measure, "This one, here and now, its figures as they come")
      ->check(CLI::IsMember(names()));
  const auto size = [&](const char* name, auto& value, const char* what) {
    app.add_option(name, value, what)->check(CLI::PositiveNumber)->capture_default_str();
  };
  size("--seconds", sizes.seconds, "Of each load that is compared with another");
  size("--open-seconds", sizes.open_seconds, "Of the open loop");
  size("--overload-seconds", sizes.overload_seconds, "Of the overload");
  size("--lateness-seconds", sizes.lateness_seconds, "Of alarms at an even rate");
  size("--pulls", sizes.pulls, "By an idle worker");
  size("--watchers", sizes.watchers, "Who watch everything");
  size("--pairs", sizes.pairs, "Of two loads in turn, in each run");
  size("--open-cases", sizes.open_cases, "For filled");
  size("--restart", sizes.restart, "Cases open when the engine is killed");
  size("--restart-large", sizes.restart_large,
       "The same once more, with so many: 10000000 needs memory and disk for them");
  size("--clocks", sizes.clocks, "Due at once");
  size("--pending", sizes.pending, "Cases with six clocks each");
  size("--complaints", sizes.complaints, "Of the year that another book is tried on");
  app.add_option("--pictures", sizes.pictures, "Folder to draw graphs in");
  CLI11_PARSE(app, argc, argv);
  if (!options.measure.empty()) return measure_here(options, sizes);
  catch_interrupts();
  return measure_all(options, {argv + 1, argv + argc});
}
