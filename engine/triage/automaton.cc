#include "engine/triage/automaton.h"

#include <hs/hs.h>

#include <cstdlib>
#include <string_view>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/content_hash.h"

namespace whistle::triage {
namespace {

constexpr unsigned int kMode = HS_MODE_BLOCK;
// Of what is on the shelf: a byte for each expression, 1 when it is without its start, then the
// database as Vectorscan writes it. Another form needs another number.
constexpr int kShelvedForm = 1;

bool asks_for_start(const Expression& expression) {
  return (expression.flags & HS_FLAG_SOM_LEFTMOST) != 0;
}

// Everything the automaton depends on. A database is for one version of the library, and for
// processors that can do what this one can.
std::string key_of(const std::vector<Expression>& expressions) {
  hs_platform_info_t platform{};
  WHISTLE_CHECK(hs_populate_platform(&platform) == HS_SUCCESS);
  std::string whole = std::string(hs_version()) + '\n';
  for (const unsigned long long number :
       {static_cast<unsigned long long>(kShelvedForm), static_cast<unsigned long long>(kMode),
        static_cast<unsigned long long>(platform.tune), platform.cpu_features, platform.reserved1,
        platform.reserved2, static_cast<unsigned long long>(sizeof(void*))}) {
    whole += std::to_string(number) + '\n';
  }
  for (const auto& [source, flags] : expressions) {
    whole += std::to_string(flags) + ' ' + std::to_string(source.size()) + ' ' + source + '\n';
  }
  return hex_of(hash_of(whole));
}

Outcome<hs_database_t*, CompileProblem> compile(const std::vector<Expression>& expressions) {
  std::vector<const char*> sources;
  std::vector<unsigned int> flags;
  std::vector<unsigned int> numbers;
  for (const Expression& expression : expressions) {
    numbers.push_back(static_cast<unsigned int>(numbers.size()));
    sources.push_back(expression.source.c_str());
    flags.push_back(expression.flags);
  }
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  const hs_error_t result = hs_compile_multi(sources.data(), flags.data(), numbers.data(),
                                             static_cast<unsigned int>(sources.size()), kMode,
                                             nullptr, &database, &error);
  if (result == HS_SUCCESS) return database;
  CompileProblem problem{std::nullopt, "the patterns do not compile"};
  if (error != nullptr) {
    problem.reason = error->message;
    if (error->expression >= 0) problem.expression = static_cast<std::size_t>(error->expression);
    hs_free_compile_error(error);
  }
  return Failure{problem};
}

std::optional<Automaton> take_down(std::string_view bytes,
                                   const std::vector<Expression>& expressions) {
  if (bytes.size() <= expressions.size()) return std::nullopt;
  Automaton automaton;
  for (std::size_t i = 0; i < expressions.size(); ++i) {
    if (bytes[i] == 0) continue;
    if (bytes[i] != 1 || !asks_for_start(expressions[i])) return std::nullopt;
    automaton.without_start.push_back(i);
  }
  bytes.remove_prefix(expressions.size());
  hs_database_t* database = nullptr;
  if (hs_deserialize_database(bytes.data(), bytes.size(), &database) != HS_SUCCESS) {
    return std::nullopt;
  }
  automaton.database.reset(database);
  return automaton;
}

void put_up(const Automaton& automaton, std::size_t expressions, const std::string& key,
            CompiledShelf& shelf) {
  char* database = nullptr;
  std::size_t size = 0;
  // Fails when there is no memory; the automaton is there all the same.
  if (hs_serialize_database(automaton.database.get(), &database, &size) != HS_SUCCESS) return;
  std::string bytes(expressions, '\0');
  for (const std::size_t number : automaton.without_start) bytes[number] = 1;
  bytes.append(database, size);
  std::free(database);  // NOLINT(cppcoreguidelines-no-malloc): the library's default allocator
  shelf.keep(key, bytes);
}

}  // namespace

void FreeDatabase::operator()(hs_database* database) const { hs_free_database(database); }

Outcome<Automaton, CompileProblem> make_automaton(std::vector<Expression> expressions,
                                                  CompiledShelf* shelf) {
  const std::string key = shelf != nullptr ? key_of(expressions) : std::string();
  if (shelf != nullptr) {
    if (const auto bytes = shelf->find(key)) {
      if (auto automaton = take_down(*bytes, expressions)) return *std::move(automaton);
    }
  }
  Automaton automaton;
  std::vector<bool> gave_up(expressions.size());
  // Each turn either succeeds, fails for good, or gives up the start of one more expression.
  while (!automaton.database) {
    const auto database = compile(expressions);
    if (database) {
      automaton.database.reset(*database);
    } else {
      const CompileProblem& problem = database.error();
      if (!problem.expression || !asks_for_start(expressions[*problem.expression])) {
        return Failure{problem};
      }
      expressions[*problem.expression].flags &= ~static_cast<unsigned int>(HS_FLAG_SOM_LEFTMOST);
      gave_up[*problem.expression] = true;
    }
  }
  for (std::size_t i = 0; i < gave_up.size(); ++i) {
    if (gave_up[i]) automaton.without_start.push_back(i);
  }
  if (shelf != nullptr) put_up(automaton, expressions.size(), key, *shelf);
  return automaton;
}

}  // namespace whistle::triage
