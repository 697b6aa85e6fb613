#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/case.pb.h"

namespace whistle::cli {

// The whole story of a case: how it stands, what was read in the complaint (its words marked, when
// the engine sent them), where it was sent and who else might have got it, each promise with its
// stretches in working time, the ladder. The single facts are print_facts (print_fact.h).
void print_story(std::ostream& out, const v1::ExplainReply& story, const Style& style);

}  // namespace whistle::cli
