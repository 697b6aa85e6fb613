#pragma once

#include <string_view>

namespace whistle::gateway::search {

// Degrees.
struct Point {
  double latitude{}, longitude{};
};

// Where a point of another datum is in WGS 84, by the published approximations (within about ten
// metres); outside China, and for words that are none of gcj02 and bd09, as it is.
Point to_wgs84(Point point, std::string_view datum);

}  // namespace whistle::gateway::search
