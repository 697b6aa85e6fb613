#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/policy/rule_book.h"

namespace whistle::bench {

// A community of the list of areas, and what lies above it.
struct ListedCommunity {
  AreaCode code;
  std::string name;
  std::string street;
  std::string county;
};

// The areas of a list as a rule book has them, and its communities one by one.
struct ListedPlaces {
  std::vector<policy::Area> areas;
  std::vector<ListedCommunity> communities;
};

// Reads a gzipped CSV with the columns province, city, county, county_code, street, street_code,
// community, community_code12, ... Streets and communities without a code get one that is free.
// Nothing when there is no such file.
std::optional<ListedPlaces> read_places(const std::string& path);

}  // namespace whistle::bench
