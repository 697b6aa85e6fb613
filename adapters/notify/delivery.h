#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "whistle/v1/watch.pb.h"

namespace whistle::notify {

// One record of the journal with the facts of it that were asked for. It has the same sequence and
// the same bytes however often it is delivered: who receives it twice can tell.
struct Delivery {
  std::uint64_t sequence = 0;
  std::string journal_id;
  std::string json;  // one line: {"delivery": 17, "journal": "...", "facts": [...]}
};

// In order.
std::vector<Delivery> deliveries_of(const v1::WatchEvents& events, const std::string& journal_id);

}  // namespace whistle::notify
