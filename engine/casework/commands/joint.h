#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"
#include "engine/policy/policy.h"

// Wishes about what is not one case: whistles, modes, duties, lists, points and ratings.
namespace whistle::casework {

// ---- blowing.cc, whistling.cc ----

struct BlowWhistle {
  UnitCode whistler{};
  WorkerName by{};
  WhistleKind kind{WhistleKind::Routine};
  std::vector<CaseId> cases{};  // may be empty
  AreaCode area{};              // 0: the whistler's
  UnitCode lead{};              // 0: the first invited one
  std::vector<UnitCode> invited{};
  std::string task{};
  Timestamp arrive_at{};  // a booked slot; 0: as soon as the kind asks
  Timestamp finish_at{};  // campaigns set their own end; 0: as the kind asks
};
struct AcknowledgeWhistle {
  WhistleId id{};
  UnitCode unit{};
  WorkerName worker{};
};
struct ReportIn {
  WhistleId id{};
  UnitCode unit{};
  WorkerName worker{};
  std::string note{};  // where and with whom
};
struct RecordMeasure {
  WhistleId id{};
  UnitCode unit{};
  WorkerName worker{};
  bool plan{};
  std::string note{};
};
// By the whistler; by the unit itself only when the kind does not hold it.
struct ReleaseUnit {
  WhistleId id{};
  UnitCode unit{};
  UnitCode by_unit{};
  WorkerName worker{};
  std::string note{};
};
struct CloseWhistle {
  WhistleId id{};
  UnitCode by_unit{};
  WorkerName worker{};
  std::string note{};
};
struct RateWhistle {
  WhistleId id{};
  UnitCode from{};
  UnitCode to{};
  std::uint32_t stars{};
  WorkerName worker{};
  std::string note{};
};

// ---- modes.cc ----

struct ChangeMode {
  AreaCode area{};
  OperatingMode mode{OperatingMode::Peacetime};
  WorkerName by{};
  std::string reason{};
};

// ---- adopting.cc ----

// From an operator: another rule book comes into force.
struct AdoptPolicy {
  std::shared_ptr<const policy::Policy> policy{};  // the new one; never nullptr
  std::string expected{};  // version that must be in force; empty: whichever is
  WorkerName by{};
  std::string reason{};
  std::uint32_t stages{};  // whose promises move, of cases that run: bit 1 << stage
  bool lines{};            // whether what waits moves to the lines of the new book
};

// ---- duties.cc ----

struct AssignDuty {
  DutyCode kind{};
  UnitCode unit{};
  WorkerName by{};
  WorkerName person{};
  std::string subject{};
  AreaCode area{};
  CareTier care{CareTier::None};
};
struct DoDuty {
  DutyId id{};
  WorkerName worker{};
  std::string note{};
};
struct ChangeCareTier {
  DutyId id{};
  WorkerName by{};
  CareTier care{CareTier::Blue};
  std::string reason{};
};
struct EndDuty {
  DutyId id{};
  WorkerName by{};
  std::string reason{};
};

// ---- lists.cc ----

struct ListWish {
  ListKind list{ListKind::MicroWish};
  std::string title{};
  AreaCode area{};
  UnitCode unit{};
  WorkerName by{};
  CaseId from{};
  std::uint32_t households{};
  std::uint64_t fund_fen{};
  std::string skill{};
};
struct ClaimEntry {
  EntryId id{};
  HolderName claimant{};
  UnitCode unit{};
  std::uint32_t within_days{};  // 0: as the rules say
};
struct PledgeEntry {
  EntryId id{};
  HolderName member{};
  std::string note{};
};
struct FinishEntry {
  EntryId id{};
  HolderName by{};
  std::uint32_t minutes{};
  std::string note{};
};
struct RateEntry {
  EntryId id{};
  std::string by{};
  Satisfaction satisfaction{Satisfaction::Satisfied};
  std::string note{};
};
struct CloseEntry {
  EntryId id{};
  WorkerName by{};
};
struct WithdrawEntry {
  EntryId id{};
  WorkerName by{};
  std::string reason{};
};
struct RedeemPoints {
  HolderName holder{};
  std::uint32_t points{};
  WorkerName by{};
  std::string purpose{};
};
struct RateUnit {
  UnitCode unit{};
  Rater rater{Rater::Resident};
  std::uint32_t stars{};
  WorkerName by{};
  std::string note{};
};

}  // namespace whistle::casework
