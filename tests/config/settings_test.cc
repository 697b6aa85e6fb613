#include "engine/config/settings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace whistle::config::settings_test {

class Settings : public testing::Test {
 protected:
  Settings() {
    std::string name = (std::filesystem::temp_directory_path() / "whistle_set_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Settings() override { std::filesystem::remove_all(folder_); }

  auto load(std::string_view text) {
    std::ofstream(folder_ / "whistled.toml") << text;
    return load_settings(folder_ / "whistled.toml");
  }
  std::string problems_of(std::string_view text) {
    const auto settings = load(text);
    std::string result;
    if (settings) return result;
    for (Problem problem : settings.error()) {
      problem.file = std::filesystem::path(problem.file).filename().string();
      result += to_text(problem) + "\n";
    }
    return result;
  }

  std::filesystem::path folder_;
};

TEST_F(Settings, AreCompleteWhenTheFileIsEmpty) {
  const auto settings = load("");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->endpoints.intake, "tcp://127.0.0.1:7701");
  EXPECT_EQ(settings->endpoints.work, "tcp://127.0.0.1:7702");
  EXPECT_EQ(settings->endpoints.watch, "tcp://127.0.0.1:7703");
  EXPECT_EQ(settings->endpoints.admin, "tcp://127.0.0.1:7704");
  EXPECT_FALSE(settings->security.insecure);
  EXPECT_EQ(settings->security.server_key, "");
  EXPECT_EQ(settings->security.principals, "");
  EXPECT_EQ(settings->data_dir, "var/whistle");
  EXPECT_EQ(settings->journal_keep_days, 0U) << "for ever";
  EXPECT_EQ(settings->rules_base, "config/base");
  EXPECT_EQ(settings->rules_city, "");
  EXPECT_EQ(settings->log_level, LogLevel::Info);
}

TEST_F(Settings, KeepCompiledPatternsInsideTheDataUnlessTheySayWhere) {
  EXPECT_EQ(compiled_dir_of(load("data_dir = \"d\"").value()), "d/compiled");
  EXPECT_EQ(compiled_dir_of(load("compiled_dir = \"\"").value()), "var/whistle/compiled");
  EXPECT_EQ(compiled_dir_of(load("compiled_dir = \"/var/cache/w\"").value()), "/var/cache/w");
}

TEST_F(Settings, OfTheShippedFileAreTheDefaults) {
  const auto shipped = load_settings(std::filesystem::path(SOURCE_DIR) / "config/whistled.toml");
  ASSERT_TRUE(shipped) << to_text(shipped.error().front());
  const EngineSettings defaults;
  EXPECT_EQ(shipped->endpoints.intake, defaults.endpoints.intake);
  EXPECT_EQ(shipped->endpoints.work, defaults.endpoints.work);
  EXPECT_EQ(shipped->endpoints.watch, defaults.endpoints.watch);
  EXPECT_EQ(shipped->endpoints.admin, defaults.endpoints.admin);
  EXPECT_EQ(shipped->security.insecure, defaults.security.insecure);
  EXPECT_EQ(shipped->security.server_key, defaults.security.server_key);
  EXPECT_EQ(shipped->security.next_server_key, defaults.security.next_server_key);
  EXPECT_EQ(shipped->security.principals, defaults.security.principals);
  EXPECT_EQ(shipped->data_dir, defaults.data_dir);
  EXPECT_EQ(shipped->journal_keep_days, defaults.journal_keep_days);
  EXPECT_EQ(shipped->compiled_dir, defaults.compiled_dir);
  EXPECT_EQ(shipped->rules_base, defaults.rules_base);
  EXPECT_EQ(shipped->rules_city, "config/cities/changtai");
  EXPECT_EQ(shipped->limits.commands_per_group, defaults.limits.commands_per_group);
  EXPECT_EQ(shipped->limits.command_ring, defaults.limits.command_ring);
  EXPECT_EQ(shipped->limits.ticks_per_turn, defaults.limits.ticks_per_turn);
  EXPECT_EQ(shipped->limits.disk_free_bytes, defaults.limits.disk_free_bytes);
  EXPECT_EQ(shipped->limits.memory_bytes, defaults.limits.memory_bytes);
  EXPECT_EQ(shipped->limits.intake_lag_ms, defaults.limits.intake_lag_ms);
  EXPECT_EQ(shipped->limits.watchers, defaults.limits.watchers);
  EXPECT_EQ(shipped->limits.cursors, defaults.limits.cursors);
  EXPECT_EQ(shipped->limits.waiting_pulls, defaults.limits.waiting_pulls);
  EXPECT_EQ(shipped->limits.pulls_per_connection, defaults.limits.pulls_per_connection);
  EXPECT_EQ(shipped->limits.kept_answers, defaults.limits.kept_answers);
  EXPECT_EQ(shipped->limits.sessions, defaults.limits.sessions);
  EXPECT_EQ(shipped->limits.connection_messages, defaults.limits.connection_messages);
  EXPECT_EQ(shipped->realtime_priority, defaults.realtime_priority);
  EXPECT_EQ(shipped->log_level, defaults.log_level);
}

TEST_F(Settings, TakeEveryKey) {
  const auto settings = load(R"(data_dir = "/var/lib/whistle"
journal_keep_days = 36500
[security]
server_key = "engine.key"
next_server_key = "next.key"
principals = "principals.toml"
insecure = false
[endpoints]
intake = "tcp://0.0.0.0:1"
work = "ipc:///run/whistle/work"
watch = "tcp://[::1]:65535"
admin = "tcp://127.0.0.1:*"
[rules]
base = "b"
city = "c"
[limits]
commands_per_group = 1
command_ring = 64
ticks_per_turn = 2
disk_free_bytes = 16777216
memory_bytes = 16777217
intake_lag_ms = 10
watchers = 3
cursors = 4
waiting_pulls = 5
pulls_per_connection = 7
kept_answers = 8
sessions = 6
connection_messages = 100
[threads]
realtime_priority = 20
[log]
level = "debug"
)");
  ASSERT_TRUE(settings) << to_text(settings.error().front());
  EXPECT_EQ(settings->data_dir, "/var/lib/whistle");
  EXPECT_EQ(settings->journal_keep_days, 36'500U);
  EXPECT_EQ(settings->security.server_key, "engine.key");
  EXPECT_EQ(settings->security.next_server_key, "next.key");
  EXPECT_EQ(settings->security.principals, "principals.toml");
  EXPECT_FALSE(settings->security.insecure);
  EXPECT_EQ(settings->endpoints.intake, "tcp://0.0.0.0:1");
  EXPECT_EQ(settings->endpoints.admin, "tcp://127.0.0.1:*");
  EXPECT_EQ(settings->rules_base, "b");
  EXPECT_EQ(settings->rules_city, "c");
  EXPECT_EQ(settings->limits.commands_per_group, 1U);
  EXPECT_EQ(settings->limits.command_ring, 64U);
  EXPECT_EQ(settings->limits.ticks_per_turn, 2U);
  EXPECT_EQ(settings->limits.disk_free_bytes, 16777216U);
  EXPECT_EQ(settings->limits.memory_bytes, 16777217U);
  EXPECT_EQ(settings->limits.intake_lag_ms, 10U);
  EXPECT_EQ(settings->limits.watchers, 3U);
  EXPECT_EQ(settings->limits.cursors, 4U);
  EXPECT_EQ(settings->limits.waiting_pulls, 5U);
  EXPECT_EQ(settings->limits.pulls_per_connection, 7U);
  EXPECT_EQ(settings->limits.kept_answers, 8U);
  EXPECT_EQ(settings->limits.sessions, 6U);
  EXPECT_EQ(settings->limits.connection_messages, 100U);
  EXPECT_EQ(settings->realtime_priority, 20U);
  EXPECT_EQ(settings->log_level, LogLevel::Debug);
}

TEST_F(Settings, AreInsecureOnThisMachineOnly) {
  EXPECT_EQ(
      problems_of("[endpoints]\nwork = \"tcp://0.0.0.0:7702\"\n[security]\ninsecure = true\n"),
      "whistled.toml:2:8: work: \"tcp://0.0.0.0:7702\" can be reached from other machines, and "
      "with security.insecure nobody authenticates; listen on 127.0.0.1 or ipc://, or use keys\n");
  EXPECT_EQ(problems_of("[security]\ninsecure = true\n"), "");
}

TEST_F(Settings, AreInsecureOrHaveAKeyNotBoth) {
  EXPECT_EQ(problems_of("[security]\ninsecure = true\nserver_key = \"k\"\nprincipals = \"p\"\n"),
            "whistled.toml:2:12: insecure: means no keys, and server_key names one; one of the "
            "two\n");
  EXPECT_EQ(problems_of("[security]\nserver_key = \"k\"\n"),
            "whistled.toml:1:1: principals: is missing; with server_key, the file of those who may "
            "talk\n");
  EXPECT_EQ(problems_of("[security]\nnext_server_key = \"k\"\n"),
            "whistled.toml:2:19: next_server_key: follows no key; server_key is the one in use\n");
}

TEST_F(Settings, KeepAnEngineFromTalkingToStrangers) {
  EngineSettings settings;
  const std::string refused = insecurity_of(settings);
  for (const char* port : {"7701", "7702", "7703", "7704"}) {
    EXPECT_NE(refused.find("endpoint tcp://127.0.0.1:" + std::string(port) + ": TCP needs keys"),
              std::string::npos)
        << refused;
  }
  settings.security.insecure = true;
  EXPECT_EQ(insecurity_of(settings), "");
  settings.endpoints.watch = "tcp://10.0.0.1:7703";
  EXPECT_EQ(insecurity_of(settings).find("endpoint tcp://10.0.0.1:7703 can be reached"), 0U);
  settings.security.server_key = "engine.key";
  EXPECT_EQ(insecurity_of(settings).find("insecure means no keys"), 0U);
  settings.security.insecure = false;
  EXPECT_EQ(insecurity_of(settings).find("server_key needs principals"), 0U);
  settings.security.principals = "principals.toml";
  EXPECT_EQ(insecurity_of(settings), "");
  settings = {};
  settings.endpoints = {"ipc://a", "ipc://b", "ipc://c", "ipc://d"};
  EXPECT_EQ(insecurity_of(settings), "");
  settings.endpoints.admin = "ws://127.0.0.1:1";
  EXPECT_NE(insecurity_of(settings), "");
}

TEST_F(Settings, KnowWhichEndpointsAreLocal) {
  for (const char* local : {"tcp://127.0.0.1:1", "tcp://127.255.0.9:1", "tcp://localhost:1",
                            "tcp://[::1]:1", "ipc://x"}) {
    EXPECT_TRUE(is_local(local)) << local;
  }
  for (const char* open : {"tcp://*:1", "tcp://0.0.0.0:1", "tcp://eth0:1",
                           "tcp://127.example.org:1", "tcp://127.0.0.256:1", "tcp://127.0.0:1",
                           "tcp://[::]:1", "tcp://128.0.0.1:1", "udp://127.0.0.1:1", ""}) {
    EXPECT_FALSE(is_local(open)) << open;
  }
}

TEST_F(Settings, RefuseWhatIsNoEndpoint) {
  EXPECT_EQ(problems_of("[endpoints]\n"
                        "intake = \"http://127.0.0.1:1\"\n"
                        "work = \"tcp://127.0.0.1:65536\"\n"
                        "watch = \"ipc://\"\n"
                        "admin = \"tcp://:1\"\n"),
            "whistled.toml:2:10: intake: \"http://127.0.0.1:1\" is not an endpoint; "
            "tcp://host:port or ipc://path\n"
            "whistled.toml:3:8: work: \"65536\" is not a port from 1 to 65535\n"
            "whistled.toml:4:9: watch: \"ipc://\" must name a path of 1 to 107 bytes\n"
            "whistled.toml:5:9: admin: \"tcp://:1\" is not an endpoint; tcp://host:port or "
            "ipc://path\n");
}

TEST_F(Settings, RefuseOneEndpointForTwoAudiences) {
  EXPECT_EQ(problems_of("[endpoints]\nwork = \"tcp://127.0.0.1:7701\"\n"),
            "whistled.toml:2:8: work: \"tcp://127.0.0.1:7701\" is the endpoint intake too\n");
}

TEST_F(Settings, BoundEveryLimit) {
  EXPECT_EQ(problems_of("[limits]\n"
                        "memory_bytes = 16777215\n"
                        "intake_lag_ms = 9\n"
                        "watchers = 0\n"
                        "cursors = 65537\n"
                        "waiting_pulls = 0\n"
                        "sessions = -1\n"
                        "connection_messages = 99\n"),
            "whistled.toml:2:16: memory_bytes: 16777215 is not a whole number from 16777216 to "
            "17592186044416\n"
            "whistled.toml:3:17: intake_lag_ms: 9 is not a whole number from 10 to 600000\n"
            "whistled.toml:4:12: watchers: 0 is not a whole number from 1 to 65536\n"
            "whistled.toml:5:11: cursors: 65537 is not a whole number from 1 to 65536\n"
            "whistled.toml:6:17: waiting_pulls: 0 is not a whole number from 1 to 1048576\n"
            "whistled.toml:7:12: sessions: -1 is not a whole number from 1 to 1048576\n"
            "whistled.toml:8:23: connection_messages: 99 is not a whole number from 100 to "
            "1048576\n");
}

TEST_F(Settings, ReportAllProblemsAtOnce) {
  EXPECT_EQ(problems_of("data_dir = \"\"\n"
                        "data_dri = \"x\"\n"
                        "[limits]\n"
                        "commands_per_group = 0\n"
                        "command_ring = 1048577\n"
                        "[log]\n"
                        "level = \"loud\"\n"),
            "whistled.toml:1:12: data_dir: is empty; the path of a folder\n"
            "whistled.toml:2:1: unknown key \"data_dri\"; did you mean \"data_dir\"?\n"
            "whistled.toml:4:22: commands_per_group: 0 is not a whole number from 1 to 65536\n"
            "whistled.toml:5:16: command_ring: 1048577 is not a whole number from 64 to 1048576\n"
            "whistled.toml:7:9: level: \"loud\" is not one of debug, info, warn, error\n");
}

TEST_F(Settings, NeedTheFile) {
  const auto settings = load_settings(folder_ / "absent.toml");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().front().message, "there is no such file");
}

}  // namespace whistle::config::settings_test
