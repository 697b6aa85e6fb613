#include "engine/triage/outlines.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <exception>
#include <utility>

namespace whistle::triage {
namespace {

namespace geometry = boost::geometry;

// Degrees as plane coordinates: an outline is a few kilometres wide.
using MapPoint = geometry::model::d2::point_xy<double>;
using Polygon = geometry::model::polygon<MapPoint>;

// What the outline reaches from and to, to pass over most outlines at a glance.
struct Box {
  Point lowest;
  Point highest;

  // False for numbers that are none.
  bool covers(Point point) const {
    return lowest.longitude <= point.longitude && point.longitude <= highest.longitude &&
           lowest.latitude <= point.latitude && point.latitude <= highest.latitude;
  }
};

// Requires: a polygon that parse() made.
Box box_of(const Polygon& polygon) {
  const MapPoint& first = polygon.outer().front();
  Box box{{first.y(), first.x()}, {first.y(), first.x()}};
  for (const MapPoint& corner : polygon.outer()) {
    box.lowest.latitude = std::min(box.lowest.latitude, corner.y());
    box.lowest.longitude = std::min(box.lowest.longitude, corner.x());
    box.highest.latitude = std::max(box.highest.latitude, corner.y());
    box.highest.longitude = std::max(box.highest.longitude, corner.x());
  }
  return box;
}

std::optional<Polygon> parse(const std::string& text) {
  Polygon polygon;
  try {
    geometry::read_wkt(text, polygon);
  } catch (const std::exception&) {
    return std::nullopt;
  }
  geometry::correct(polygon);
  if (!(geometry::area(polygon) > 0.0)) return std::nullopt;
  return polygon;
}

}  // namespace

struct Outlines::Outline {
  std::uint32_t area{};
  double size{};
  Box box;
  Polygon polygon;
};

Outlines::Outlines() = default;
Outlines::Outlines(Outlines&&) noexcept = default;
Outlines& Outlines::operator=(Outlines&&) noexcept = default;
Outlines::~Outlines() = default;

Outcome<Outlines, std::string> Outlines::make(const std::vector<policy::Area>& areas) {
  Outlines made;
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    if (areas[i].outline.empty()) continue;
    auto polygon = parse(areas[i].outline);
    if (!polygon) {
      return Failure{"areas:" + std::to_string(areas[i].code.value) +
                     ": the outline is no WKT polygon with an inside"};
    }
    Outline outline;
    outline.area = i;
    outline.size = geometry::area(*polygon);
    outline.box = box_of(*polygon);
    outline.polygon = *std::move(polygon);
    made.outlines_.push_back(std::move(outline));
  }
  std::stable_sort(
      made.outlines_.begin(), made.outlines_.end(),
      [](const Outline& left, const Outline& right) { return left.size < right.size; });
  return made;
}

std::optional<std::uint32_t> Outlines::around(Point point) const {
  const MapPoint place(point.longitude, point.latitude);
  for (const Outline& outline : outlines_) {
    if (outline.box.covers(point) && geometry::covered_by(place, outline.polygon)) {
      return outline.area;
    }
  }
  return std::nullopt;
}

}  // namespace whistle::triage
