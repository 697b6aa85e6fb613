#include "engine/config/settings.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/config/rule_files.h"
#include "engine/config/toml_file.h"

namespace whistle::config {
namespace {

constexpr auto kLogLevels = std::to_array<Spelling<LogLevel>>({{LogLevel::Debug, "debug"},
                                                               {LogLevel::Info, "info"},
                                                               {LogLevel::Warn, "warn"},
                                                               {LogLevel::Error, "error"}});

constexpr std::string_view kTcp = "tcp://";
constexpr std::string_view kIpc = "ipc://";
constexpr std::size_t kIpcPathBytesMax = 107;  // what a socket's address holds
constexpr Range<std::int64_t> kPort{1, 65'535};
constexpr std::string_view kAnyPort = "*";  // the system chooses; for tests

struct TcpAddress {
  std::string_view host;
  std::string_view port;
};

std::optional<TcpAddress> tcp_address(std::string_view endpoint) {
  if (!endpoint.starts_with(kTcp)) return std::nullopt;
  endpoint.remove_prefix(kTcp.size());
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return TcpAddress{endpoint.substr(0, colon), endpoint.substr(colon + 1)};
}

// 127.0.0.0/8 as four decimal numbers; a host name could say anything.
bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  const auto parts = split(host, '.');
  return parts.size() == 4 && parts.front() == "127" &&
         std::ranges::all_of(parts, [](std::string_view part) {
           const auto number = parse_integer(part);
           return number && *number >= 0 && *number <= 255;
         });
}

// What is wrong with an endpoint, or nothing.
std::string problem_of(std::string_view endpoint) {
  if (endpoint.starts_with(kIpc)) {
    const std::size_t size = endpoint.size() - kIpc.size();
    if (size >= 1 && size <= kIpcPathBytesMax) return {};
    return in_quotes(endpoint) + " must name a path of 1 to " + std::to_string(kIpcPathBytesMax) +
           " bytes";
  }
  const auto address = tcp_address(endpoint);
  if (!address || address->host.empty()) {
    return in_quotes(endpoint) + " is not an endpoint; tcp://host:port or ipc://path";
  }
  const auto port = parse_integer(address->port);
  if (address->port == kAnyPort || (port && kPort.contains(*port))) return {};
  return in_quotes(address->port) + " is not a port from " + std::to_string(kPort.min) + " to " +
         std::to_string(kPort.max);
}

constexpr std::string_view kReachable =
    " can be reached from other machines, and with security.insecure nobody authenticates; listen "
    "on 127.0.0.1 or ipc://, or use keys";

constexpr std::string_view kContradiction =
    "means no keys, and server_key names one; one of the two";

class SettingsReader {
 public:
  explicit SettingsReader(TomlSection root) : root_(root) {}

  EngineSettings read() {
    read_path(root_, "data_dir", settings_.data_dir);
    read_number(root_, "journal_keep_days", kJournalKeepDays, settings_.journal_keep_days);
    // Empty means beside the journal.
    if (const auto folder = root_.text("compiled_dir")) settings_.compiled_dir = *folder;
    TomlSection rules = root_.section("rules");
    read_path(rules, "base", settings_.rules_base);
    // An empty city means the base alone.
    if (const auto city = rules.text("city")) settings_.rules_city = *city;
    read_security();
    read_endpoints();
    read_limits();
    read_number(root_.section("threads"), "realtime_priority", kRealtimePriority,
                settings_.realtime_priority);
    settings_.log_level =
        root_.section("log").word("level", kLogLevels).value_or(settings_.log_level);
    return settings_;
  }

 private:
  static void read_path(TomlSection section, std::string_view key, std::filesystem::path& target) {
    const auto text = section.text(key);
    if (text && text->empty()) section.problem(key, "is empty; the path of a folder");
    if (text) target = *text;
  }

  void read_security() {
    TomlSection section = root_.section("security");
    EngineSettings::Security& security = settings_.security;
    // Empty means none, as with the city.
    if (const auto file = section.text("server_key")) security.server_key = *file;
    if (const auto file = section.text("next_server_key")) security.next_server_key = *file;
    if (const auto file = section.text("principals")) security.principals = *file;
    security.insecure = section.boolean("insecure").value_or(security.insecure);
    if (security.insecure && !security.server_key.empty()) {
      section.problem("insecure", std::string(kContradiction));
    }
    if (!security.server_key.empty() && security.principals.empty()) {
      section.missing("principals", "with server_key, the file of those who may talk");
    }
    if (security.server_key.empty() && !security.next_server_key.empty()) {
      section.problem("next_server_key", "follows no key; server_key is the one in use");
    }
  }

