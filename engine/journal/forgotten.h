#pragma once

#include <vector>

#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/journal/hash_bytes.h"

namespace whistle::journal {

// The last record that is no longer kept. With it all before it are gone; the first one that is
// kept is chained to it.
struct Forgotten {
  Sequence sequence{};   // 0: all records are kept
  Timestamp time{};      // of it
  Hash hash{};           // of it
  CaseId trails_from{};  // trails of cases before this one went with their records, or will

  bool operator==(const Forgotten&) const = default;

  // True when records that touched the case are among those that are gone. `trail` is what is left
  // of its trail.
  bool has_records_of(CaseId id, const std::vector<Sequence>& trail) const {
    return id < trails_from || trail.empty() || trail.front() <= sequence;
  }
};

}  // namespace whistle::journal
