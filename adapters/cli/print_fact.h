#pragma once

#include <ostream>
#include <string>

#include "adapters/cli/style.h"
#include "whistle/v1/case.pb.h"

namespace whistle::cli {

// One fact as one line: when, where in the journal, which case, what, and the details that matter
// to somebody who watches. Without a line break.
std::string fact_line(const v1::Fact& fact, const Style& style);

// The facts of a case in the order they happened, grouped by what was asked of the engine: every
// detail of every fact, findings with their rules and evidence.
void print_facts(std::ostream& out, const v1::ExplainReply& story, const Style& style);

}  // namespace whistle::cli
