#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/casework/state/case.h"
#include "engine/casework/state/dossier.h"

// What the complaints of one case have to do with each other. Decisions look ahead with the same
// words with which facts are made true.
namespace whistle::casework {

// Whether this requester has a complaint in the case already. A complaint without a pseudonym is
// nobody's repeat.
inline bool has_complaint_of(std::uint64_t first, const std::vector<Joined>& joined,
                             std::uint64_t requester) {
  if (requester == 0) return false;
  return requester == first ||
         std::ranges::find(joined, requester, &Joined::requester) != joined.end();
}

// The distinct requesters who joined, in order, without the first one of the case.
inline std::vector<std::uint64_t> others_of(std::uint64_t first,
                                            const std::vector<Joined>& joined) {
  std::vector<std::uint64_t> others;
  for (const Joined& each : joined) {
    if (each.requester == 0 || each.requester == first) continue;
    if (std::ranges::find(others, each.requester) == others.end()) others.push_back(each.requester);
  }
  return others;
}

// Puts a complaint at the end. It repeats what the same requester said before, if they did.
inline void join(std::uint64_t first, std::vector<Joined>& joined, Joined complaint) {
  complaint.repeat = has_complaint_of(first, joined, complaint.requester);
  joined.push_back(complaint);
}

// Takes a complaint out. When others repeated it, the earliest of them stands for it from now on,
// also in what was asked at the callback. Returns whether it was there.
inline bool take_out(std::vector<Joined>& joined, ComplaintId complaint) {
  const auto found = std::ranges::find(joined, complaint, &Joined::complaint);
  if (found == joined.end()) return false;
  const Joined taken = *found;
  joined.erase(found);
  if (taken.repeat || taken.requester == 0) return true;
  const auto heir = std::ranges::find(joined, taken.requester, &Joined::requester);
  if (heir != joined.end()) {
    heir->repeat = false;
    heir->called_back = taken.called_back;
    heir->callback_attempts = taken.callback_attempts;
  }
  return true;
}

// Whether all have been asked who must be asked: the first one, and everybody who joined and is not
// covered by an earlier complaint of theirs.
inline bool all_called_back(bool first_called_back, const std::vector<Joined>& joined) {
  return first_called_back && std::ranges::all_of(joined, [](const Joined& each) {
           return each.repeat || each.called_back;
         });
}

// The complaints that belong to `into` besides its first one when `from` becomes one with it.
inline std::vector<Joined> joined_with(const Case& into, const Case& from) {
  std::vector<Joined> all = into.dossier->joined;
  join(into.requester, all,
       {.complaint = from.first_complaint,
        .requester = from.requester,
        .received = from.received,
        .severity = from.severity,
        .request_type = from.request_type,
        .area = from.area});
  for (Joined each : from.dossier->joined) {
    each.called_back = false;
    each.callback_attempts = 0;
    join(into.requester, all, each);
  }
  return all;
}

// Distinct households that reported the cause; who gave no pseudonym counts as none.
inline std::size_t households_of(const Case& item) {
  return (item.requester != 0 ? 1U : 0U) + item.requesters.size();
}

// The same, when `from` becomes one with `into`.
inline std::size_t households_of(const Case& into, const Case& from) {
  const std::vector<Joined> joined = joined_with(into, from);
  return (into.requester != 0 ? 1U : 0U) + others_of(into.requester, joined).size();
}

}  // namespace whistle::casework
