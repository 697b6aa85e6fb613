#include "adapters/gateway/api/town_map.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace whistle::gateway::api::town_map_test {

using nlohmann::json;

v1::AreaView area(std::uint64_t code, std::uint64_t parent, const std::string& outline = {}) {
  v1::AreaView area;
  area.set_code(code);
  area.set_parent(parent);
  area.set_outline(outline);
  return area;
}

TEST(TownMap, DrawsOutlinesAsTheyAre) {
  const json map = json::parse(geo_json({area(1, 0, "POLYGON ((1 2, 3.5 2, 3 4, 1 2))"),
                                         area(2, 0, "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))")}));
  EXPECT_EQ(map["features"][0]["geometry"]["coordinates"][0][1], json::array({3.5, 2.0}));
  EXPECT_FALSE(map["features"][0]["properties"].contains("schematic"));
  EXPECT_EQ(map["features"][1]["geometry"]["type"], "MultiPolygon");
}

TEST(TownMap, LaysOutWithinTheParentWhatHasNone) {
  const std::vector<v1::AreaView> areas{area(1, 0, "POLYGON ((10 20, 12 20, 12 22, 10 20))"),
                                        area(2, 1), area(3, 1), area(4, 3)};
  const json map = json::parse(geo_json(areas));
  ASSERT_EQ(map["features"].size(), 4U);
  for (const json& feature : map["features"]) {
    if (feature["properties"]["code"] == "1") continue;
    EXPECT_EQ(feature["properties"]["schematic"], true);
    for (const json& point : feature["geometry"]["coordinates"][0]) {
      EXPECT_GE(point[0], 10.0);
      EXPECT_LE(point[1], 22.0);
    }
  }
  EXPECT_EQ(geo_json(areas), geo_json(areas));
}

TEST(TownMap, BearsOutlinesThatAreNoneAndParentsInACircle) {
  for (const char* nonsense :
       {"POLYGON ((1 2, 3))", "POINT (1 2)", "POLYGON ((nan 1, 2 3))", "POLYGON", "((", "x"}) {
    const json map = json::parse(geo_json({area(1, 0, nonsense)}));
    EXPECT_EQ(map["features"][0]["properties"]["schematic"], true) << nonsense;
  }
  EXPECT_TRUE(json::accept(geo_json({area(1, 2), area(2, 1), area(3, 3)})));
  EXPECT_EQ(json::parse(geo_json({}))["features"].size(), 0U);
}

}  // namespace whistle::gateway::api::town_map_test
