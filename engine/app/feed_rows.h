#pragma once

#include <string>
#include <vector>

#include "engine/config/problems.h"
#include "engine/core/complaint.h"
#include "engine/core/outcome.h"

namespace whistle::app {

// A row of a feed: what a resident said, and what it was about if the feed tells.
struct FeedRow {
  config::Place place;
  Complaint complaint;
  std::string label;  // `label`, else `category`; empty when the row has neither
  std::string group;  // texts that belong together; empty: unknown
};

// Reads a feed of JSON Lines or CSV, plain or compressed with gzip (told by its content, not its
// name); "-" is standard input. Keys and columns: text, and if there: subject, label, category,
// group, external_id, area_code, point {lat, lon} (JSON only). Others are passed over: histories
// have many. Fails with all problems of all rows.
Outcome<std::vector<FeedRow>, std::vector<config::Problem>> read_feed(const std::string& path);

}  // namespace whistle::app
