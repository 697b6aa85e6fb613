#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/journal/record.h"
#include "engine/policy/policy.h"
#include "whistle/v1/case.pb.h"

namespace whistle::service {

// A record's facts as the wire shows them to people and programs: every event with its details in a
// fixed order, names of units and areas added from the rule book. Appends to `facts`.
void describe(const journal::Record& record, const policy::Policy& policy,
              google::protobuf::RepeatedPtrField<v1::Fact>& facts);

// The name of an event on the wire: "case_filed", "clock_ran_out", ...
std::string_view name_of(const casework::Event& event);
// The kind of event that has this name, as its index in casework::Event; nothing when none has.
std::optional<std::size_t> kind_of(std::string_view name);

}  // namespace whistle::service
