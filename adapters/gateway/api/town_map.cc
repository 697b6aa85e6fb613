#include "adapters/gateway/api/town_map.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace whistle::gateway::api {
namespace {

using json = nlohmann::ordered_json;

constexpr int kDepthMax = 16;
// Where nothing is known of a city: a degree in the sea, so that nobody takes it for a place.
struct Box {
  double west{0.0}, south{0.0}, east{0.2}, north{0.2};
};

// The numbers of "POLYGON ((1 2, 3 4), (...))" and of MULTIPOLYGON, brackets as JSON's.
class Outline {
 public:
  explicit Outline(std::string_view wkt) : rest_(wkt) {}

  // Nothing: no outline.
  std::optional<json> read() {
    skip_blanks();
    const bool is_multi = take("MULTIPOLYGON");
    if (!is_multi && !take("POLYGON")) return std::nullopt;
    auto coordinates = list(is_multi ? 3 : 2);
    skip_blanks();
    if (!coordinates || !rest_.empty()) return std::nullopt;
    return json{{"type", is_multi ? "MultiPolygon" : "Polygon"}, {"coordinates", *coordinates}};
  }

  const Box& box() const { return box_; }

 private:
  void skip_blanks() {
    while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\n')) {
      rest_.remove_prefix(1);
    }
  }
  bool take(std::string_view word) {
    skip_blanks();
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  std::optional<json> list(int depth) {
    if (!take("(")) return std::nullopt;
    json all = json::array();
    do {
      auto each = depth == 1 ? point() : list(depth - 1);
      if (!each) return std::nullopt;
      all.push_back(*std::move(each));
    } while (take(","));
    if (!take(")")) return std::nullopt;
    return all;
  }
  std::optional<json> point() {
    const auto east = number();
    const auto north = number();
    if (!east || !north) return std::nullopt;
    box_ = is_first_ ? Box{*east, *north, *east, *north}
                     : Box{std::min(box_.west, *east), std::min(box_.south, *north),
                           std::max(box_.east, *east), std::max(box_.north, *north)};
    is_first_ = false;
    return json::array({*east, *north});
  }
  std::optional<double> number() {
    skip_blanks();
    const std::string text(rest_.substr(0, rest_.find_first_of(" ,)\n")));
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || end != text.c_str() + text.size() || !std::isfinite(value)) {
      return std::nullopt;
    }
    rest_.remove_prefix(text.size());
    return value;
  }

  std::string_view rest_;
  Box box_;
  bool is_first_{true};
};

json square(const Box& box) {
  return {{"type", "Polygon"},
          {"coordinates",
           {{{box.west, box.south},
             {box.east, box.south},
             {box.east, box.north},
             {box.west, box.north},
             {box.west, box.south}}}}};
}

// The i-th of so many cells, each with a margin.
Box cell_of(const Box& box, std::size_t i, std::size_t count) {
  constexpr double kMargin = 0.08;
  const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(count))));
  const std::size_t rows = (count + columns - 1) / columns;
  const double width = (box.east - box.west) / static_cast<double>(columns);
  const double height = (box.north - box.south) / static_cast<double>(rows);
  const double west = box.west + static_cast<double>(i % columns) * width;
  const double north = box.north - static_cast<double>(i / columns) * height;
  return {west + kMargin * width, north - (1 - kMargin) * height, west + (1 - kMargin) * width,
          north - kMargin * height};
}

class Layout {
 public:
  explicit Layout(const std::vector<v1::AreaView>& areas) {
    for (const v1::AreaView& area : areas) known_[area.code()] = &area;
    for (const auto& [code, area] : known_) {
      const bool has_parent = known_.contains(area->parent()) && area->parent() != code;
      children_[has_parent ? area->parent() : 0].push_back(area);
    }
  }

  json features() {
    place(0, ground(), 0);
    return std::move(features_);
  }

 private:
  // Around all outlines there are.
  Box ground() const {
    std::optional<Box> all;
    for (const auto& [code, area] : known_) {
      Outline outline(area->outline());
      if (!outline.read()) continue;
      const Box& box = outline.box();
      all = all ? Box{std::min(all->west, box.west), std::min(all->south, box.south),
                      std::max(all->east, box.east), std::max(all->north, box.north)}
                : box;
    }
    return all.value_or(Box{});
  }

  void place(std::uint64_t parent, const Box& box, int depth) {
    if (depth == kDepthMax) return;
    const auto found = children_.find(parent);
    if (found == children_.end()) return;
    const auto& children = found->second;
    for (std::size_t i = 0; i < children.size(); ++i) {
      const v1::AreaView& area = *children[i];
      Outline outline(area.outline());
      auto geometry = outline.read();
      const bool is_real = geometry.has_value();
      const Box own = is_real ? outline.box() : cell_of(box, i, children.size());
      add(area, is_real ? *std::move(geometry) : square(own), is_real);
      place(area.code(), own, depth + 1);
    }
  }

  void add(const v1::AreaView& area, json geometry, bool is_real) {
    json properties{{"code", std::to_string(area.code())},
                    {"name", area.name()},
                    {"kind", area.kind()},
                    {"parent", std::to_string(area.parent())},
                    {"households", area.households()}};
    if (!is_real) properties["schematic"] = true;
    features_.push_back({{"type", "Feature"},
                         {"id", std::to_string(area.code())},
                         {"properties", std::move(properties)},
                         {"geometry", std::move(geometry)}});
  }

  std::map<std::uint64_t, const v1::AreaView*> known_;
  std::map<std::uint64_t, std::vector<const v1::AreaView*>> children_;
  json features_ = json::array();
};

}  // namespace

std::string geo_json(const std::vector<v1::AreaView>& areas) {
  const json collection{{"type", "FeatureCollection"}, {"features", Layout(areas).features()}};
  return collection.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace whistle::gateway::api
