#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/gateway/open311/arguments.h"
#include "adapters/gateway/open311/failure.h"
#include "adapters/gateway/search/index.h"

namespace whistle::gateway::open311 {

// The bounds of the standard: 90 days or the first 1000, whichever is less.
inline constexpr std::int64_t kSpanMs = std::int64_t{90} * 24 * 60 * 60 * 1000;
inline constexpr std::uint32_t kRequestsMax = 1000;

// What GET requests asks for. A list of ids overrides every other argument.
struct Listing {
  std::vector<std::uint64_t> ids;  // in the order given
  search::ComplaintWish wish;
  bool nothing{};  // no request can fit
  bool extended{};
};
Checked<Listing> read_listing(const Arguments& arguments, std::int64_t now_ms);

// What GET servicerequestupdates asks for. Without a page all of the span come, page by page.
struct UpdateListing {
  search::UpdateWish wish;
  bool one_page{};
  bool nothing{};
};
Checked<UpdateListing> read_update_listing(const Arguments& arguments, std::int64_t now_ms);

// The number of a request; nothing: it cannot be one.
std::optional<std::uint64_t> read_id(std::string_view text);

}  // namespace whistle::gateway::open311
