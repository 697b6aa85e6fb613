#pragma once

#include <string>
#include <vector>

#include "whistle/v1/rules.pb.h"

namespace whistle::gateway::api {

// GeoJSON (RFC 7946) of the areas, each a feature with its outline. An area without one gets a
// square inside that of its parent, and `schematic: true`: where it lies says nothing, but that it
// belongs there. The same areas always give the same bytes.
std::string geo_json(const std::vector<v1::AreaView>& areas);

}  // namespace whistle::gateway::api
