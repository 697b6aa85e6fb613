#include "adapters/hotline/feed.h"

#include <google/protobuf/stubs/logging.h>

#include <filesystem>
#include <utility>

namespace whistle::hotline {
namespace {

std::string without_gz(std::string path) {
  if (path.ends_with(".gz")) path.resize(path.size() - 3);
  return path;
}

bool is_json_name(const std::string& path) {
  const std::string plain = without_gz(path);
  return plain == "-" || plain.ends_with(".jsonl") || plain.ends_with(".ndjson") ||
         plain.ends_with(".json");
}

}  // namespace

bool is_csv_name(const std::string& path) { return without_gz(path).ends_with(".csv"); }

OpenedFeed open_feed(const std::string& path, const FeedOptions& options) {
  const bool csv = is_csv_name(path);
  if (!csv && !is_json_name(path)) {
    return {nullptr, {{{path}, "neither .csv nor .jsonl (each may be followed by .gz)"}}};
  }
  auto bytes = open_bytes(path);
  if (!bytes) return {nullptr, {bytes.problem()}};
  // A broken text is sent on purpose then; protobuf would complain about each on standard error.
  if (options.forward_bad_text) google::protobuf::SetLogHandler(nullptr);
  if (!csv) return {make_json_feed(*std::move(bytes), path, options), {}};

  const std::string beside = (std::filesystem::path(path).parent_path() / "mapping.toml").string();
  auto parsed = load_mapping(options.mapping.empty() ? beside : options.mapping);
  if (!parsed.problems.empty()) return {nullptr, std::move(parsed.problems)};
  return make_csv_feed(*std::move(bytes), path, parsed.mapping, options);
}

}  // namespace whistle::hotline
