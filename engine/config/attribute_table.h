#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/policy/rule_book.h"

// attributes.csv: what a category asks for besides the text.
namespace whistle::config {

// In the order of the categories' codes, and of each category in the order that it says itself.
std::vector<policy::Attribute> read_attributes(const OverlaidTable& table, const Names& categories,
                                               Problems& problems);

}  // namespace whistle::config
