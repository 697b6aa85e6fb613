#pragma once

#include <cstdint>
#include <vector>

#include "engine/calendar/clock.h"
#include "engine/casework/state/dossier.h"
#include "engine/core/area_code.h"
#include "engine/core/boxed.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

namespace whistle::casework {

// The life of a case. Values are on disk: append, never renumber.
//
//   AwaitsTriage --classify--> Dispatched --sign--> SignedFor --finish--> Finished
//                                 ^  ^                 |                     | post-check
//                                 |  '----escalate-----'                     v
//                                 '-------------rework---------------- Replied --callback--> Closed
//
//   Dispatched --return--> Returned --reassign, designate--> Dispatched
//   Dispatched, SignedFor --defer--> Deferred --review--> Dispatched
//   AwaitsTriage --dispose--> Replied --> Closed
//
// First contact and arrival on site happen while SignedFor; they are marks, not states. Suspended,
// supervised and acknowledged are marks as well.
enum class Status : std::uint8_t {
  AwaitsTriage = 1,
  Dispatched = 2,
  SignedFor = 3,
  Finished = 4,
  Replied = 5,
  Closed = 6,
  Returned = 7,  // waits for the dispatcher, in the line of the dispatch desk
  Deferred = 8,  // on the deferred ledger until its review
};

// Where a case is: exactly one place at any moment.
enum class Place : std::uint8_t {
  Queue = 1,   // waits in the line of its unit
  Lease = 2,   // offered to a worker until lease_until
  Hands = 3,   // a worker has signed for it
  Desk = 4,    // finished; the centre checks it or calls the requester back
  Ledger = 5,  // deferred: in nobody's hands
};

// True when the arrow exists in the drawing above.
constexpr bool can_become(Status from, Status to) {
  switch (from) {
    case Status::AwaitsTriage:
      return to == Status::Dispatched || to == Status::Replied;
    case Status::Dispatched:
      return to == Status::Dispatched || to == Status::SignedFor || to == Status::Returned ||
             to == Status::Deferred;
    case Status::SignedFor:
      return to == Status::Dispatched || to == Status::Finished || to == Status::Deferred;
    case Status::Returned:
    case Status::Deferred:
      return to == Status::Dispatched;
    case Status::Finished:
      return to == Status::Replied || to == Status::Dispatched;
    case Status::Replied:
      return to == Status::Closed || to == Status::Dispatched;
    case Status::Closed:
      return false;
  }
  return false;
}
static_assert(can_become(Status::SignedFor, Status::Dispatched), "escalation takes work away");
static_assert(!can_become(Status::Finished, Status::Closed), "nobody closes without a reply");
static_assert(!can_become(Status::Dispatched, Status::Finished), "only the holder finishes");

// A name kept once and referred to by number. Zero is the empty name.
using Symbol = std::uint32_t;

// A promise that runs or rests. Its alarms were resolved when the stretch began.
struct CaseClock {
  Stage stage{};
  bool running{true};
  bool soon_told{};
  bool overdue{};
  bool far_overdue{};
  Symbol calendar{};
  calendar::ClockReading reading{};
  Timestamp started{};  // the first stretch
  Timestamp since{};    // the present stretch
  calendar::Alarms alarms{};

  // The next instant at which this clock does something by itself, or kNever. A promise is broken
  // only after its due instant: who finishes at the very millisecond is on time.
  Timestamp next_alarm() const;

  bool operator==(const CaseClock&) const = default;
};

// An open case as decisions see it; texts stay on disk. Symbols resolve through State. While nobody
// looks at it, it lies packed (packed_case.h).
struct Case {
  CaseId id{};
  ComplaintId first_complaint{};
  Timestamp received{};
  AreaCode area{};
  AreaCode cause_area{};  // where complaints of the same cause would come from
  std::uint64_t requester{};
  std::uint64_t likeness{};
  Symbol category{};
  Symbol condition{};
  Symbol unit{};          // whose line it is in, or who holds it
  Symbol worker{};        // who leased or signed
  Symbol assignee{};      // by the roster
  Symbol major{};         // large class of the category
  AreaCode storm_area{};  // within which a burst of this large class would be one storm
  StormId storm{};        // the burst it is part of: in a storm all cases are
  CaseKind kind{CaseKind::Request};
  Status status{};
  Place place{};
  Severity severity{Severity::Blue};
  Tier tier{};        // of the unit that answers for it
  Tier watch_tier{};  // the highest tier that was told
  RequestType request_type{};
  Channel channel{};
  Card card{};
  bool contacted{};
  bool arrived{};
  bool ladder_exhausted{};
  std::uint8_t rework_rounds{};
  std::uint16_t order_number{};
  std::uint16_t escalations{};
  std::uint16_t reminders{};
  std::uint32_t complaints{1};  // merged ones included
  Token token{};                // of the lease or the ownership; fences all work
  Token lease_token{};          // of the lease that led to the ownership
  Timestamp lease_until{kNever};
  Timestamp receive_by{kNever};  // of a lease that nobody has received yet
  Timestamp finished_at{};
  Timestamp queue_due{kNever};  // its position in the line
  std::uint64_t entered{};
  std::vector<CaseClock> clocks;          // running or paused; met ones are in the journal
  std::vector<std::uint64_t> requesters;  // distinct others who reported the same cause
  Boxed<Dossier> dossier;                 // what few cases have

  CaseClock* clock(Stage stage);
  const CaseClock* clock(Stage stage) const;
  // The earliest instant at which something happens to the case by itself, or kNever.
  Timestamp next_alarm() const;
  // The earliest due instant of the promises that run, or kNever.
  Timestamp earliest_due() const;

  bool operator==(const Case&) const = default;
};

// Visits each symbol that a case refers to, to put another in its place.
template <class Visit>
void each_symbol(Case& item, Visit visit) {
  for (Symbol* symbol :
       {&item.category, &item.condition, &item.unit, &item.worker, &item.assignee, &item.major}) {
    visit(*symbol);
  }
  for (CaseClock& clock : item.clocks) visit(clock.calendar);
}

}  // namespace whistle::casework
