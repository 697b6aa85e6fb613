#pragma once

#include <string>
#include <string_view>

#include "whistle/v1/case.pb.h"

namespace whistle::replay {

// The value of a detail of a fact; empty when the fact does not say.
inline std::string detail(const v1::Fact& fact, std::string_view name) {
  for (const auto& item : fact.details()) {
    if (item.name() == name) return item.value();
  }
  return {};
}

}  // namespace whistle::replay
