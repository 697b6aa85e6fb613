#pragma once

#include <optional>
#include <string>

#include "adapters/gateway/open311/arguments.h"
#include "adapters/gateway/open311/catalogue.h"
#include "adapters/gateway/open311/failure.h"
#include "adapters/gateway/open311/ports.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::gateway::open311 {

// What a resident reports, as the engine takes it: without source, external id and pictures. All
// that is wrong is told at once. Email and telephone only make the pseudonym; they are not in it.
Checked<v1::Complaint> read_report(const Arguments& arguments, const v1::CategoryView& service,
                                   const Services& services, const Pseudonyms& pseudonyms);

// The pseudonym of who sends it, by the strongest identity there is; empty: they did not say.
std::string requester_of(const Arguments& arguments, const Pseudonyms& pseudonyms);

// First and last name, in the order in which their script puts them.
std::string name_of(const Arguments& arguments);

inline constexpr std::size_t kDescriptionCharactersMax = 4000;
inline constexpr std::size_t kMediaMax = 16;

}  // namespace whistle::gateway::open311
