#include "engine/config/row_reader.h"

#include <utility>

namespace whistle::config {
namespace {

constexpr std::string_view kLimitRule = "30m, 2h, 3d, 4wh, 5wd or 5wd-end, or - for none";

}  // namespace

std::string RowReader::required(std::string_view column) {
  if (!has(column)) missing(column, {});
  return text(column);
}

std::string RowReader::slug(std::string_view column) {
  if (!has(column)) missing(column, std::string(kSlugRule));
  return optional_slug(column);
}

std::string RowReader::optional_slug(std::string_view column) {
  if (has(column) && !is_slug(text(column))) {
    problem(column, in_quotes(text(column)) + " is not a name; " + std::string(kSlugRule));
  }
  return text(column);
}

std::int64_t RowReader::integer(std::string_view column, Range<std::int64_t> range,
                                std::optional<std::int64_t> absent) {
  const std::string right =
      "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max);
  if (!has(column)) {
    if (!absent) missing(column, right);
    return absent.value_or(range.min);
  }
  const auto value = parse_integer(text(column));
  if (value && range.contains(*value)) return *value;
  problem(column, in_quotes(text(column)) + " is not " + right);
  return range.min;
}

std::optional<calendar::Limit> RowReader::limit(std::string_view column) {
  if (!has(column)) {
    missing(column, std::string(kLimitRule));
    return std::nullopt;
  }
  if (text(column) == "-") return std::nullopt;
  const auto limit = calendar::parse_limit(text(column));
  if (limit) return *limit;
  if (parse_integer(text(column))) {
    problem(column, in_quotes(text(column)) + " has no unit; " + std::string(kLimitRule));
  } else {
    const bool is_number = text(column).front() >= '0' && text(column).front() <= '9';
    problem(column, limit.error() + (is_number ? "" : "; " + std::string(kLimitRule)));
  }
  return std::nullopt;
}

std::optional<std::chrono::local_days> RowReader::date(std::string_view column) {
  if (!has(column)) return std::nullopt;
  const auto day = parse_date(text(column));
  if (day) return *day;
  problem(column, day.error());
  return std::nullopt;
}

std::string RowReader::reference(std::string_view column, const Names& names) {
  if (!has(column)) missing(column, {});
  return optional_reference(column, names);
}

std::string RowReader::optional_reference(std::string_view column, const Names& names) {
  if (has(column)) check_reference(column, text(column), names);
  return text(column);
}

void RowReader::check_reference(std::string_view column, std::string_view word,
                                const Names& names) {
  if (names.is_dangling(word, place(column), column, problems_)) sound_ = false;
}

std::vector<std::string> RowReader::parts(std::string_view column, std::string_view what) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(text(column), '|')) {
    if (part.empty()) {
      problem(column, std::string(what) + " is empty; write them as a|b|c");
      continue;
    }
    parts.emplace_back(part);
  }
  return parts;
}

RuleName RowReader::rule_name(std::string_view file) const {
  std::string name = std::string(file) + ":" + std::to_string(line());
  if (has("source")) name += " " + text("source");
  return {std::move(name)};
}

void RowReader::problem(std::string_view column, const std::string& message) {
  problems_.add(place(column), std::string(column) + ": " + message);
  sound_ = false;
}

void RowReader::missing(std::string_view column, const std::string& right) {
  problem(column, "is missing; " + (right.empty() ? "every row needs one" : right));
}

}  // namespace whistle::config
