#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/outcome.h"
#include "engine/triage/compiled_shelf.h"

struct hs_database;

namespace whistle::triage {

// A pattern in Vectorscan's language, and how it is to be read (HS_FLAG_...).
struct Expression {
  std::string source;
  unsigned int flags{};
};

struct FreeDatabase {
  void operator()(hs_database* database) const;
};

// Expressions compiled into one; expression i is reported as number i.
struct Automaton {
  std::unique_ptr<hs_database, FreeDatabase> database;
  // Those that asked for the start of their matches and are too large to follow it, ascending.
  std::vector<std::size_t> without_start;
};

struct CompileProblem {
  std::optional<std::size_t> expression;  // the one that is to blame, if it is one
  std::string reason;
};

// Takes the automaton from the shelf, or compiles it and keeps it there; `shelf` may be none. The
// same automaton either way. Requires: there are expressions.
Outcome<Automaton, CompileProblem> make_automaton(std::vector<Expression> expressions,
                                                  CompiledShelf* shelf);

}  // namespace whistle::triage
