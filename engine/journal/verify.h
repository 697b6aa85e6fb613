#pragma once

#include <functional>

#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/journal.h"

namespace whistle::journal {

// Walks the whole history that is kept, from its first record to the head it finds: every hash,
// every sequence, every time. `visit` is called with each record in order, as soon as it is known
// to be good. Returns the head it reached; fails with Corrupt at the first record that is not what
// was written.
Outcome<Head, Error> verify(const Journal& journal,
                            const std::function<void(const Record&)>& visit);

}  // namespace whistle::journal
