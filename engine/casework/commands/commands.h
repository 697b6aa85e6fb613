#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/casework/commands/joint.h"
#include "engine/casework/commands/orders.h"
#include "engine/casework/receipt.h"
#include "engine/core/complaint.h"
#include "engine/core/ids.h"
#include "engine/core/shared.h"
#include "engine/core/words.h"
#include "engine/triage/findings.h"

// Commands are wishes. Each may be refused, and a refusal changes nothing.
namespace whistle::casework {

// From a hotline adapter. Durable when answered.
struct SubmitComplaint {
  Complaint complaint;
  Shared<triage::Findings> findings;
  // The receipt of the same (source, external id), if it was answered before.
  std::optional<Receipt> prior;
  // The last complaint that was durable when `prior` was looked up on disk; the runtime remembers
  // the receipts of later ones.
  ComplaintId looked_up_through{};
  // Version of the rule book that the findings rest on; empty: whichever is in force.
  std::string rules{};
};

// From a person at the triage desk who holds the lease: what the text is about, and where.
struct ClassifyCase {
  CaseId id{};
  Token token{};
  WorkerName by;
  CategoryCode category;
  AreaCode area;
};

// Which orders somebody can do; an empty list: no matter.
struct Wanted {
  std::vector<Severity> severities{};
  std::vector<CategoryCode> categories{};
  std::vector<AreaCode> areas{};  // each with all below it

  bool everything() const { return severities.empty() && categories.empty() && areas.empty(); }
  bool operator==(const Wanted&) const = default;
};

// From a worker: give me up to `max` orders from these units' lines, or the one named.
struct PullOrders {
  UnitCode unit;
  WorkerName worker;
  std::uint32_t max{1};
  CaseId only{};        // zero: whatever is first
  bool sign_at_once{};  // sign for them in the same step
  std::vector<UnitCode> more_units{};
  Wanted wanted{};
};

// One lease, by the token it is held with.
struct Held {
  CaseId id{};
  Token token{};

  bool operator==(const Held&) const = default;
};
// From the worker: the grants have arrived.
struct ReceiveLeases {
  std::vector<Held> leases;
  WorkerName worker;
  // Cases of which whoever asks is told nothing but that it has lost them, however they stand.
  std::set<CaseId> out_of_reach{};
};
// From the engine itself: the grants could not be sent, or nobody reads them.
struct UndeliverLeases {
  std::vector<Held> leases;
  WorkerName worker;
};
// From the worker who goes: its leases go back, uncounted.
struct DrainWorker {
  UnitCode unit;
  WorkerName worker;
};

// All of these come from the worker who holds the token.
struct RenewLease {
  CaseId id{};
  Token token{};
  WorkerName worker;
};
struct ReleaseOrder {
  CaseId id{};
  Token token{};
  WorkerName worker;
  std::string reason;
  bool failed{};  // it was tried and could not be done
};
struct SignForOrder {
  CaseId id{};
  Token token{};
  WorkerName worker;
};
struct RecordContact {
  CaseId id{};
  Token token{};
  WorkerName worker;
  std::string note;
};
struct ArriveOnSite {
  CaseId id{};
  Token token{};
  WorkerName worker;
  std::string note;
};
struct NoteProgress {
  CaseId id{};
  Token token{};
  WorkerName worker;
  std::string note;
};
struct FinishHandling {
  CaseId id{};
  Token token{};
  WorkerName worker;
  Solved result{Solved::Solved};
  std::string note;
};
// The unit says: beyond our capacity. The case climbs one rung at once.
struct RaiseCase {
  CaseId id{};
  Token token{};
  WorkerName worker;
  std::string reason;
};

// From the centre: was the work done?
struct PostCheckCase {
  CaseId id{};
  WorkerName by;
  bool passed{};
  std::string note;
};
// From the centre, after asking the requester.
struct CallBack {
  CaseId id{};
  WorkerName by;
  Solved solved{Solved::Solved};
  Satisfaction satisfaction{Satisfaction::Satisfied};
  std::string note;
  ComplaintId complaint{};  // 0: the one the case began with
  CallbackWay way{CallbackWay::Phone};
};

// Time has come to context.now: alarms fire, in order, at most `max` cases.
struct Tick {
  std::uint32_t max{};
};

// Copied, moved and destroyed out of line: a variant of so many alternatives would cost each file
// that handles it half a minute of compiling.
struct Command
    : std::variant<
          SubmitComplaint, ClassifyCase, PullOrders, RenewLease, ReleaseOrder, SignForOrder,
          RecordContact, ArriveOnSite, NoteProgress, FinishHandling, RaiseCase, PostCheckCase,
          CallBack, Tick, DisposeCase, TransferToEmergency, RecolourCase, NameCompanion,
          LinkProposal, UnmergeComplaint, MergeCases, OrderAssist, ExcuseAssist, ReturnOrder,
          ReassignCase, RuleOnObjection, TransferOrder, TakeExpressLane, AddEvidence, SuspendCase,
          ResumeCase, AskExtension, RuleOnExtension, DeferCase, ReviewDeferral, ConvenePanel,
          ConcludePanel, RemindCase, SuperviseCase, IssueCard, AcknowledgeEscalation,
          NoteUnreachable, FileAppeal, ReviewAppeal, BlowWhistle, AcknowledgeWhistle, ReportIn,
          RecordMeasure, ReleaseUnit, CloseWhistle, RateWhistle, ChangeMode, AssignDuty, DoDuty,
          ChangeCareTier, EndDuty, ListWish, ClaimEntry, PledgeEntry, FinishEntry, RateEntry,
          CloseEntry, WithdrawEntry, RedeemPoints, RateUnit, ReachMilestone, ReceiveLeases,
          UndeliverLeases, DrainWorker, RecallOrder, AdoptPolicy> {
  using variant::variant;
  Command();
  Command(const Command& other);
  Command(Command&& other) noexcept;
  Command& operator=(const Command& other);
  Command& operator=(Command&& other) noexcept;
  ~Command();
};

// The verb of a command, as the journal and the explanations show it.
std::string_view verb_of(const Command& command);
// Who asked: the adapter, the worker or the centre; empty for the engine itself.
std::string actor_of(const Command& command);

}  // namespace whistle::casework

template <>
struct std::variant_size<whistle::casework::Command>
    : std::variant_size<whistle::casework::Command::variant> {};
template <std::size_t kIndex>
struct std::variant_alternative<kIndex, whistle::casework::Command>
    : std::variant_alternative<kIndex, whistle::casework::Command::variant> {};
