#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/city.h"
#include "bench/complaints.h"
#include "bench/gateway/gateway_process.h"
#include "bench/gateway/http_load.h"
#include "bench/gateway/streams.h"
#include "bench/wire/daemon_process.h"

// What the gateway adds to the engine: requests of Open311 in and out over HTTP, and what browsers
// cost that listen. Engine, gateway and clients share the machine.
namespace whistle::bench::gateway {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data{"/var/tmp"};
  int runs{3};
  double seconds{3};
  std::size_t connections{32};
  std::size_t streams{1000};
  bool json{};
};

class Figures {
 public:
  void add(const std::string& name, double value) { values_[name].push_back(value); }
  void add(const std::string& name, const HttpLoad& load) {
    add(name + "_per_s", load.per_second);
    add(name + "_p50_ms", load.latencies.percentile(50));
    add(name + "_p99_ms", load.latencies.percentile(99));
  }
  std::map<std::string, double> medians() const {
    std::map<std::string, double> medians;
    for (auto [name, all] : values_) {
      std::ranges::sort(all);
      medians[name] = all[all.size() / 2];
    }
    return medians;
  }

 private:
  std::map<std::string, std::vector<double>> values_;
};

// A category that residents may name; the text decides where it is and how bad.
std::string a_service(std::uint16_t port) {
  const HttpLoad list =
      run_load(port, {.connections = 1, .warm_up = 0, .seconds = 0.1}, [](std::uint64_t) {
        return HttpCall{.is_post = false, .target = "/open311/v2/services.json"};
      });
  if (list.kept.empty()) {
    std::fprintf(stderr, "no list of services: %s\n", list.first_other.c_str());
    std::_Exit(1);
  }
  for (const auto& each : nlohmann::json::parse(list.kept.front())) {
    if (each["type"] == "realtime" && !each["metadata"].get<bool>()) return each["service_code"];
  }
  std::fprintf(stderr, "no service without attributes\n");
  std::_Exit(1);
}

std::string encoded(const std::string& text) {
  std::string result;
  char piece[4];
  for (const char byte : text) {
    std::snprintf(piece, sizeof piece, "%%%02X", static_cast<unsigned char>(byte));
    result += piece;
  }
  return result;
}

void end_on_refusal(const HttpLoad& load, const char* what) {
  if (load.others == 0) return;
  std::fprintf(stderr, "%s: %llu refused, the first: %s\n", what,
               static_cast<unsigned long long>(load.others), load.first_other.c_str());
  std::_Exit(1);
}

class Measuring {
 public:
  Measuring(const Options& options, const fs::path& folder)
      : options_(options),
        city_(load_changtai()),
        engine_(folder / "engine"),
        gateway_(folder / "gateway", engine_.endpoints()),
        service_(a_service(gateway_.port())),
        complaints_(*city_.policy, "bench") {}

  void run(Figures& figures) {
    post(figures);
    get(figures);
    search(figures);
  }
  // Once: what is connected stays in memory that the gateway has asked for.
  void listen(Figures& figures) {
    const std::uint64_t before = gateway_.resident_bytes();
    const Streams streams(gateway_.port(), options_.streams, "/api/v1/events",
                          {{"Authorization", "Bearer " + gateway_.key()}});
    const std::uint64_t quiet = gateway_.resident_bytes();
    constexpr double kMebibyte = 1 << 20;
    const double thousands = static_cast<double>(options_.streams) / 1000;
    figures.add("stream_mib_per_1000", static_cast<double>(quiet - before) / kMebibyte / thousands);
    const HttpLoad load = posted();
    end_on_refusal(load, "POST beside streams");
    figures.add("post_beside_streams", load);
    figures.add("stream_busy_mib_per_1000",
                static_cast<double>(gateway_.resident_bytes() - before) / kMebibyte / thousands);
    figures.add("stream_mib_received", static_cast<double>(streams.bytes()) / kMebibyte);
  }

 private:
  LoadShape shape() const {
    return {.connections = options_.connections, .seconds = options_.seconds};
  }

  HttpLoad posted() {
    const std::string head = "api_key=" + gateway_.key() + "&service_code=" + encoded(service_) +
                             "&lat=24.625&long=117.756&description=";
    return run_load(gateway_.port(), shape(), [&](std::uint64_t) {
      const Complaint complaint = complaints_.next({});
      return HttpCall{
          .is_post = true,
          .target = "/open311/v2/requests.json",
          .body = head + encoded(complaint.text),
          .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                      {"Idempotency-Key", complaint.external_id}}};
    });
  }

  void post(Figures& figures) {
    const HttpLoad load = posted();
    end_on_refusal(load, "POST");
    figures.add("post", load);
    for (const std::string& body : load.kept) {
      ids_.push_back(nlohmann::json::parse(body)[0]["service_request_id"]);
    }
  }
  void get(Figures& figures) {
    const HttpLoad load = run_load(gateway_.port(), shape(), [&](std::uint64_t number) {
      return HttpCall{.is_post = false,
                      .target = "/open311/v2/requests/" + ids_[number % ids_.size()] + ".json"};
    });
    end_on_refusal(load, "GET");
    figures.add("get", load);
  }
  void search(Figures& figures) {
    const HttpLoad load = run_load(gateway_.port(), shape(), [&](std::uint64_t) {
      return HttpCall{.is_post = false,
                      .target = "/api/v1/cases?open=true&order=most_urgent&page_size=50",
                      .body = {},
                      .headers = {{"Authorization", "Bearer " + gateway_.key()}}};
    });
    end_on_refusal(load, "a search");
    figures.add("list", load);
  }

  Options options_;
  City city_;
  DaemonProcess engine_;
  GatewayProcess gateway_;
  std::string service_;
  ComplaintMaker complaints_;
  std::vector<std::string> ids_;
};

fs::path scratch_in(const std::string& parent) {
  std::string path = fs::absolute(parent) / "whistle-gateway.XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) {
    std::fprintf(stderr, "%s: %s\n", parent.c_str(), std::strerror(errno));
    std::exit(1);
  }
  return path;
}

void print(const std::map<std::string, double>& medians, bool json) {
  for (const auto& [name, value] : medians) std::printf("%-28s %12.2f\n", name.c_str(), value);
  if (json) std::printf("%s\n", nlohmann::json(medians).dump().c_str());
}

int run(const Options& options) {
  const fs::path folder = scratch_in(options.data);
  Figures figures;
  {
    Measuring measuring(options, folder);
    for (int run = 0; run < options.runs; ++run) measuring.run(figures);
    measuring.listen(figures);
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  print(figures.medians(), options.json);
  return 0;
}

}  // namespace
}  // namespace whistle::bench::gateway

int main(int argc, char** argv) {
  using whistle::bench::gateway::Options;
  Options options;
  CLI::App app{
      "whistle_gateway_load: requests of Open311 through whistle-gateway, durable when answered; "
      "requests looked at; lists; and what browsers cost that listen. Medians of several runs, a "
      "name and a number to a line."};
  app.add_option("--data", options.data, "An existing folder on the disk to measure")
      ->check(CLI::ExistingDirectory)
      ->capture_default_str();
  app.add_option("--runs", options.runs, "How often each load runs")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long each load runs")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--connections", options.connections, "That ask at the same time")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--streams", options.streams, "Browsers that listen")
      ->check(CLI::Range(1, 20'000))
      ->capture_default_str();
  app.add_flag("--json", options.json, "End with one line of JSON");
  CLI11_PARSE(app, argc, argv);
  return whistle::bench::gateway::run(options);
}
