#include "adapters/gateway/options.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace whistle::gateway::options_test {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::string shipped() {
  std::ifstream stream(fs::path(SOURCE_DIR) / "config/gateway.toml");
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string problems_in(const std::string& toml) {
  std::string all;
  for (const hotline::Problem& problem : read_options(toml, "g.toml").problems) {
    all += hotline::to_text(problem) + '\n';
  }
  return all;
}

Options options_of(const std::string& toml) {
  EXPECT_EQ(problems_in(toml), "");
  return read_options(toml, "g.toml").options;
}

// The keys of each section, as the file shows them.
std::map<std::string, std::set<std::string>> keys_of(const std::string& toml) {
  std::map<std::string, std::set<std::string>> keys;
  std::istringstream lines(toml);
  std::string section;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('[')) section = line.substr(1, line.find(']') - 1);
    if (line.empty() || line.starts_with('#') || line.starts_with('[')) continue;
    keys[section].insert(line.substr(0, line.find(' ')));
  }
  return keys;
}

// What a section would take, by what is said of a key that nobody knows.
std::set<std::string> known_keys(const std::string& section) {
  const std::string said = problems_in('[' + section + "]\nnonsense = 1");
  std::set<std::string> keys;
  std::istringstream words(said.substr(said.find("there are: ") + 11));
  for (std::string word; words >> word;) {
    if (word.ends_with(',')) word.pop_back();
    keys.insert(word);
  }
  return keys;
}

TEST(Options, AreThoseOfTheShippedFileWhenNothingIsSaid) {
  const Options told = options_of(shipped());
  const Options silent = options_of("");
  EXPECT_EQ(told.server, silent.server);
  for (const auto line :
       {client::Line::Intake, client::Line::Work, client::Line::Watch, client::Line::Admin}) {
    EXPECT_EQ(told.client.endpoints.of(line), silent.client.endpoints.of(line));
  }
  EXPECT_EQ(told.tools, silent.tools);
  EXPECT_EQ(told.georeport, silent.georeport);
  EXPECT_EQ(told.own_key, silent.own_key);
  EXPECT_EQ(told.server_key, silent.server_key);
  EXPECT_EQ(told.streams, silent.streams);
  EXPECT_EQ(told.streams_per_person, silent.streams_per_person);
  EXPECT_EQ(told.desk_waiting, silent.desk_waiting);
  EXPECT_EQ(told.data, silent.data);
  EXPECT_EQ(told.console, silent.console);
  EXPECT_EQ(told.accounts, silent.accounts);
  EXPECT_EQ(told.phone_key, silent.phone_key);
  EXPECT_EQ(told.source, silent.source);
  EXPECT_EQ(told.public_url, silent.public_url);
  EXPECT_EQ(told.log_level, silent.log_level);
}

TEST(Options, AreAllInTheShippedFile) {
  const auto keys = keys_of(shipped());
  EXPECT_EQ(keys.size(), 8U);
  for (const auto& [section, shown] : keys) EXPECT_EQ(shown, known_keys(section)) << section;
}

