#include "adapters/gateway/search/datum.h"

#include <cmath>
#include <numbers>

namespace whistle::gateway::search {
namespace {

using std::numbers::pi;

double waves(double at, double first, double first_length, double second, double second_length) {
  return (first * std::sin(at * pi / first_length) + second * std::sin(at * pi / second_length)) *
         2.0 / 3.0;
}

// What China's published maps add to a point, degrees.
Point shift_at(const Point& at) {
  const bool is_shifted = at.latitude >= 0.8293 && at.latitude <= 55.8271 &&
                          at.longitude >= 72.004 && at.longitude <= 137.8347;
  if (!is_shifted) return {};
  const double x = at.longitude - 105.0;
  const double y = at.latitude - 35.0;
  const double shared = waves(x, 20.0, 1.0 / 6.0, 20.0, 0.5) + 0.1 * x * y;
  const double north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.2 * std::sqrt(std::abs(x)) +
                       shared + waves(y, 20.0, 1.0, 40.0, 3.0) + waves(y, 160.0, 12.0, 320.0, 30.0);
  const double east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * std::sqrt(std::abs(x)) + shared +
                      waves(x, 20.0, 1.0, 40.0, 3.0) + waves(x, 150.0, 12.0, 300.0, 30.0);
  // On the ellipsoid of Krasovsky.
  constexpr double kAxis = 6'378'245.0, kEccentricity = 0.00669342162296594323;
  const double radians = at.latitude * pi / 180.0;
  const double curvature = 1.0 - kEccentricity * std::pow(std::sin(radians), 2);
  const double meridian = kAxis * (1.0 - kEccentricity) / (curvature * std::sqrt(curvature));
  const double parallel = kAxis / std::sqrt(curvature) * std::cos(radians);
  return {north * 180.0 / (meridian * pi), east * 180.0 / (parallel * pi)};
}

Point from_gcj02(const Point& shifted) {
  Point point = shifted;
  for (int turn = 0; turn < 4; ++turn) {
    const Point shift = shift_at(point);
    point = {shifted.latitude - shift.latitude, shifted.longitude - shift.longitude};
  }
  return point;
}

Point from_bd09(const Point& shifted) {
  const double frequency = pi * 3000.0 / 180.0;
  const double x = shifted.longitude - 0.0065;
  const double y = shifted.latitude - 0.006;
  const double distance = std::hypot(x, y) - 0.00002 * std::sin(y * frequency);
  const double angle = std::atan2(y, x) - 0.000003 * std::cos(x * frequency);
  return {distance * std::sin(angle), distance * std::cos(angle)};
}

}  // namespace

Point to_wgs84(Point point, std::string_view datum) {
  if (datum == "bd09") return from_gcj02(from_bd09(point));
  return datum == "gcj02" ? from_gcj02(point) : point;
}

}  // namespace whistle::gateway::search
