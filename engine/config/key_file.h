#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/problems.h"
#include "engine/core/outcome.h"

namespace whistle::config {

// True for a key as text: 40 characters of Z85 (https://rfc.zeromq.org/spec/32) that stand for 32
// bytes.
bool is_key(std::string_view text);

// The secret key in a file that `whistle keygen` wrote. Fails when others than its owner may read
// it.
Outcome<std::string, std::vector<Problem>> load_secret_key(const std::filesystem::path& file);

}  // namespace whistle::config
