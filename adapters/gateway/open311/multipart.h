#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::gateway::open311 {

struct FormPart {
  std::string name;
  bool is_file{};  // it has a file name, which is not kept
  std::string_view content;
};

// The parts of multipart/form-data (RFC 7578); `content` points into `body`. Nothing: no boundary,
// no end, a part without a name, or more than `parts_max`.
inline constexpr std::size_t kPartsMax = 256;
std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                    std::string_view body,
                                                    std::size_t parts_max = kPartsMax);

}  // namespace whistle::gateway::open311
