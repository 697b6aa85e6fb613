#include "adapters/replay/rows.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <variant>

namespace whistle::replay {
namespace {

namespace fs = std::filesystem;
using hotline::kDayMs;

constexpr std::string_view kTimeField = "\"occurred_at\"";

// The feeds of a pack by name.
std::vector<std::string> feeds_of(const fs::path& pack) {
  std::vector<std::string> found;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(pack / "feed", failed)) {
    std::string name = entry.path().filename().string();
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (name.ends_with(".csv") || name.ends_with(".jsonl")) found.push_back(entry.path().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// "config/cities/boston/" -> "boston"
std::string name_of(const fs::path& pack) {
  const fs::path plain = (pack / "").lexically_normal().parent_path();
  return plain.filename().string();
}

// The offset that the first good row of a JSON feed is written with.
LocalTime local_time_of_json(const std::string& path) {
  const auto bytes = hotline::open_bytes(path);
  if (!bytes) return LocalTime();
  const std::string_view head = (*bytes)->read();
  const auto field = head.find(kTimeField);
  if (field == std::string_view::npos) return LocalTime();
  const auto open = head.find('"', field + kTimeField.size());
  if (open == std::string_view::npos) return LocalTime();
  const auto close = head.find('"', open + 1);
  if (close == std::string_view::npos) return LocalTime();
  return LocalTime(hotline::parse_offset(head.substr(open + 1, close - open - 1)).value_or(0));
}

void read_all(hotline::Feed& feed, Rows& rows) {
  while (auto row = feed.next()) {
    if (auto* bad = std::get_if<hotline::BadRow>(&*row)) {
      rows.bad.push_back(std::move(bad->problem));
      continue;
    }
    auto& good = std::get<hotline::GoodRow>(*row);
    const hotline::Aftermath& after = good.aftermath;
    const std::int64_t occurred_ms = good.complaint.occurred_at_ms();
    const std::int64_t closed_ms = after.closed_at_ms.value_or(occurred_ms);
    const std::int64_t latest_ms = std::max(occurred_ms, closed_ms);
    rows.taken_ms = rows.rows.empty() ? latest_ms : std::max(rows.taken_ms, latest_ms);
    rows.compares = rows.compares || after.target_ms || after.on_time;
    rows.rows.push_back(std::move(good));
  }
  std::stable_sort(rows.rows.begin(), rows.rows.end(), [](const auto& a, const auto& b) {
    return a.complaint.occurred_at_ms() < b.complaint.occurred_at_ms();
  });
}

}  // namespace

std::int64_t LocalTime::to_utc_ms(std::int64_t wall_ms) const {
  return zone_ ? zone_->to_utc_ms(wall_ms) : wall_ms - offset_ms_;
}

std::int64_t LocalTime::to_wall_ms(std::int64_t utc_ms) const {
  return zone_ ? zone_->to_wall_ms(utc_ms) : utc_ms + offset_ms_;
}

std::int64_t LocalTime::midnight_ms(std::int64_t utc_ms, std::int64_t days) const {
  const std::int64_t wall_ms = to_wall_ms(utc_ms);
  const std::int64_t time_of_day = ((wall_ms % kDayMs) + kDayMs) % kDayMs;
  return to_utc_ms(wall_ms - time_of_day + days * kDayMs);
}

std::string LocalTime::text(std::int64_t utc_ms) const {
  return hotline::wall_time_text(to_wall_ms(utc_ms));
}

LoadedRows load_rows(const RowsOptions& options) {
  LoadedRows loaded;
  loaded.feed = options.feed;
  loaded.source = options.source.empty() ? name_of(options.pack) : options.source;
  if (loaded.feed.empty()) {
    const auto found = feeds_of(options.pack);
    if (found.size() != 1) {
      const std::string folder = (fs::path(options.pack) / "feed").string();
      loaded.problems.push_back({{folder},
                                 found.empty() ? "no feed here; name one with --feed"
                                               : "several feeds here; name one with --feed"});
      return loaded;
    }
    loaded.feed = found.front();
  }
  hotline::FeedOptions reading{loaded.source, options.pack, "", options.forward_bad_text};
  loaded.rows.from_export = hotline::is_csv_name(loaded.feed);
  if (loaded.rows.from_export) {
    reading.mapping = (fs::path(options.pack) / "feed" / "mapping.toml").string();
    const auto parsed = hotline::load_mapping(reading.mapping);
    const auto zone = hotline::Zone::find(parsed.mapping.time_zone);
    if (parsed.problems.empty() && zone) loaded.rows.local = LocalTime(*zone);
  } else {
    loaded.rows.local = local_time_of_json(loaded.feed);
  }
  auto opened = hotline::open_feed(loaded.feed, reading);
  loaded.problems = std::move(opened.problems);
  if (!opened.feed) return loaded;
  read_all(*opened.feed, loaded.rows);
  if (opened.feed->failure()) loaded.problems.push_back(*opened.feed->failure());
  if (loaded.rows.rows.empty()) loaded.problems.push_back({{loaded.feed}, "no row can be sent"});
  return loaded;
}

std::optional<Stretch> stretch_of(const Rows& rows, const std::string& from,
                                  const std::string& to) {
  if (rows.rows.empty()) return std::nullopt;
  const std::int64_t first_ms = rows.rows.front().complaint.occurred_at_ms();
  const std::int64_t last_ms = rows.rows.back().complaint.occurred_at_ms();
  Stretch stretch{rows.local.midnight_ms(first_ms),
                  rows.local.midnight_ms(last_ms, rows.from_export ? 1 : 2)};
  if (!from.empty()) {
    const auto day = hotline::parse_date(from);
    if (!day) return std::nullopt;
    stretch.from_ms = rows.local.to_utc_ms(*day);
  }
  if (!to.empty()) {
    const auto day = hotline::parse_date(to);
    if (!day) return std::nullopt;
    stretch.to_ms = rows.local.to_utc_ms(*day + kDayMs);
  }
  if (stretch.from_ms >= stretch.to_ms) return std::nullopt;
  return stretch;
}

}  // namespace whistle::replay
