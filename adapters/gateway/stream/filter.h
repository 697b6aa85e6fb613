#pragma once

#include <string>
#include <variant>

#include "adapters/client/watch.h"
#include "adapters/gateway/http/request.h"
#include "adapters/gateway/people/person.h"

namespace whistle::gateway::stream {

// What the query asks to see: events, areas, severities, tiers, units (each a list with commas in
// between, sorted, each word once), narrowed by what the person may see. Where it begins is not of
// it. Or what is wrong with the query, for people.
std::variant<client::Selection, std::string> selection_of(const http::Request& request,
                                                          const people::Person& person);

// The same for two who see the same: the watch they share is named by it.
std::string name_of(const client::Selection& selection, const people::Person& person);

}  // namespace whistle::gateway::stream
