#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/gateway/http/request.h"
#include "adapters/gateway/open311/failure.h"

namespace whistle::gateway::open311 {

// What came with a request, wherever it stood: those of the body before those of the query. An
// empty argument counts as none, as the standard says.
struct Arguments {
  http::Fields fields;
  std::vector<std::string> photos;  // parts that are files

  // The first that is not empty, without blanks at its ends; empty: none.
  std::string_view get(std::string_view name) const;
  // Of name, name[] and name[0]..., in their order, without empty ones.
  std::vector<std::string> get_all(std::string_view name) const;
  // attribute[CODE]=v, and of lists attribute[CODE][]=v or attribute[CODE][0]=v.
  std::vector<std::string> attribute(std::string_view code) const;
};

// application/x-www-form-urlencoded or multipart/form-data; no Content-Type counts as the first.
Checked<Arguments> read_arguments(const http::Request& request);

}  // namespace whistle::gateway::open311
