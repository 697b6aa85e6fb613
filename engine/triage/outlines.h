#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/outcome.h"
#include "engine/policy/rule_book.h"

namespace whistle::triage {

// The outlines of the areas on the map, in an R-tree. Immutable after construction; any thread.
class Outlines {
 public:
  // `datum` is that of the outlines. Fails with the area whose outline is no WKT polygon with an
  // inside.
  static Outcome<Outlines, std::string> make(const std::vector<policy::Area>& areas, Datum datum);
  Outlines(Outlines&&) noexcept;
  Outlines& operator=(Outlines&&) noexcept;
  ~Outlines();

  // Index of the area with the smallest outline around the point, whatever its datum, or nothing.
  // The border belongs to the outline.
  std::optional<std::uint32_t> around(Point point) const;

 private:
  struct Map;
  explicit Outlines(std::unique_ptr<const Map> map);
  std::unique_ptr<const Map> map_;
};

}  // namespace whistle::triage
