#include "engine/triage/outlines.h"

#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <cmath>
#include <exception>
#include <iterator>
#include <utility>

#include "engine/triage/datum.h"

namespace whistle::triage {
namespace {

namespace geometry = boost::geometry;

// Degrees WGS 84 as plane coordinates: an outline is a few kilometres wide.
using MapPoint = geometry::model::d2::point_xy<double>;
using Polygon = geometry::model::polygon<MapPoint>;
using Box = geometry::model::box<MapPoint>;

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

// Straight edges stay straight within centimetres, so the corners are enough.
void bring_to_wgs84(Polygon& polygon, Datum datum) {
  if (datum == Datum::Wgs84) return;
  geometry::for_each_point(polygon, [datum](MapPoint& corner) {
    const Point moved = in_datum({corner.y(), corner.x(), datum}, Datum::Wgs84);
    corner = MapPoint(moved.longitude, moved.latitude);
  });
}

struct Outline {
  std::uint32_t area{};
  double size{};
  Polygon polygon;
};

}  // namespace

struct Outlines::Map {
  using Entry = std::pair<Box, std::size_t>;  // what an outline reaches to, its index
  static constexpr std::size_t kEntriesPerNode = 16;

  std::vector<Outline> outlines;  // smallest first
  geometry::index::rtree<Entry, geometry::index::rstar<kEntriesPerNode>> tree;
};

Outlines::Outlines(std::unique_ptr<const Map> map) : map_(std::move(map)) {}
Outlines::Outlines(Outlines&&) noexcept = default;
Outlines& Outlines::operator=(Outlines&&) noexcept = default;
Outlines::~Outlines() = default;

Outcome<Outlines, std::string> Outlines::make(const std::vector<policy::Area>& areas, Datum datum) {
  auto map = std::make_unique<Map>();
  for (std::uint32_t i = 0; i < areas.size(); ++i) {
    if (areas[i].outline.empty()) continue;
    auto polygon = parse(areas[i].outline);
    if (!polygon) {
      return Failure{"areas:" + std::to_string(areas[i].code.value) +
                     ": the outline is no WKT polygon with an inside"};
    }
    bring_to_wgs84(*polygon, datum);
    const double size = geometry::area(*polygon);
    map->outlines.push_back({i, size, *std::move(polygon)});
  }
  std::stable_sort(
      map->outlines.begin(), map->outlines.end(),
      [](const Outline& left, const Outline& right) { return left.size < right.size; });
  std::vector<Map::Entry> entries;
  for (std::size_t i = 0; i < map->outlines.size(); ++i) {
    entries.emplace_back(geometry::return_envelope<Box>(map->outlines[i].polygon), i);
  }
  map->tree = decltype(map->tree)(entries);  // packed, as everything is known
  return Outlines(std::move(map));
}

std::optional<std::uint32_t> Outlines::around(Point point) const {
  const Point wgs84 = in_datum(point, Datum::Wgs84);
  // Numbers that are none have no place in a tree that compares them.
  if (!std::isfinite(wgs84.latitude) || !std::isfinite(wgs84.longitude)) return std::nullopt;
  const MapPoint place(wgs84.longitude, wgs84.latitude);
  std::vector<Map::Entry> near;
  map_->tree.query(geometry::index::intersects(place), std::back_inserter(near));
  std::sort(near.begin(), near.end(), [](const Map::Entry& left, const Map::Entry& right) {
    return left.second < right.second;
  });
  for (const Map::Entry& entry : near) {
    const Outline& outline = map_->outlines[entry.second];
    if (geometry::covered_by(place, outline.polygon)) return outline.area;
  }
  return std::nullopt;
}

}  // namespace whistle::triage
