#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/policy/rule_book.h"

namespace whistle::triage {

// The areas of a rule book by their index in it, and what lies above what.
// Immutable after construction; any thread.
class AreaTree {
 public:
  // Requires: no area lies in itself. `areas` must outlive the object.
  explicit AreaTree(const std::vector<policy::Area>& areas);

  const std::vector<policy::Area>& areas() const { return *areas_; }
  const policy::Area& area(std::uint32_t index) const { return (*areas_)[index]; }
  std::optional<std::uint32_t> parent(std::uint32_t index) const { return parents_[index]; }

  // True when `inner` is `outer` or lies below it.
  bool is_within(std::uint32_t inner, std::uint32_t outer) const;
  // The area itself and all above it, upwards.
  std::vector<std::uint32_t> chain(std::uint32_t index) const;
  // The lowest area that all of them lie in, or nothing.
  std::optional<std::uint32_t> common(const std::vector<std::uint32_t>& indexes) const;

 private:
  const std::vector<policy::Area>* areas_;
  std::vector<std::optional<std::uint32_t>> parents_;
};

}  // namespace whistle::triage
