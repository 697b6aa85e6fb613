#pragma once

#include "engine/casework/reports/clock_story.h"
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
  // `book_of` gives the rule book of a version, for what was decided under an older one; without it
  // the one in force stands for all.
  CaseReader(const journal::Journal& journal, const Rules& rules, casework::BookOf book_of = {});

  // Personal data in the text is masked, unless `token` is that of who has signed for the case.
  Outcome<v1::CaseView, Problem> view(CaseId id, bool with_text, Token token = {});
  // A case that was read already, without its text.
  v1::CaseView shown(const casework::Case& item, const casework::Symbols& names, bool closed) const;
  // The whole history of a case from the journal, and what it comes to.
  Outcome<v1::ExplainReply, Problem> explain(CaseId id, bool with_text, Token token = {});

 private:
  void show_choices(CaseId id, v1::CaseView& view);

  const journal::Journal& journal_;
  const Rules& rules_;  // in force; others may take their place
  const casework::BookOf book_of_;
};

// A failed read as the client sees it.
Problem to_problem(const journal::Error& error);

}  // namespace whistle::service
