#pragma once

#include <string>

#include "engine/casework/decide.h"
#include "engine/casework/draft.h"

// The chapters of a case's life, one overload for each command. A command without one does not
// compile.
namespace whistle::casework {

Decision on(const SubmitComplaint& command, const Context& context);  // intake.cc
Decision on(const ClassifyCase& command, const Context& context);     // intake.cc
Decision on(const PullOrders& command, const Context& context);       // signing.cc
Decision on(const RenewLease& command, const Context& context);       // signing.cc
Decision on(const ReleaseOrder& command, const Context& context);     // signing.cc
Decision on(const SignForOrder& command, const Context& context);     // signing.cc
Decision on(const RecordContact& command, const Context& context);    // handling.cc
Decision on(const ArriveOnSite& command, const Context& context);     // handling.cc
Decision on(const NoteProgress& command, const Context& context);     // handling.cc
Decision on(const FinishHandling& command, const Context& context);   // handling.cc
Decision on(const RaiseCase& command, const Context& context);        // escalation.cc
Decision on(const PostCheckCase& command, const Context& context);    // finishing.cc
Decision on(const CallBack& command, const Context& context);         // finishing.cc
Decision on(const Tick& command, const Context& context);             // escalation.cc

inline Failure<Refusal> refuse(Reason reason, std::string detail) {
  return Failure<Refusal>{{reason, std::move(detail)}};
}

// The open case, or why there is none.
Outcome<const Case*, Refusal> open_case(const Context& context, CaseId id);

// The case if this token holds it as its owner (signed for), or why not.
Outcome<const Case*, Refusal> owned_case(const Context& context, CaseId id, Token token);

// Words for refusals: "dispatched", "signed_for", ...
std::string_view to_word(Status status);

}  // namespace whistle::casework
