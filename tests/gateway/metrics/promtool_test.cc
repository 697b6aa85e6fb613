#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "adapters/gateway/metrics/case_times.h"
#include "tests/gateway/metrics/sample.h"

// What we tell Prometheus, judged by its own tool; and that alerts and panels ask for what is told.
namespace whistle::gateway::metrics::promtool_test {

using nlohmann::json;

std::string observability(const std::string& name) {
  return std::string(SOURCE_DIR) + "/config/observability/" + name;
}

std::string text_of(const std::string& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

// Everything that can be told.
std::string everything() {
  Sample sample;
  std::string text = support::get(sample.router, "/metrics").body;
  Exposition to(Format::Prometheus);
  CaseTimes().write(to);
  return text + to.take();
}

bool has_promtool() { return std::system("command -v promtool >/dev/null 2>&1") == 0; }

// What it says about this input; empty: nothing. Fails when it ends with an error.
std::string promtool(const std::string& arguments, const std::string& input = {}) {
  std::string name = (std::filesystem::temp_directory_path() / "whistle-promtool-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  EXPECT_GE(descriptor, 0);
  close(descriptor);
  std::ofstream(name) << input;
  const std::string command = "promtool " + arguments + " <" + name + " 2>&1";
  std::FILE* pipe = popen(command.c_str(), "r");
  std::string said;
  for (int letter = std::fgetc(pipe); letter != EOF; letter = std::fgetc(pipe)) {
    said += static_cast<char>(letter);
  }
  EXPECT_EQ(pclose(pipe), 0) << said;
  std::filesystem::remove(name);
  return said;
}

TEST(Promtool, FindsNothingWrongWithTheMetrics) {
  if (!has_promtool()) GTEST_SKIP() << "promtool (Debian's prometheus) is not installed";
  EXPECT_EQ(promtool("check metrics", everything()), "");
}

TEST(Promtool, FindsNothingWrongWithTheRules) {
  if (!has_promtool()) GTEST_SKIP() << "promtool (Debian's prometheus) is not installed";
  promtool("check rules " + observability("whistle.rules.yml"));
  promtool("check config " + observability("prometheus.yml"));
  promtool("test rules " + observability("whistle.rules.test.yml"));
}

std::set<std::string> told() {
  std::set<std::string> names;
  std::istringstream lines(everything());
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    static const std::regex kType("# TYPE (\\w+) (\\w+)");
    if (!std::regex_match(line, match, kType)) continue;
    names.insert(match[1]);
    if (match[2] != "histogram") continue;
    for (const char* end : {"_bucket", "_sum", "_count"}) names.insert(match[1].str() + end);
  }
  return names;
}

void expect_told(const std::string& text, const std::string& where) {
  const std::set<std::string> names = told();
  static const std::regex kName("civ_\\w+");
  std::size_t found = 0;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), kName);
       it != std::sregex_iterator(); ++it, ++found) {
    EXPECT_TRUE(names.contains(it->str())) << where << ": " << it->str();
  }
  EXPECT_GT(found, 10U) << where;
}

TEST(Observability, AlertsAskForWhatIsTold) {
  expect_told(text_of(observability("whistle.rules.yml")), "whistle.rules.yml");
}

std::set<std::string> words_after(const std::string& key, const std::string& text) {
  std::set<std::string> words;
  const std::regex each(key + ": (\\w+)");
  for (auto it = std::sregex_iterator(text.begin(), text.end(), each);
       it != std::sregex_iterator(); ++it) {
    words.insert((*it)[1]);
  }
  return words;
}

TEST(Observability, EachAlertIsTried) {
  const auto alerts = words_after("alert", text_of(observability("whistle.rules.yml")));
  EXPECT_GT(alerts.size(), 10U);
  EXPECT_EQ(words_after("alertname", text_of(observability("whistle.rules.test.yml"))), alerts);
}

TEST(Observability, PanelsAskForWhatIsTold) {
  const std::string text = text_of(observability("grafana-dashboard.json"));
  const json dashboard = json::parse(text);
  expect_told(text, "grafana-dashboard.json");
  std::set<int> ids;
  for (const json& panel : dashboard["panels"]) {
    EXPECT_TRUE(ids.insert(panel["id"].get<int>()).second);
    EXPECT_FALSE(panel["title"].get<std::string>().empty());
    const json& place = panel["gridPos"];
    EXPECT_LE(place["x"].get<int>() + place["w"].get<int>(), 24);
    if (panel["type"] != "row") {
      EXPECT_FALSE(panel["targets"].empty());
    }
  }
}

}  // namespace whistle::gateway::metrics::promtool_test
