#include "tests/gateway/strangers/town.h"

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace whistle::gateway::strangers {
namespace {

std::string accounts() {
  return "[[account]]\nname = \"li.si\"\npassword = \"" + people::hash_password(kPassword) +
         "\"\nroles = [\"supervisor\"]\n";
}

}  // namespace

Town::Town(http::ServerSettings settings)
    : pictures_(folder_ / "pictures"),
      api_(
          {city_.desk, &city_.index, pictures_, tools_, pseudonym_, [] { return open311::kNow; }}) {
  people::write(folder_ / "accounts.toml", accounts());
  people::write(folder_ / "secret.txt", kSecret);
  std::filesystem::create_directories(folder_ / "console/assets");
  people::write(folder_ / "console/index.html", "<!doctype html><title>console</title>");
  people::write(folder_ / "console/assets/plain.css", "a{}");
  auto opened = people::Doorkeeper::open(door_settings());
  door_ = std::move(std::get<std::unique_ptr<people::Doorkeeper>>(opened));
  door_->add_routes(router_);
  api_.add_to(router_, *door_);
  city_.georeport.add_to(router_);
  if (const auto problem = console_.load(folder_ / "console")) throw std::runtime_error(*problem);
  console_.add_to(router_);
  served_ = std::make_unique<support::ServedRouter>(router_, std::move(settings));
}

people::Doorkeeper::Settings Town::door_settings() {
  people::Doorkeeper::Settings settings;
  settings.accounts = folder_ / "accounts.toml";
  settings.sessions = folder_ / "sessions";
  settings.audit = folder_ / "audit";
  settings.now_ms = [] { return open311::kNow; };
  // argon2id takes its time, and is tested elsewhere.
  settings.check = [](const std::string& password, const std::string&) {
    return password == kPassword;
  };
  return settings;
}

support::Answer Town::ask(const std::string& method, const std::string& target,
                          const Headers& headers, const std::string& body) {
  std::string lines;
  for (const auto& [name, value] : headers) lines += name + ": " + value + "\r\n";
  support::RawClient client(port());
  client.say(support::request_text(method, target, lines, body));
  return client.hear(method == "HEAD");
}

support::Answer Town::sign_in(const std::string& name, const std::string& password,
                              const Headers& headers) {
  Headers all = headers;
  all.emplace_back("Content-Type", "application/json");
  return ask("POST", "/api/v1/session", all,
             nlohmann::json{{"name", name}, {"password", password}}.dump());
}

Town::Pass Town::come_in() {
  const support::Answer answer = sign_in("li.si", kPassword);
  const std::string set = answer.headers.at("set-cookie");
  return {set.substr(0, set.find(';')),
          nlohmann::json::parse(answer.body).at("csrf_token").get<std::string>()};
}

std::string path_of(const api::Operation& operation) {
  static const std::map<std::string_view, std::string> kValues{
      {"wish", "recall_order"}, {"kind", "whistle"}, {"digest", std::string(64, 'a')}};
  std::string path(operation.pattern);
  for (const std::string_view capture : api::captures_of(operation.pattern)) {
    const auto found = kValues.find(capture);
    const std::string value = found == kValues.end() ? "7" : found->second;
    const std::string place = "{" + std::string(capture) + "}";
    path.replace(path.find(place), place.size(), value);
  }
  return path;
}

}  // namespace whistle::gateway::strangers
