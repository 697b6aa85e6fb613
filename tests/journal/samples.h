#pragma once

#include <string>
#include <vector>

#include "engine/casework/events/events.h"
#include "engine/casework/receipt.h"
#include "engine/casework/state/case.h"
#include "engine/casework/state/registers.h"
#include "engine/casework/state/symbols.h"
#include "engine/core/complaint.h"
#include "engine/journal/record.h"

namespace whistle::journal {

// 2024-03-04T08:00Z, a Monday.
inline constexpr Timestamp kMonday{Milliseconds{1'709'539'200'000}};

// The events of the first release, with every field set that they had then.
std::vector<casework::Event> first_events();
// Those of them that have grown since, with the new fields set as well.
std::vector<casework::Event> grown_events();
// One of every event, with every field set to something it does not have by itself.
std::vector<casework::Event> full_events();
// Every kind of event with every field set to something, whatever it means.
std::vector<casework::Event> filled_events();
// One of every event, with nothing in it that can be left out.
std::vector<casework::Event> bare_events();
// What record.proto calls it, "case_filed".
std::string name_of(const casework::Event& event);

Record record_of(std::uint64_t sequence, std::vector<casework::Event> events);

// With every field set that there was in the first release.
casework::Case first_case(casework::Symbols& symbols);
Complaint first_complaint();
// With every field set.
casework::Case full_case(casework::Symbols& symbols);
Complaint full_complaint();
// The same, whose point says its datum.
Complaint measured_complaint();
// The same with what came beside the text: every field is set.
Complaint illustrated_complaint();
// One of every kind.
std::vector<casework::RegisterRow> full_register_rows();
casework::Registers::Counters full_register_counters();
casework::Receipt full_receipt();
casework::Counters full_counters();
casework::Tallies full_tallies();

}  // namespace whistle::journal