  void read_endpoints() {
    TomlSection section = root_.section("endpoints");
    EngineSettings::Endpoints& endpoints = settings_.endpoints;
    read_endpoint(section, "intake", endpoints.intake);
    read_endpoint(section, "work", endpoints.work);
    read_endpoint(section, "watch", endpoints.watch);
    read_endpoint(section, "admin", endpoints.admin);
  }

  void read_endpoint(TomlSection section, const std::string& key, std::string& target) {
    if (const auto text = section.text(key)) target = *text;
    const std::string wrong = problem_of(target);
    if (!wrong.empty()) return section.problem(key, wrong);
    if (settings_.security.insecure && !is_local(target)) {
      section.problem(key, in_quotes(target) + std::string(kReachable));
    }
    if (target.ends_with(kAnyPort)) return;
    const auto [first, is_new] = taken_.emplace(target, key);
    if (!is_new)
      section.problem(key, in_quotes(target) + " is the endpoint " + first->second + " too");
  }

  void read_limits() {
    TomlSection section = root_.section("limits");
    EngineSettings::Limits& limits = settings_.limits;
    read_number(section, "commands_per_group", kCommandsPerGroup, limits.commands_per_group);
    read_number(section, "command_ring", kRingSlots, limits.command_ring);
    read_number(section, "ticks_per_turn", kTicksPerTurn, limits.ticks_per_turn);
    read_number(section, "disk_free_bytes", kDiskFreeBytes, limits.disk_free_bytes);
    read_number(section, "memory_bytes", kMemoryBytes, limits.memory_bytes);
    read_number(section, "intake_lag_ms", kIntakeLagMs, limits.intake_lag_ms);
    read_number(section, "watchers", kWatchers, limits.watchers);
    read_number(section, "cursors", kCursors, limits.cursors);
    read_number(section, "waiting_pulls", kWaitingPulls, limits.waiting_pulls);
    read_number(section, "pulls_per_connection", kWaitingPulls, limits.pulls_per_connection);
    read_number(section, "kept_answers", kKeptAnswers, limits.kept_answers);
    read_number(section, "sessions", kSessions, limits.sessions);
    read_number(section, "connection_messages", kConnectionMessages, limits.connection_messages);
  }

  template <class T>
  static void read_number(TomlSection section, std::string_view key, Range<std::int64_t> range,
                          T& target) {
    if (const auto value = section.integer(key, range)) target = static_cast<T>(*value);
  }

  TomlSection root_;
  EngineSettings settings_;
  std::map<std::string, std::string> taken_;  // endpoint and the key it is given to
};

}  // namespace

std::filesystem::path compiled_dir_of(const EngineSettings& settings) {
  return settings.compiled_dir.empty() ? settings.data_dir / "compiled" : settings.compiled_dir;
}

bool is_local(std::string_view endpoint) {
  if (endpoint.starts_with(kIpc)) return true;
  const auto address = tcp_address(endpoint);
  return address && is_loopback(address->host);
}

std::string insecurity_of(const EngineSettings& settings) {
  const auto& [server_key, next_server_key, principals, insecure] = settings.security;
  if (insecure && !server_key.empty()) return "insecure " + std::string(kContradiction) + "\n";
  if (!server_key.empty() && principals.empty()) {
    return "server_key needs principals, the file of those who may talk (--principals)\n";
  }
  std::string lines;
  const EngineSettings::Endpoints& all = settings.endpoints;
  for (const std::string& endpoint : {all.intake, all.work, all.watch, all.admin}) {
    if (endpoint.starts_with(kIpc)) continue;
    if (insecure && !is_local(endpoint)) {
      lines += "endpoint " + endpoint + std::string(kReachable) + "\n";
    } else if (!insecure && server_key.empty()) {
      lines += "endpoint " + endpoint +
               ": TCP needs keys: security.server_key and security.principals (--server-key, "
               "--principals); or listen on ipc://; or, to try things out on this machine alone, "
               "--insecure\n";
    }
  }
  return lines;
}

Outcome<EngineSettings, std::vector<Problem>> load_settings(const std::filesystem::path& file) {
  Problems problems;
  EngineSettings settings;
  if (const auto text = read_file(file, problems)) {
    if (const auto toml = TomlFile::parse(file.string(), *text, problems)) {
      settings = SettingsReader(toml->root()).read();
      toml->report_unread();
    }
  }
  if (problems.has_errors()) return Failure{problems.sorted()};
  return settings;
}

}  // namespace whistle::config
