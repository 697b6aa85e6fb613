#include "adapters/gateway/options.h"

#include <sys/stat.h>
#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

#include "adapters/gateway/open311/instant.h"

namespace whistle::gateway {
namespace {

using std::chrono::milliseconds;

constexpr const char* kAbout =
    "Whistle's gateway: the console for people, a JSON API, Open311 and metrics, over HTTP.\n"
    "It holds no truth of its own: everything is asked of the engine.";

constexpr const char* kEnd =
    "Exit codes: 0 stopped by a signal, or --check found nothing wrong; 1 it failed; 2 the "
    "command\n"
    "line or the settings are wrong (each printed as file:line:column).";

// One section of the file: each key once, with what it sets.
class Section {
 public:
  Section(const toml::table* table, std::string name, std::string file,
          std::vector<hotline::Problem>& problems)
      : table_(table), name_(std::move(name)), file_(std::move(file)), problems_(problems) {}

  void text(const char* key, std::string& value) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    if (const auto* found = node->as_string()) {
      value = found->get();
    } else {
      blame(*node, std::string(key) + " must be a text in quotes");
    }
  }

  template <class Number>
  void number(const char* key, Number& value, std::int64_t least, std::int64_t most) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* found = node->as_integer();
    if (found == nullptr || found->get() < least || found->get() > most) {
      return blame(*node, std::string(key) + " must be a whole number from " +
                              std::to_string(least) + " to " + std::to_string(most));
    }
    value = static_cast<Number>(found->get());
  }

  void time(const char* key, milliseconds& value, std::int64_t most) {
    std::int64_t ms = value.count();
    number(key, ms, 1, most);
    value = milliseconds(ms);
  }

  void texts(const char* key, std::vector<std::string>& values,
             const std::function<bool(const std::string&)>& is_good, const std::string& good) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr) return blame(*node, std::string(key) + " must be a list of texts");
    values.clear();
    for (const toml::node& each : *list) {
      const auto* text = each.as_string();
      if (text == nullptr || !is_good(text->get())) {
        blame(each, std::string(key) + ": each must be " + good);
        continue;
      }
      values.push_back(text->get());
    }
  }

  // Where something is on the web; empty: nowhere. What is asked for there is put behind it.
  void address(const char* key, std::string& value) {
    const toml::node* node = take(key);
    text(key, value);
    if (node == nullptr || !node->is_string() || value.empty()) return;
    const std::size_t scheme = value.starts_with("https://") ? 8 : 7;
    const bool is_web = scheme == 8 || value.starts_with("http://");
    if (is_web && value.size() > scheme && !value.ends_with('/')) return;
    blame(*node, std::string(key) +
                     " must begin with http:// or https:// and end without '/', as "
                     "\"https://whistle.example.org\"");
  }

  // Kept as it is told: in UTC.
  void instant(const char* key, std::string& value) {
    const toml::node* node = take(key);
    text(key, value);
    if (node == nullptr || !node->is_string()) return;
    if (const auto read = open311::read_instant(value)) {
      value = open311::write_instant(*read);
    } else {
      blame(*node, std::string(key) + " must be a date and time, as \"2026-03-01T08:30:00Z\"");
    }
  }

  void word(const char* key, std::string& value, const std::vector<std::string>& words) {
    const toml::node* node = take(key);
    text(key, value);
    if (node == nullptr || !node->is_string()) return;
    if (std::ranges::find(words, value) != words.end()) return;
    std::string list;
    for (const std::string& each : words) list += (list.empty() ? "" : ", ") + each;
    blame(*node, std::string(key) + " must be one of: " + list);
  }

  // After all keys were asked for.
  void finish() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
      if (known_.contains(std::string(key.str()))) continue;
      std::string words;
      for (const auto& [word, ignored] : known_) words += (words.empty() ? "" : ", ") + word;
      blame_at(key.source(), "unknown key '" + std::string(key.str()) + "' in [" + name_ +
                                 "]; there are: " + words);
    }
  }

 private:
  const toml::node* take(const char* key) {
    known_.emplace(key, true);
    return table_ == nullptr ? nullptr : table_->get(key);
  }
  void blame(const toml::node& node, std::string what) { blame_at(node.source(), std::move(what)); }
  void blame_at(const toml::source_region& at, std::string what) {
    problems_.push_back({{file_, at.begin.line, at.begin.column}, std::move(what)});
  }

  const toml::table* table_;
  std::string name_;
  std::string file_;
  std::vector<hotline::Problem>& problems_;
  std::map<std::string, bool> known_;
};

