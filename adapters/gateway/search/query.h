#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/gateway/search/index.h"
#include "adapters/gateway/search/sqlite.h"

// Wishes as SQL. What users type is only ever a bound value.
namespace whistle::gateway::search {

// One thing that is asked for. `sql` has a question mark for each of `values`.
struct Condition {
  std::string sql;  // of a row of the table
  std::vector<Value> values;
  std::string index{};  // that finds the rows of it; empty: none
  std::string wide{};   // the same, said for many rows without an index; empty: as sql
};

struct Query {
  std::string table;  // cases, complaints
  std::string id;     // its key
  std::vector<Condition> conditions;
  Condition between{};  // the time; every index goes on with it. Empty sql: none
  std::string order;
  std::string order_index;
  std::uint32_t page{}, page_size{};
};

// A problem when the wish is beyond its bounds.
std::optional<client::Problem> check(const Wish& wish);
std::optional<client::Problem> check(const ComplaintWish& wish);
std::optional<client::Problem> check(const UpdateWish& wish);

Query query_of(const Wish& wish);
Query query_of(const ComplaintWish& wish);
Query query_of(const UpdateWish& wish);

// "?,?,?"
std::string marks(std::size_t count);

}  // namespace whistle::gateway::search
