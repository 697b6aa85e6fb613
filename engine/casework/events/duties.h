#pragma once

#include <cstdint>
#include <string>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Facts of recurring duties, of claimable lists, and of points.
namespace whistle::casework {

struct DutyAssigned {
  DutyId id{};
  DutyCode kind;
  UnitCode unit;
  WorkerName person;
  std::string subject;  // whom or what it is about: a household's pseudonym, a grid
  AreaCode area{};
  CareTier care{CareTier::None};
  Timestamp due{};  // end of the present round
  RuleName rule;

  bool operator==(const DutyAssigned&) const = default;
};
struct DutyDone {
  DutyId id{};
  WorkerName by;
  std::uint16_t times{};  // in this round, this one included
  bool complete{};        // the round is fulfilled
  std::string note;

  bool operator==(const DutyDone&) const = default;
};
// A round ends, the next begins.
struct DutyRoundEnded {
  DutyId id{};
  bool missed{};
  Timestamp due{};         // of the round that ended
  Timestamp next_due{};    // of the round that begins
  std::uint32_t period{};  // the month in which its last moment was: it is counted there

  bool operator==(const DutyRoundEnded&) const = default;
};
struct CareTierChanged {
  DutyId id{};
  CareTier care{CareTier::None};
  Timestamp due{};
  WorkerName by;
  std::string reason;

  bool operator==(const CareTierChanged&) const = default;
};
struct DutyEnded {
  DutyId id{};
  WorkerName by;
  std::string reason;

  bool operator==(const DutyEnded&) const = default;
};

struct EntryListed {
  EntryId id{};
  ListKind list{ListKind::MicroWish};
  std::string title;
  AreaCode area{};
  UnitCode unit;  // whose list it is on
  WorkerName by;
  CaseId from{};               // the case it grew out of
  std::uint32_t households{};  // that profit
  std::uint64_t fund_fen{};    // money the households put together
  std::string skill;           // what a claimant should be able to do

  bool operator==(const EntryListed&) const = default;
};
struct EntryClaimed {
  EntryId id{};
  HolderName claimant;
  UnitCode unit;  // that the claimant acts for; may be empty
  Timestamp due{kNever};

  bool operator==(const EntryClaimed&) const = default;
};
// A member gives their word (党员诺单).
struct EntryPledged {
  EntryId id{};
  HolderName member;
  std::string note;

  bool operator==(const EntryPledged&) const = default;
};
struct EntryDone {
  EntryId id{};
  HolderName by;
  std::uint32_t minutes{};
  std::string note;

  bool operator==(const EntryDone&) const = default;
};
// Not done in time: back on the list.
struct EntryLapsed {
  EntryId id{};
  HolderName claimant;
  Timestamp due{};

  bool operator==(const EntryLapsed&) const = default;
};
// The public judges (群众评单).
struct EntryRated {
  EntryId id{};
  std::string by;
  Satisfaction satisfaction{Satisfaction::Satisfied};
  std::string note;

  bool operator==(const EntryRated&) const = default;
};
// The centre closes (中心结单), not who did it.
struct EntryClosed {
  EntryId id{};
  WorkerName by;

  bool operator==(const EntryClosed&) const = default;
};
struct EntryWithdrawn {
  EntryId id{};
  WorkerName by;
  std::string reason;

  bool operator==(const EntryWithdrawn&) const = default;
};

struct PointsEarned {
  HolderName holder;
  std::uint32_t points{};
  EntryId entry{};
  RuleName rule;

  bool operator==(const PointsEarned&) const = default;
};
struct PointsRedeemed {
  HolderName holder;
  std::uint32_t points{};
  WorkerName by;
  std::string purpose;

  bool operator==(const PointsRedeemed&) const = default;
};

}  // namespace whistle::casework
