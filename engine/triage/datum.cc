#include "engine/triage/datum.h"

#include <cmath>
#include <numbers>

namespace whistle::triage {
namespace {

using std::numbers::pi;

// The ellipsoid of Krasovsky 1940, metres.
constexpr double kSemiMajorAxis = 6'378'245.0;
constexpr double kEccentricitySquared = 0.00669342162296594323;
constexpr double kDegree = pi / 180.0;

// Of Baidu's shift.
constexpr double kBaiduFrequency = pi * 3000.0 / 180.0;
constexpr double kBaiduNorth = 0.006;
constexpr double kBaiduEast = 0.0065;

// Each turn shortens what is left at least a thousandfold; the first shift is below 0.02 degrees.
constexpr int kInverseTurns = 5;

// What is added to latitude and longitude, degrees.
struct Shift {
  double north{};
  double east{};
};

bool is_shifted_land(const Point& wgs84) {
  return wgs84.latitude >= 0.8293 && wgs84.latitude <= 55.8271 && wgs84.longitude >= 72.004 &&
         wgs84.longitude <= 137.8347;
}

// Waves of three lengths that both directions share, metres.
double ripples(double along) {
  return (20.0 * std::sin(6.0 * along * pi) + 20.0 * std::sin(2.0 * along * pi)) * 2.0 / 3.0;
}

double metres_north(double x, double y) {
  double metres = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y +
                  0.2 * std::sqrt(std::abs(x)) + ripples(x);
  metres += (20.0 * std::sin(y * pi) + 40.0 * std::sin(y / 3.0 * pi)) * 2.0 / 3.0;
  metres += (160.0 * std::sin(y / 12.0 * pi) + 320.0 * std::sin(y * pi / 30.0)) * 2.0 / 3.0;
  return metres;
}

double metres_east(double x, double y) {
  double metres =
      300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + ripples(x);
  metres += (20.0 * std::sin(x * pi) + 40.0 * std::sin(x / 3.0 * pi)) * 2.0 / 3.0;
  metres += (150.0 * std::sin(x / 12.0 * pi) + 300.0 * std::sin(x / 30.0 * pi)) * 2.0 / 3.0;
  return metres;
}

Shift wgs84_to_gcj02(const Point& wgs84) {
  if (!is_shifted_land(wgs84)) return {};
  const double x = wgs84.longitude - 105.0;
  const double y = wgs84.latitude - 35.0;
  const double latitude = wgs84.latitude * kDegree;
  const double sine = std::sin(latitude);
  const double curvature = 1.0 - kEccentricitySquared * sine * sine;
  const double meridian =
      kSemiMajorAxis * (1.0 - kEccentricitySquared) / (curvature * std::sqrt(curvature));
  const double parallel = kSemiMajorAxis / std::sqrt(curvature) * std::cos(latitude);
  return {metres_north(x, y) / (meridian * kDegree), metres_east(x, y) / (parallel * kDegree)};
}

Shift gcj02_to_bd09(const Point& gcj02) {
  const double x = gcj02.longitude;
  const double y = gcj02.latitude;
  const double distance = std::sqrt(x * x + y * y) + 0.00002 * std::sin(y * kBaiduFrequency);
  const double angle = std::atan2(y, x) + 0.000003 * std::cos(x * kBaiduFrequency);
  return {distance * std::sin(angle) + kBaiduNorth - y,
          distance * std::cos(angle) + kBaiduEast - x};
}

Point forth(Point point, Shift (*shift_at)(const Point&)) {
  const Shift shift = shift_at(point);
  point.latitude += shift.north;
  point.longitude += shift.east;
  return point;
}

// The point whose shift leads here.
Point back(const Point& shifted, Shift (*shift_at)(const Point&)) {
  Point point = shifted;
  for (int turn = 0; turn < kInverseTurns; ++turn) {
    const Shift shift = shift_at(point);
    point.latitude = shifted.latitude - shift.north;
    point.longitude = shifted.longitude - shift.east;
  }
  return point;
}

}  // namespace

Point in_datum(Point point, Datum datum) {
  if (point.datum == datum) return point;
  // By way of GCJ-02, which both others are shifted against.
  if (point.datum == Datum::Wgs84) point = forth(point, wgs84_to_gcj02);
  if (point.datum == Datum::Bd09) point = back(point, gcj02_to_bd09);
  if (datum == Datum::Wgs84) point = back(point, wgs84_to_gcj02);
  if (datum == Datum::Bd09) point = forth(point, gcj02_to_bd09);
  point.datum = datum;
  return point;
}

}  // namespace whistle::triage