class Reader {
 public:
  Reader(const toml::table& all, std::string file, ReadOptions& read)
      : all_(all), file_(std::move(file)), read_(read) {}

  void read() {
    read_server();
    read_limits();
    read_engine();
    read_rest();
    read_open311();
    blame_unknown_sections();
  }

 private:
  Section section(const char* name) {
    known_.emplace_back(name);
    const toml::node* node = all_.get(name);
    if (node != nullptr && node->as_table() == nullptr) {
      const auto at = node->source().begin;
      read_.problems.push_back(
          {{file_, at.line, at.column}, std::string(name) + " must be a section, [" + name + "]"});
    }
    return {node == nullptr ? nullptr : node->as_table(), name, file_, read_.problems};
  }

  void read_server() {
    http::ServerSettings& server = read_.options.server;
    Section listen = section("listen");
    listen.text("address", server.address);
    listen.number("port", server.port, 0, std::numeric_limits<std::uint16_t>::max());
    listen.text("certificate", server.tls.certificate);
    listen.text("key", server.tls.key);
    listen.address("public_url", read_.options.public_url);
    listen.texts("trusted_proxies", server.trusted_proxies, http::is_network,
                 "an address or a network such as 10.0.0.0/8");
    listen.finish();
    if (server.tls.certificate.empty() != server.tls.key.empty()) {
      read_.problems.push_back({{file_}, "[listen] certificate and key go together"});
    }
  }

