#pragma once

#include <ostream>

#include "engine/core/complaint.h"
#include "engine/policy/policy.h"
#include "engine/triage/findings.h"

namespace whistle::app {

// A complaint and what triage found in it.
struct Examined {
  std::size_t number{};  // of the complaint in its feed, from 1
  const Complaint& complaint;
  const triage::Findings& findings;
  const policy::Policy& policy;
};

// A block of lines for people.
void print_findings(const Examined& examined, std::ostream& out);
// One line. Offsets are bytes from the start of subject + "\n" + text.
void print_findings_json(const Examined& examined, std::ostream& out);

}  // namespace whistle::app
