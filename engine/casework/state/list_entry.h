#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// Members who can give their word for one entry.
inline constexpr std::size_t kPledgesMax = 256;

// The life of an entry. On disk: append, never renumber.
//   Listed --claim--> Claimed --done--> Done --rated--> Rated --close--> (forgotten)
//     ^------lapse-------'
enum class EntryStatus : std::uint8_t { Listed = 1, Claimed = 2, Done = 3, Rated = 4 };
constexpr auto spellings(EntryStatus) {
  return std::to_array<Spelling<EntryStatus>>({{EntryStatus::Listed, "listed"},
                                               {EntryStatus::Claimed, "claimed"},
                                               {EntryStatus::Done, "done"},
                                               {EntryStatus::Rated, "rated"}});
}

// Something on a list that units and members claim: a micro-wish, a project, a need, a resource
// (清单制、认领制、时限制).
struct ListEntry {
  EntryId id{};
  ListKind list{ListKind::MicroWish};
  EntryStatus status{EntryStatus::Listed};
  std::string title;
  AreaCode area{};
  UnitCode unit;  // whose list it is on
  CaseId from{};
  HolderName claimant;
  UnitCode claimant_unit;
  Timestamp due{kNever};
  std::vector<HolderName> pledges;
  std::string skill;

  bool has_pledged(const HolderName& member) const {
    return std::ranges::find(pledges, member) != pledges.end();
  }
  // Those who may say that it is done, and none of whom may close it.
  bool works_on(const HolderName& name) const { return claimant == name || has_pledged(name); }

  bool operator==(const ListEntry&) const = default;
};

}  // namespace whistle::casework
