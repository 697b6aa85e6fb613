#pragma once

#include <optional>
#include <string>

#include "adapters/client/options.h"

namespace whistle::cli {

// The four addresses of an engine from one: HOST, HOST:PORT or tcp://HOST:PORT, an IPv6 host in
// brackets. PORT is that of intake, 7701 when left out; work, watch and admin are the next three.
// Nothing when it is none of these.
std::optional<client::Endpoints> endpoints_from(const std::string& base);

}  // namespace whistle::cli