  void read_limits() {
    http::Limits& limits = read_.options.server.limits;
    constexpr std::int64_t kHour = 3'600'000;
    Section bounds = section("limits");
    bounds.number("target_bytes", limits.target_bytes, 256, 65'536);
    bounds.number("header_bytes", limits.header_bytes, 1024, 1'048'576);
    bounds.number("connections", limits.connections, 1, 1'000'000);
    bounds.number("connections_per_address", limits.connections_per_address, 1, 1'000'000);
    bounds.number("requests_per_connection", limits.requests_per_connection, 1, 1'000'000'000);
    bounds.time("header_ms", limits.header_time, kHour);
    bounds.time("body_ms", limits.body_time, kHour);
    bounds.time("idle_ms", limits.idle_time, kHour);
    bounds.time("write_ms", limits.write_time, kHour);
    bounds.time("stop_ms", limits.stop_time, kHour);
    bounds.number("streams", read_.options.streams, 1, 1'000'000);
    bounds.number("streams_per_person", read_.options.streams_per_person, 1, 1'000'000);
    bounds.number("waiting_for_engine", read_.options.desk_waiting, 1, 1'000'000);
    bounds.finish();
  }

  void read_engine() {
    client::Endpoints& endpoints = read_.options.client.endpoints;
    Section engine = section("engine");
    engine.text("intake", endpoints.intake);
    engine.text("work", endpoints.work);
    engine.text("watch", endpoints.watch);
    engine.text("admin", endpoints.admin);
    engine.text("key", read_.options.own_key);
    engine.text("server_key", read_.options.server_key);
    engine.finish();
  }

  void read_rest() {
    Options& options = read_.options;
    Section folders = section("folders");
    folders.text("data", options.data);
    folders.text("console", options.console);
    folders.finish();
    Section people = section("people");
    people.text("accounts", options.accounts);
    people.text("phone_key", options.phone_key);
    people.text("source", options.source);
    people.finish();
    Section tools = section("tools");
    tools.text("whistled", options.tools.whistled);
    tools.text("config", options.tools.config);
    tools.text("rules", options.tools.rules);
    tools.text("city", options.tools.city);
    tools.text("data", options.tools.data);
    tools.text("packs", options.tools.packs);
    tools.finish();
    Section log = section("log");
    log.word("level", options.log_level, {"debug", "info", "warn", "error"});
    log.finish();
  }

  void read_open311() {
    open311::Settings& settings = read_.options.georeport;
    const auto is_said = [](const std::string& text) { return !text.empty(); };
    constexpr std::int64_t kDay = 86'400'000;
    constexpr std::int64_t kMegabyte = std::int64_t{1} << 20;
    Section told = section("open311");
    told.text("contact", settings.contact);
    told.text("key_service", settings.key_service);
    told.instant("changeset", settings.changeset);
    told.address("test_url", settings.test_base_url);
    std::string language = settings.language == open311::Language::Chinese ? "zh" : "en";
    told.word("language", language, {"zh", "en"});
    settings.language = language == "en" ? open311::Language::English : open311::Language::Chinese;
    told.texts("jurisdictions", settings.jurisdictions, is_said, "the name of a jurisdiction");
    told.texts("hidden_categories", settings.hidden, is_said,
               "the code of a category, or how codes begin and a '*'");
    told.texts("report_ids", settings.report_ids, is_said, "the code of an attribute");
    told.number("retry_window_ms", settings.retry_window_ms, 1000, kDay);
    told.number("anonymous_retry_window_ms", settings.anonymous_retry_window_ms, 1000, kDay);
    told.number("post_bytes", settings.post_bytes_max, 64 << 10, 256 * kMegabyte);
    told.finish();
  }

  void blame_unknown_sections() {
    for (const auto& [key, node] : all_) {
      if (std::ranges::find(known_, key.str()) != known_.end()) continue;
      std::string words;
      for (const std::string& word : known_) words += (words.empty() ? "" : ", ") + word;
      const auto at = key.source().begin;
      read_.problems.push_back({{file_, at.line, at.column},
                                "unknown '" + std::string(key.str()) + "'; there are: " + words});
    }
  }

  const toml::table& all_;
  std::string file_;
  ReadOptions& read_;
  std::vector<std::string> known_;
};

int fail(const std::vector<hotline::Problem>& problems) {
  for (const hotline::Problem& each : problems) {
    std::fprintf(stderr, "%s\n", hotline::to_text(each).c_str());
  }
  return 2;
}

}  // namespace

ReadOptions read_options(const std::string& toml, const std::string& file) {
  ReadOptions read;
  read.options.client.name = "whistle-gateway";
  try {
    const toml::table all = toml::parse(toml, file);
    Reader(all, file, read).read();
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    read.problems.push_back({{file, at.line, at.column}, std::string(error.description())});
  }
  std::ranges::stable_sort(read.problems, {}, [](const hotline::Problem& problem) {
    return std::pair(problem.at.line, problem.at.column);
  });
  return read;
}

std::optional<std::string> read_secret(const std::string& file, std::string& problem) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    problem = file + ": is not there";
    return std::nullopt;
  }
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    problem = file + ": others may read it; chmod 600";
    return std::nullopt;
  }
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  constexpr std::size_t kLeast = 16;
  if (line.size() < kLeast) {
    problem = file + ": a secret has at least 16 characters";
    return std::nullopt;
  }
  return line;
}

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  std::string file;
  std::string address;
  std::string data;
  std::string console;
  std::optional<std::uint16_t> port;
  client::Endpoints endpoints{"", "", "", ""};
  bool check = false;
  CLI::App app(kAbout, "whistle-gateway");
  app.footer(kEnd);
  app.add_option("-c,--config", file, "settings (config/gateway.toml says all there are)");
  app.add_option("--address", address, "listen here instead of where the settings say");
  app.add_option("--port", port, "0: any that is free; it is printed");
  app.add_option("--data", data, "folder for what the gateway keeps");
  app.add_option("--console", console, "folder of the built console");
  app.add_option("--intake", endpoints.intake, "the engine's intake socket");
  app.add_option("--work", endpoints.work, "the engine's work socket");
  app.add_option("--watch", endpoints.watch, "the engine's watch socket");
  app.add_option("--admin", endpoints.admin, "the engine's admin socket");
  app.add_flag("--check", check, "only read the settings and say what is wrong with them");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  std::string text;
  if (!file.empty()) {
    std::ifstream stream(file);
    if (!stream) return fail({{{file}, "cannot be read"}});
    text.assign(std::istreambuf_iterator<char>(stream), {});
  }
  ReadOptions read = read_options(text, file);
  if (!read.problems.empty()) return fail(read.problems);
  Options& options = read.options;
  const auto over = [](std::string& value, const std::string& given) {
    if (!given.empty()) value = given;
  };
  over(options.server.address, address);
  over(options.data, data);
  over(options.console, console);
  over(options.client.endpoints.intake, endpoints.intake);
  over(options.client.endpoints.work, endpoints.work);
  over(options.client.endpoints.watch, endpoints.watch);
  over(options.client.endpoints.admin, endpoints.admin);
  options.server.port = port.value_or(options.server.port);
  options.check = check;
  if (const auto wrong =
          client::read_keys(options.own_key, options.server_key, options.client.keys)) {
    return fail({{{file}, *wrong}});
  }
  return options;
}

}  // namespace whistle::gateway
