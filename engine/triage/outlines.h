#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::triage {

// The outlines of the areas on the map. Immutable after construction; any thread.
class Outlines {
 public:
  // Fails with the area whose outline is no WKT polygon with an inside.
  static Outcome<Outlines, std::string> make(const std::vector<policy::Area>& areas);
  Outlines(Outlines&&) noexcept;
  Outlines& operator=(Outlines&&) noexcept;
  ~Outlines();

  // Index of the area with the smallest outline around the point, or nothing. The border belongs to
  // the outline.
  std::optional<std::uint32_t> around(Point point) const;

 private:
  struct Outline;
  Outlines();
  std::vector<Outline> outlines_;  // smallest first
};

}  // namespace whistle::triage
