#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/calendar/limit.h"
#include "engine/casework/receipt.h"
#include "engine/core/area_code.h"
#include "engine/core/colour.h"
#include "engine/core/ids.h"
#include "engine/core/words.h"

// Wishes about one case that leave the straight way. Whoever holds the order shows its token; the
// centre and supervisors act by name.
namespace whistle::casework {

// ---- intake.cc, disposing.cc ----

// From the triage desk: settled without an order. Disposition: answered, declined (with a ground)
// or emergency_transferred (the ground is the line).
struct DisposeCase {
  CaseId id{};
  Token token{};
  WorkerName by{};
  Disposition disposition{Disposition::Answered};
  std::string ground{};
  std::string note{};
};
// Told 110, 119, 120 or 122. The case stays.
struct TransferToEmergency {
  CaseId id{};
  WorkerName by{};
  std::string line{};
  std::string note{};
};
// A person sets the colour, up or down; the only way down.
struct RecolourCase {
  CaseId id{};
  WorkerName by{};
  Severity to{Severity::Blue};
  std::string reason{};
};
struct NameCompanion {
  CaseId id{};
  WorkerName by{};
  WorkerName companion{};
};
struct LinkProposal {
  CaseId id{};
  WorkerName by{};
  std::string proposal{};
};
// The complaint that joined this case is another matter after all.
struct UnmergeComplaint {
  CaseId id{};
  ComplaintId complaint{};
  WorkerName by{};
  std::string reason{};
};
// Two cases are one. Both must be open.
struct MergeCases {
  CaseId id{};
  CaseId into{};
  WorkerName by{};
  std::string reason{};
};

// ---- assisting.cc ----

// The holder asks another unit for its share.
struct OrderAssist {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  UnitCode unit{};
  bool required{true};
  std::string task{};
};
// The lead goes on without a required assistant, and says why.
struct ExcuseAssist {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  CaseId assist{};
  std::string reason{};
};

// ---- handling.cc ----

// A step on the way is done (停工, 处罚, 拆除). They come one after the other.
struct ReachMilestone {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  std::uint32_t number{};  // 0: the next one
  std::string note{};
};

// ---- recalling.cc ----

// From who supervises or dispatches: whoever has the order has it no more.
struct RecallOrder {
  CaseId id{};
  WorkerName by{};
  std::string reason{};
};

// ---- returning.cc ----

// Not ours. From a worker of the unit in whose line the order waits, before anybody signed.
struct ReturnOrder {
  CaseId id{};
  UnitCode unit{};
  WorkerName worker{};
  std::string reason{};
  UnitCode suggested{};  // whose it is; may be empty: "owner unclear" goes to the centre at once
};
// From the dispatcher, on a returned case: another unit.
struct ReassignCase {
  CaseId id{};
  WorkerName by{};
  UnitCode unit{};
  std::string note{};
};
// From the centre, on a dispatch objection: who must do it. That unit cannot return it.
struct RuleOnObjection {
  CaseId id{};
  WorkerName by{};
  UnitCode unit{};
  std::string note{};
};
// From the holder: another unit should do it. It must sign in time.
struct TransferOrder {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  UnitCode to{};
  std::string reason{};
};
// Straight to a tier higher up, past those between (直通车), where the rules open that lane.
struct TakeExpressLane {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  Tier to{Tier::Street};
  std::string reason{};
};

// ---- handling.cc ----

struct AddEvidence {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  EvidenceKind kind{EvidenceKind::Photo};
  std::string digest{};  // hexadecimal, 16 to 128 digits
  std::string note{};
};

// ---- pausing.cc ----

struct SuspendCase {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  PauseCode reason{};
  WorkerName approved_by{};  // where the reason needs one
  std::string note{};
};
struct ResumeCase {
  CaseId id{};
  WorkerName by{};
  std::string note{};
};
struct AskExtension {
  CaseId id{};
  Token token{};
  WorkerName worker{};
  calendar::Limit more{};
  std::string reason{};
};
struct RuleOnExtension {
  CaseId id{};
  WorkerName by{};
  bool granted{};
  std::string note{};
};
struct DeferCase {
  CaseId id{};
  WorkerName by{};
  WorkerName approved_by{};
  std::string reason{};
  std::uint32_t review_in_days{};
};
struct ReviewDeferral {
  CaseId id{};
  WorkerName by{};
  PanelKind panel{PanelKind::JointClinic};
  bool resumes{};
  std::uint32_t review_in_days{};  // when it stays deferred
  std::string note{};
};

// ---- panels.cc ----

struct ConvenePanel {
  CaseId id{};
  WorkerName by{};
  PanelKind kind{PanelKind::FiveParty};
  std::vector<std::string> parties{};
};
struct ConcludePanel {
  CaseId id{};
  WorkerName by{};
  bool agreed{};
  std::string note{};
};

// ---- supervising.cc ----

// The resident asks again.
struct RemindCase {
  CaseId id{};
  std::string by{};
  std::string note{};
};
struct SuperviseCase {
  CaseId id{};
  WorkerName by{};
  Supervision how{Supervision::Supervised};
  std::string note{};
};
// A person issues a card: a notice costs no points. Cards only go up.
struct IssueCard {
  CaseId id{};
  WorkerName by{};
  Card card{Card::Notice};
  std::string reason{};
};
struct AcknowledgeEscalation {
  CaseId id{};
  WorkerName by{};
};

// ---- finishing.cc ----

// Nobody answered the callback.
struct NoteUnreachable {
  CaseId id{};
  WorkerName by{};
  ComplaintId complaint{};  // 0: the first one
};

// ---- appeals.cc ----

struct FileAppeal {
  CaseId id{};
  UnitCode unit{};
  WorkerName worker{};
  std::string ground{};
};
// First by the dispatcher, then by the acceptor: two persons.
struct ReviewAppeal {
  CaseId id{};
  WorkerName by{};
  bool upheld{};
  std::string note{};
  UnitCode unit{};  // whose appeal; may be left out when only one unit appealed
};

}  // namespace whistle::casework
