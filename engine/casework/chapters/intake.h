#pragma once

#include <string>

#include "engine/casework/chapters/draft.h"
#include "engine/casework/decide.h"

// What intake and the triage desk have in common with the chapters beside them.
namespace whistle::casework {

// The case if this token holds it at the triage desk, or why not.
Outcome<const Case*, Refusal> case_at_triage(const Context& context, CaseId id, Token token);

// To the desk where a person says what and where it is. The accept clock runs meanwhile, and the
// resident's clocks too: waiting for triage is no excuse.
void send_to_triage(Draft& draft, const std::string& missing);

// By rule: the category belongs to the emergency lines as well. The case stays and is watched.
void tell_emergency_lines(Draft& draft);

// What would become of the complaint of the command if it came in now, as a case of its own: also
// where it would join another, and whoever brings it. Refused as it would be refused, save that
// source and external id may be missing. Nothing is meant to be recorded.
Decision proposed(const SubmitComplaint& command, const Context& context);

}  // namespace whistle::casework
