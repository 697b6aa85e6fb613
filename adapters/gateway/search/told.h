#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whistle/v1/case.pb.h"

// What a fact means to the copy: whom it is about, and what residents are told of it. Pure.
namespace whistle::gateway::search {

// Empty: the fact has no such detail.
std::string_view detail_of(const v1::Fact& fact, std::string_view name);
std::uint64_t number_of(const v1::Fact& fact, std::string_view name);

struct Told {
  std::string status;  // as CaseView.status; empty: it is what it was
  std::string note;    // for the resident; mostly none
};

// Nothing: residents are not told.
std::optional<Told> told_of(const v1::Fact& fact);

// Cases that are not the same after it. The engine is asked what they are.
std::vector<std::uint64_t> cases_of(const v1::Fact& fact);

}  // namespace whistle::gateway::search
