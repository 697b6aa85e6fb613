#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "engine/core/ids.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"

namespace whistle::journal {

// What is on disk is not what was written.
inline Failure<Error> corrupt(std::string message) {
  return Failure{Error{Error::Kind::Corrupt, std::move(message)}};
}
inline Failure<Error> corrupt(Sequence sequence, const char* problem) {
  return corrupt(fmt::format("record {}: {}", sequence.value, problem));
}

}  // namespace whistle::journal
