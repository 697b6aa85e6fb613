#include "engine/app/feed_rows.h"

#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <utility>

#include "engine/config/csv_table.h"
#include "engine/triage/normalise.h"

namespace whistle::app {
namespace {

using config::Place;
using config::Problems;
using nlohmann::json;

constexpr std::size_t kFeedBytesMax = std::size_t{1} << 30U;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::optional<std::string> content_of(const std::string& path, Problems& problems) {
  const gzFile opened = path == "-" ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(path.c_str(), "rb");
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(opened, gzclose);
  if (!file) {
    problems.add({path}, "cannot be opened");
    return std::nullopt;
  }
  std::string content;
  std::string piece(std::size_t{1} << 18U, '\0');
  for (;;) {
    const int count = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    int code = Z_OK;
    const char* message = gzerror(file.get(), &code);
    // A compressed file that was cut off ends without an error of gzread; only gzerror tells.
    if (count < 0 || (count == 0 && code != Z_OK && code != Z_STREAM_END)) {
      problems.add({path}, "cannot be read: " + std::string(message));
      return std::nullopt;
    }
    if (count == 0) break;
    content.append(piece, 0, static_cast<std::size_t>(count));
    if (content.size() > kFeedBytesMax) {
      problems.add({path}, "is larger than 1 GiB; divide it");
      return std::nullopt;
    }
  }
  return content;
}

std::optional<std::uint64_t> number_of(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// Fills a row from words; the same for both kinds of feeds.
class RowFilling {
 public:
  RowFilling(Place place, Problems& problems) : problems_(problems) {
    row_.place = std::move(place);
  }

  void set(const std::string& key, std::string value) {
    Complaint& complaint = row_.complaint;
    if (key == "text") {
      complaint.text = std::move(value);
    } else if (key == "subject") {
      complaint.subject = std::move(value);
    } else if (key == "label") {
      row_.label = std::move(value);
    } else if (key == "category") {
      complaint.category = {std::move(value)};
    } else if (key == "group") {
      row_.group = std::move(value);
    } else if (key == "external_id") {
      complaint.external_id = std::move(value);
    } else if (key == "area_code" && !value.empty()) {
      const auto area = number_of(value);
      if (area) complaint.area = {*area};
      if (!area) blame("area_code: " + config::in_quotes(value) + " is not a number");
    }
  }
  void set(Point point) { row_.complaint.point = point; }
  void blame(const std::string& message) {
    problems_.add(row_.place, message);
    good_ = false;
  }
  void finish(std::vector<FeedRow>& rows) {
    if (good_ && row_.complaint.text.empty() && row_.complaint.subject.empty()) {
      blame("text: is missing; what the resident said");
    }
    if (row_.label.empty()) row_.label = row_.complaint.category.value;
    if (good_) rows.push_back(std::move(row_));
  }

 private:
  FeedRow row_;
  Problems& problems_;
  bool good_{true};
};

void fill_point(const json& value, RowFilling& row) {
  const auto number = [&](const char* key) {
    const auto found = value.find(key);
    return found != value.end() && found->is_number() ? std::optional(found->get<double>())
                                                      : std::nullopt;
  };
  if (value.is_null()) return;
  if (!value.is_object() || !number("lat") || !number("lon")) {
    return row.blame("point: is not {\"lat\": number, \"lon\": number}");
  }
  Point point;
  point.latitude = *number("lat");
  point.longitude = *number("lon");
  row.set(point);
}

void fill(const json& object, RowFilling& row) {
  if (!object.is_object()) return row.blame("not a JSON object");
  constexpr std::array<std::string_view, 7> kKeys{"text",  "subject",     "label",    "category",
                                                  "group", "external_id", "area_code"};
  for (const std::string_view key : kKeys) {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) continue;
    if (found->is_string()) {
      row.set(std::string(key), found->get<std::string>());
    } else if (found->is_number_integer()) {
      row.set(std::string(key), found->dump());
    } else {
      row.blame(std::string(key) + ": is not a string");
    }
  }
  if (const auto point = object.find("point"); point != object.end()) fill_point(*point, row);
}

void read_json_lines(const std::string& path, const std::string& content, Problems& problems,
                     std::vector<FeedRow>& rows) {
  std::istringstream lines(content);
  std::uint32_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Place place{path, number, 1};
    if (const auto bad = triage::first_bad_byte(line)) {
      place.column = static_cast<std::uint32_t>(*bad + 1);
      problems.add(place, "broken UTF-8");
      continue;
    }
    try {
      RowFilling row(place, problems);
      fill(json::parse(line), row);
      row.finish(rows);
    } catch (const json::parse_error& error) {
      place.column = static_cast<std::uint32_t>(error.byte);
      problems.add(place, "not JSON");
    } catch (const json::out_of_range&) {
      problems.add(place, "a number is too large");
    }
  }
}

// The names in the first line of a CSV text that is no comment.
std::vector<std::string> header_of(std::string_view content) {
  while (content.starts_with('#')) {
    const std::size_t end = content.find('\n');
    content.remove_prefix(end == std::string_view::npos ? content.size() : end + 1);
  }
  std::vector<std::string> names;
  std::istringstream line(std::string(content.substr(0, content.find_first_of("\r\n"))));
  for (std::string name; std::getline(line, name, ',');) {
    std::erase(name, '"');
    names.push_back(std::move(name));
  }
  return names;
}

void read_csv_rows(const std::string& path, std::string_view content, Problems& problems,
                   std::vector<FeedRow>& rows) {
  std::vector<std::string> columns = header_of(content);
  if (std::ranges::find(columns, "text") == columns.end()) {
    problems.add({path}, "neither JSON Lines nor CSV with a column `text`");
    return;
  }
  const auto table = config::read_csv(path, content, columns, problems);
  for (const config::CsvRow& cells : table.rows) {
    RowFilling row(table.place(cells.cells.front()), problems);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      row.set(table.columns[i], cells.cells[i].text);
    }
    row.finish(rows);
  }
}

}  // namespace

Outcome<std::vector<FeedRow>, std::vector<config::Problem>> read_feed(const std::string& path) {
  Problems problems;
  std::vector<FeedRow> rows;
  if (auto content = content_of(path, problems)) {
    if (content->starts_with(kByteOrderMark)) content->erase(0, kByteOrderMark.size());
    const std::size_t first = content->find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string::npos && (*content)[first] == '{';
    if (first == std::string::npos) {
      problems.add({path}, "is empty");
    } else if (is_json) {
      read_json_lines(path, *content, problems, rows);
    } else {
      read_csv_rows(path, *content, problems, rows);
    }
  }
  if (problems.has_errors()) return Failure{problems.sorted()};
  return rows;
}

}  // namespace whistle::app
