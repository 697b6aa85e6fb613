#pragma once

#include "engine/core/outcome.h"
#include "engine/journal/journal.h"
#include "engine/service/scope.h"

// What a request is about, read from its body and, for a case, from disk.
namespace whistle::service {

// The permission that a request needs and what it is about, or what is wrong with its body: the
// same problem its handler would tell. An unknown verb is UNIMPLEMENTED, a case that is not on disk
// UNKNOWN_CASE unless it is one of a list. Thread: the service thread.
Outcome<const Permission*, Problem> permission_of(const Request& request);
// Requires: permission_of(request) gave this permission.
// `with_sources`: those of the complaints of a case, which cost a read each.
Outcome<Matter, Problem> matter_of(const Request& request, const Permission& permission,
                                   bool with_sources, const journal::Journal& journal);

}  // namespace whistle::service
