#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "engine/casework/commands/commands.h"
#include "engine/casework/events/events.h"
#include "engine/casework/reports/what_if_course.h"
#include "engine/core/complaint.h"
#include "engine/core/shared.h"

// What people did, read back from the facts that followed. The journal has no wishes; but a fact
// says who did what, and whatever else followed from it by rule, a book decides anew.
namespace whistle::casework {

// The numbers of cases and complaints in acts are those of the journal; tokens are not filled in.

// A complaint as it came in.
struct Arrival {
  ComplaintId complaint{};
  CaseId id{};  // the case it began or joined; none: it was settled at once
  Complaint words;
  Shared<triage::Findings> findings;  // as in the journal
};

// Acts that name a second case of the journal.
struct AssistAsked {
  OrderAssist wish;
  CaseId assist{};
};
struct Unmerged {
  UnmergeComplaint wish;
  CaseId alone{};  // the case that the complaint became
};
// A case was found to be one with another; by whom, says the wish, if it was a wish.
struct BecameOne {
  CaseId id{};
  CaseId into{};
  std::optional<MergeCases> wish;
};
// The case was struck off.
struct Ended {
  CaseId id{};
};
using Act = std::variant<Command, AssistAsked, Unmerged, BecameOne, Ended>;

// One record of the journal.
struct Turn {
  Timestamp at{};
  std::optional<Arrival> arrival;  // without its words: the facts do not have them
  std::vector<Act> acts;

  bool is_empty() const { return !arrival && acts.empty(); }
};

// Reads the records of a stretch in order. Only complaints that came in within it, and their cases,
// are looked at: what was open before is not known.
// Thread: one.
class Acts {
 public:
  // The facts of one record. What the engine did by itself (verb "tick") is no act.
  Turn read(Timestamp at, const std::string& verb, const std::string& actor,
            const std::vector<Event>& events);

  // Complaints that joined cases from before the stretch: left out.
  std::uint64_t joined_older() const { return joined_older_; }
  // A case of the stretch that is open at this moment.
  bool knows(CaseId id) const { return cases_.contains(id); }

 private:
  struct Reader;

  // Open cases of the stretch, and whether they wait at a desk of the centre.
  absl::flat_hash_map<CaseId, bool> cases_;
  std::uint64_t joined_older_{};
};

// Tells the courses of the journal's own side what a record of the stretch says. `turn` is what
// read() made of it.
void note_record(const std::vector<Event>& events, const Turn& turn, Courses& courses);

}  // namespace whistle::casework
