#pragma once

#include "engine/casework/state/state.h"
#include "engine/core/outcome.h"
#include "engine/journal/journal.h"
#include "engine/service/frames.h"
#include "engine/service/rules.h"
#include "whistle/v1/case.pb.h"

namespace whistle::service {

// Reads cases from disk for people who ask: what is durable, never what is merely decided. The
// writer is not troubled. Thread: the service thread.
class CaseReader {
 public:
  CaseReader(const journal::Journal& journal, const Rules& rules)
      : journal_(journal), rules_(rules) {}

  Outcome<v1::CaseView, Problem> view(CaseId id, bool with_text);
  // The whole history of a case from the journal.
  Outcome<v1::ExplainReply, Problem> explain(CaseId id, bool with_text);

 private:
  const journal::Journal& journal_;
  const Rules& rules_;  // in force; others may take their place
};

// A failed read as the client sees it.
Problem to_problem(const journal::Error& error);

}  // namespace whistle::service
