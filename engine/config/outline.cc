#include "engine/config/outline.h"

#include <charconv>
#include <optional>
#include <vector>

#include "engine/config/notation.h"
#include "engine/config/problems.h"
#include "engine/core/area_code.h"

namespace whistle::config {
namespace {

constexpr std::string_view kForm = "POLYGON ((lon lat, lon lat, ...))";
constexpr std::size_t kRingPointsMin = 4;
constexpr Range<double> kLongitude{-180, 180};
constexpr Range<double> kLatitude{-90, 90};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// The text between the first and the last character when these are brackets.
std::optional<std::string_view> inside_brackets(std::string_view text) {
  text = trimmed(text);
  if (text.size() < 2 || text.front() != '(' || text.back() != ')') return std::nullopt;
  return text.substr(1, text.size() - 2);
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

std::optional<Point> parse_point(std::string_view text) {
  text = trimmed(text);
  const std::size_t gap = text.find(' ');
  if (gap == std::string_view::npos) return std::nullopt;
  const auto longitude = parse_number(text.substr(0, gap));
  const auto latitude = parse_number(trimmed(text.substr(gap)));
  if (!longitude || !kLongitude.contains(*longitude)) return std::nullopt;
  if (!latitude || !kLatitude.contains(*latitude)) return std::nullopt;
  return Point{*latitude, *longitude};
}

Outcome<Done, std::string> check_ring(std::string_view text) {
  std::vector<Point> points;
  for (const std::string_view part : split(text, ',')) {
    const auto point = parse_point(part);
    if (!point) return Failure{in_quotes(trimmed(part)) + " is not a point; longitude latitude"};
    points.push_back(*point);
  }
  if (points.size() < kRingPointsMin) {
    return Failure{"a ring has " + std::to_string(points.size()) + " points; " +
                   std::to_string(kRingPointsMin) + " at least"};
  }
  if (points.front() != points.back()) {
    return Failure{std::string("a ring is not closed; its last point repeats the first")};
  }
  return Done{};
}

}  // namespace

Outcome<Done, std::string> check_outline(std::string_view text) {
  constexpr std::string_view kWord = "POLYGON";
  const auto malformed = [&] {
    return Failure{in_quotes(text) + " is not an outline; " + std::string(kForm)};
  };
  if (!text.starts_with(kWord)) return malformed();
  const auto body = inside_brackets(text.substr(kWord.size()));
  if (!body) return malformed();
  std::string_view rest = trimmed(*body);
  if (rest.empty()) return malformed();
  while (!rest.empty()) {
    const std::size_t end = rest.find(')');
    if (end == std::string_view::npos) return malformed();
    const auto ring = inside_brackets(rest.substr(0, end + 1));
    if (!ring) return malformed();
    auto sound = check_ring(*ring);
    if (!sound) return sound;
    rest = trimmed(rest.substr(end + 1));
    if (rest.starts_with(',')) {
      rest = trimmed(rest.substr(1));
      if (rest.empty()) return malformed();
    } else if (!rest.empty()) {
      return malformed();
    }
  }
  return Done{};
}

}  // namespace whistle::config