TEST(Options, AreTakenFromEverySection) {
  const Options options = options_of(R"([listen]
address = "::"
port = 0
certificate = "/etc/whistle/chain.pem"
key = "/etc/whistle/key.pem"
public_url = "https://whistle.example.org"
trusted_proxies = ["10.0.0.0/8", "::1"]
[engine]
work = "ipc:///run/whistle/work"
key = "/etc/whistle/gateway.key"
[folders]
data = "/var/lib/whistle/gateway"
[people]
source = "web"
[tools]
whistled = "/usr/bin/whistled"
[limits]
header_ms = 1
streams = 5
streams_per_person = 6
waiting_for_engine = 7
[log]
level = "debug"
)");
  EXPECT_EQ(options.server.address, "::");
  EXPECT_EQ(options.server.port, 0);
  EXPECT_EQ(options.server.tls.certificate, "/etc/whistle/chain.pem");
  EXPECT_EQ(options.server.tls.key, "/etc/whistle/key.pem");
  EXPECT_EQ(options.public_url, "https://whistle.example.org");
  EXPECT_EQ(options.server.trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1"}));
  EXPECT_EQ(options.client.endpoints.work, "ipc:///run/whistle/work");
  EXPECT_EQ(options.client.endpoints.intake, client::Endpoints().intake);
  EXPECT_EQ(options.own_key, "/etc/whistle/gateway.key");
  EXPECT_EQ(options.data, "/var/lib/whistle/gateway");
  EXPECT_EQ(options.source, "web");
  EXPECT_EQ(options.tools.whistled, "/usr/bin/whistled");
  EXPECT_EQ(options.server.limits.header_time, milliseconds(1));
  EXPECT_EQ(options.streams, 5U);
  EXPECT_EQ(options.streams_per_person, 6U);
  EXPECT_EQ(options.desk_waiting, 7U);
  EXPECT_EQ(options.log_level, "debug");
}

TEST(Options, OfOpen311AreTheCitys) {
  const open311::Settings settings = options_of(R"([open311]
contact = "市民热线 12345"
key_service = "https://311.example.org/keys"
changeset = "2026-03-01T08:30:00+08:00"
test_url = "https://test.example.org"
language = "en"
jurisdictions = ["a.example.org", "b.example.org"]
hidden_categories = ["adm-*", "thanks"]
report_ids = []
retry_window_ms = 60000
anonymous_retry_window_ms = 1000
post_bytes = 1048576
)")
                                         .georeport;
  EXPECT_EQ(settings.contact, "市民热线 12345");
  EXPECT_EQ(settings.key_service, "https://311.example.org/keys");
  EXPECT_EQ(settings.changeset, "2026-03-01T00:30:00Z");
  EXPECT_EQ(settings.test_base_url, "https://test.example.org");
  EXPECT_EQ(settings.language, open311::Language::English);
  EXPECT_EQ(settings.jurisdictions, (std::vector<std::string>{"a.example.org", "b.example.org"}));
  EXPECT_EQ(settings.hidden, (std::vector<std::string>{"adm-*", "thanks"}));
  EXPECT_TRUE(settings.report_ids.empty());
  EXPECT_EQ(settings.retry_window_ms, 60'000);
  EXPECT_EQ(settings.anonymous_retry_window_ms, 1000);
  EXPECT_EQ(settings.post_bytes_max, 1048576U);
}

TEST(Options, NobodyKnowsAreRefusedWhereTheyStand) {
  EXPECT_EQ(problems_in("[log]\nlevel = \"warn\"\n  colour = true\n"),
            "g.toml:3:3: unknown key 'colour' in [log]; there are: level\n");
  EXPECT_EQ(
      problems_in("[folders]\n\n[mail]\n"),
      "g.toml:3:2: unknown 'mail'; there are: listen, limits, engine, folders, people, tools, "
      "log, open311\n");
  EXPECT_EQ(
      problems_in("port = 80\n"),
      "g.toml:1:1: unknown 'port'; there are: listen, limits, engine, folders, people, tools, "
      "log, open311\n");
}

TEST(Options, OfAnotherKindAreRefusedWhereTheyStand) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"[listen]\nport = \"80\"", "g.toml:2:8: port must be a whole number from 0 to 65535\n"},
      {"[listen]\nport = 65536", "g.toml:2:8: port must be a whole number from 0 to 65535\n"},
      {"[listen]\naddress = 80", "g.toml:2:11: address must be a text in quotes\n"},
      {"[listen]\ntrusted_proxies = \"::1\"",
       "g.toml:2:19: trusted_proxies must be a list of texts\n"},
      {"[listen]\ntrusted_proxies = [\n  \"::1\",\n  \"proxy\"]",
       "g.toml:4:3: trusted_proxies: each must be an address or a network such as 10.0.0.0/8\n"},
      {"[limits]\nidle_ms = 0", "g.toml:2:11: idle_ms must be a whole number from 1 to 3600000\n"},
      {"[limits]\nconnections = 1.5",
       "g.toml:2:15: connections must be a whole number from 1 to 1000000\n"},
      {"[log]\nlevel = \"loud\"", "g.toml:2:9: level must be one of: debug, info, warn, error\n"},
      {"[log]\nlevel = 3", "g.toml:2:9: level must be a text in quotes\n"},
      {"[open311]\nlanguage = \"zh-CN\"", "g.toml:2:12: language must be one of: zh, en\n"},
      {"[open311]\nchangeset = \"yesterday\"",
       "g.toml:2:13: changeset must be a date and time, as \"2026-03-01T08:30:00Z\"\n"},
      {"[open311]\nhidden_categories = [\"\"]",
       "g.toml:2:22: hidden_categories: each must be the code of a category, or how codes begin "
       "and a '*'\n"},
      {"[open311]\nretry_window_ms = 0",
       "g.toml:2:19: retry_window_ms must be a whole number from 1000 to 86400000\n"}};
  for (const auto& [toml, said] : wrong) EXPECT_EQ(problems_in(toml), said) << toml;
}

