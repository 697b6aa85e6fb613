#include "adapters/gateway/api/tools.h"

#include <toml++/toml.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <mutex>
#include <utility>

#include "adapters/gateway/api/child.h"
#include "adapters/gateway/api/elsewhere.h"

namespace whistle::gateway::api {
namespace {

namespace fs = std::filesystem;
using Text = client::Result<std::string>;

constexpr std::size_t kOutputBytesMax = std::size_t{64} << 20;
constexpr std::size_t kResultsMax = 8;
constexpr std::size_t kNameBytesMax = 64;

// Such a name can be nothing but an entry of the folder, and no option.
bool is_name(std::string_view name) {
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' || letter == '.';
  };
  return !name.empty() && name.size() <= kNameBytesMax && name.front() != '.' &&
         name.front() != '-' && std::ranges::all_of(name, is_letter);
}

// 2026-02-13, 2026-02-13T17:50, with +08:00 or Z.
bool is_instant(std::string_view text) {
  constexpr std::string_view kLetters = "0123456789-:+TZ. ";
  return text.size() >= 10 && text.size() <= 35 && text.front() >= '0' && text.front() <= '9' &&
         text.find_first_not_of(kLetters) == std::string_view::npos;
}

std::string title_of(const fs::path& pack) {
  try {
    const auto book = toml::parse_file((pack / "rulebook.toml").string());
    return book["title"].value_or(pack.filename().string());
  } catch (const toml::parse_error&) {
    return pack.filename().string();
  }
}

client::Problem busy() {
  return {.code = client::kResourceExhausted,
          .reason = "TOOLS_BUSY",
          .message = "another plan is being made",
          .retry_after_ms = 1000};
}

Text result_of(Ended ended) {
  constexpr int kBadRules = 2;
  if (ended.code == 0) return std::move(ended.output);
  return client::Problem{
      .code = ended.code == kBadRules ? client::kFailedPrecondition : client::kInternal,
      .reason = ended.code == kBadRules ? "BAD_RULES" : "TOOL_FAILED",
      .message = ended.complaint};
}

std::atomic<bool>& never() {
  static std::atomic<bool> stop{};
  return stop;
}

}  // namespace

struct Tools::Run {
  std::mutex mutex;
  std::atomic<bool> stop{};
  std::optional<Text> result;

  std::optional<Text> look() {
    const std::lock_guard lock(mutex);
    return result;
  }
};

Tools::Tools(Settings settings) : settings_(std::move(settings)) {}

Tools::~Tools() {
  for (const auto& [id, run] : runs_) run->stop = true;
  what_ifs_.join();
  plans_.join();
}

std::optional<client::Problem> Tools::missing() const {
  if (!settings_.whistled.empty() && !settings_.packs.empty()) return std::nullopt;
  return client::Problem{.code = client::kUnimplemented,
                         .reason = "NOT_CONFIGURED",
                         .message = "this gateway has no candidates: [tools] whistled, packs"};
}

client::Result<std::vector<Tools::Pack>> Tools::packs() const {
  if (auto problem = missing()) return *std::move(problem);
  std::vector<Pack> packs;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(settings_.packs, error)) {
    const std::string name = entry.path().filename().string();
    if (!is_name(name) || !fs::is_regular_file(entry.path() / "rulebook.toml", error)) continue;
    packs.push_back({name, title_of(entry.path())});
  }
  std::ranges::sort(packs, {}, &Pack::name);
  return packs;
}

std::optional<std::string> Tools::folder_of(const std::string& pack) const {
  if (!is_name(pack)) return std::nullopt;
  const fs::path folder = fs::path(settings_.packs) / pack;
  std::error_code error;
  if (!fs::is_regular_file(folder / "rulebook.toml", error)) return std::nullopt;
  return folder.string();
}

std::vector<std::string> Tools::command(const std::string& verb, const std::string& pack) const {
  std::vector<std::string> words{settings_.whistled, verb, "--json"};
  const auto add = [&](const char* option, const std::string& value) {
    if (value.empty()) return;
    words.emplace_back(option);
    words.push_back(value);
  };
  add("--config", settings_.config);
  add("--rules", settings_.rules);
  add("--city", settings_.city);
  add("--data", settings_.data);
  words.push_back(pack);
  return words;
}

namespace {

client::Problem unknown_pack() {
  return {.code = client::kNotFound,
          .reason = "UNKNOWN_PACK",
          .message = "there is no candidate of this name; see /api/v1/rules/packs"};
}

}  // namespace

boost::asio::awaitable<Text> Tools::plan(std::string pack) {
  if (auto problem = missing()) co_return *std::move(problem);
  const auto folder = folder_of(pack);
  if (!folder) co_return unknown_pack();
  if (planning_) co_return busy();
  planning_ = true;
  auto running = [words = command("plan", *folder), time = settings_.plan_time] {
    return result_of(run_child(words, time, kOutputBytesMax, never()));
  };
  Text result = co_await elsewhere(plans_, std::move(running));
  planning_ = false;
  co_return result;
}

Text Tools::what_if(const std::string& pack, const std::string& from, const std::string& to) {
  if (auto problem = missing()) return *std::move(problem);
  const auto folder = folder_of(pack);
  if (!folder) return unknown_pack();
  if (!is_instant(from) || !is_instant(to)) {
    return client::Problem{.code = client::kInvalidArgument,
                           .reason = "FIELD_VIOLATION",
                           .message = "from, to: instants such as 2026-02-13 or 2026-02-13T17:50"};
  }
  for (const auto& [id, run] : runs_) {
    if (run->look()) continue;
    return client::Problem{.code = client::kFailedPrecondition,
                           .reason = "WHAT_IF_RUNS",
                           .message = "what-if " + id + " is being made; one at a time"};
  }
  if (runs_.size() == kResultsMax) {
    runs_.erase(std::ranges::min_element(
        runs_, {}, [](const auto& each) { return std::pair(each.first.size(), each.first); }));
  }
  const std::string id = std::to_string(++last_);
  auto run = std::make_shared<Run>();
  runs_.emplace(id, run);
  std::vector<std::string> words = command("what-if", *folder);
  words.insert(words.end() - 1, {"--from", from, "--to", to});
  boost::asio::post(what_ifs_, [run, words, time = settings_.what_if_time] {
    Text result = result_of(run_child(words, time, kOutputBytesMax, run->stop));
    const std::lock_guard lock(run->mutex);
    run->result.emplace(std::move(result));
  });
  return id;
}

client::Result<std::optional<std::string>> Tools::what_if_result(const std::string& id) const {
  const auto found = runs_.find(id);
  if (found == runs_.end()) {
    return client::Problem{.code = client::kNotFound,
                           .reason = "UNKNOWN_WHAT_IF",
                           .message = "there is none of this number any more"};
  }
  const auto result = found->second->look();
  if (!result) return std::optional<std::string>();
  if (!*result) return result->problem();
  return std::optional<std::string>(**result);
}

}  // namespace whistle::gateway::api
