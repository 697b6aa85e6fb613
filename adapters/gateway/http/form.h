#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/gateway/http/request.h"
#include "adapters/gateway/http/response.h"

namespace whistle::gateway::http {

// One part of multipart/form-data (RFC 7578).
struct Part {
  std::string name;
  std::string file_name;     // as the client called it: never a path here; empty: a plain field
  std::string content_type;  // in lower case, without parameters; text/plain when none was given
  std::string body;
};

struct MultipartLimits {
  std::size_t parts{64};
  std::size_t header_bytes{2048};  // of each part
};

// `content_type` is the header's value, which names the boundary. Nothing: no multipart body, one
// that does not end, or one beyond the limits.
std::optional<std::vector<Part>> read_multipart(std::string_view content_type,
                                                std::string_view body, MultipartLimits limits = {});

// The type without its parameters, in lower case.
std::string media_type_of(std::string_view content_type);

// The fields of a posted form, of either kind. Files are among them only in `read_multipart`.
// Otherwise what to answer: 415, or 400 BAD_FORM.
std::variant<Fields, Response> form_of(const Request& request);

}  // namespace whistle::gateway::http