TEST(Options, ThatAreAddressesEndWhereOthersGoOn) {
  const std::string said =
      " must begin with http:// or https:// and end without '/', as "
      "\"https://whistle.example.org\"\n";
  for (const char* wrong : {"whistle.example.org", "ftp://a", "https://", "https://a.example/"}) {
    const std::string value = " = \"" + std::string(wrong) + '"';
    EXPECT_EQ(problems_in("[listen]\npublic_url" + value), "g.toml:2:14: public_url" + said);
    EXPECT_EQ(problems_in("[open311]\ntest_url" + value), "g.toml:2:12: test_url" + said);
  }
  for (const char* right : {"", "http://a:8080", "https://a.example/city"}) {
    EXPECT_EQ(problems_in("[listen]\npublic_url = \"" + std::string(right) + '"'), "");
  }
}

TEST(Options, AreAllLookedAtHoweverManyAreWrong) {
  EXPECT_EQ(problems_in("[log]\nlevel = 3\n[listen]\nport = -1\n"),
            "g.toml:2:9: level must be a text in quotes\n"
            "g.toml:4:8: port must be a whole number from 0 to 65535\n");
}

TEST(Options, OfTlsGoTogether) {
  EXPECT_EQ(problems_in("[listen]\nkey = \"key.pem\"\n"),
            "g.toml: [listen] certificate and key go together\n");
}

TEST(Options, ThatAreNoTomlAreRefused) {
  EXPECT_NE(problems_in("[listen\n").find("g.toml:1:"), std::string::npos);
  EXPECT_NE(problems_in("listen = 1\n").find("listen must be a section, [listen]"),
            std::string::npos);
}

class Secrets : public testing::Test {
 protected:
  Secrets() {
    std::string name = (fs::temp_directory_path() / "whistle_gateway_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Secrets() override { fs::remove_all(folder_); }

  std::string write(const std::string& text, fs::perms perms) {
    std::ofstream(folder_ / "secret") << text;
    fs::permissions(folder_ / "secret", perms);
    return folder_ / "secret";
  }
  static std::string problem_of(const std::string& file) {
    std::string problem;
    EXPECT_FALSE(read_secret(file, problem)) << file;
    return problem.substr(file.size());
  }

  fs::path folder_;
};

constexpr fs::perms kOwner = fs::perms::owner_read | fs::perms::owner_write;

TEST_F(Secrets, AreTheFirstLineOfAFile) {
  std::string problem;
  const auto secret = read_secret(write("0123456789abcdef\nnot this\n", kOwner), problem);
  EXPECT_EQ(secret, "0123456789abcdef") << problem;
}

TEST_F(Secrets, AreKeptFromOthersAndLongEnough) {
  EXPECT_EQ(problem_of(folder_ / "none"), ": is not there");
  EXPECT_EQ(problem_of(write("0123456789abcdef", kOwner | fs::perms::group_read)),
            ": others may read it; chmod 600");
  EXPECT_EQ(problem_of(write("too short", kOwner)), ": a secret has at least 16 characters");
}

std::variant<Options, int> parsed(std::vector<const char*> words) {
  words.insert(words.begin(), "whistle-gateway");
  return parse_options(static_cast<int>(words.size()), words.data());
}

TEST(CommandLine, GoesOverTheFile) {
  const auto options = std::get<Options>(parsed({"--port", "0", "--address", "::1", "--data",
                                                 "/srv/gateway", "--work", "ipc:///w", "--check"}));
  EXPECT_EQ(options.server.port, 0);
  EXPECT_EQ(options.server.address, "::1");
  EXPECT_EQ(options.data, "/srv/gateway");
  EXPECT_EQ(options.client.endpoints.work, "ipc:///w");
  EXPECT_EQ(options.client.endpoints.watch, client::Endpoints().watch);
  EXPECT_TRUE(options.check);
}

TEST(CommandLine, EndsTheProgramWhenItIsWrong) {
  EXPECT_EQ(std::get<int>(parsed({"--nonsense"})), 2);
  EXPECT_EQ(std::get<int>(parsed({"--config", "/nowhere/gateway.toml"})), 2);
  EXPECT_EQ(std::get<int>(parsed({"--help"})), 0);
}

}  // namespace whistle::gateway::options_test
