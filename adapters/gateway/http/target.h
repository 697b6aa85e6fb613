#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/gateway/http/request.h"

namespace whistle::gateway::http {

// What stands behind the method, decoded.
struct Target {
  std::string path;
  Fields query;
};

// Nothing: no path that could name anything here, because it does not start with '/', is badly
// encoded, is no UTF-8, has control characters, a '\' or an encoded '/', or a segment "." or "..".
// A '+' in the query is a space, as forms write it.
std::optional<Target> read_target(std::string_view target);

// application/x-www-form-urlencoded, which is also what a query is. Nothing: badly encoded, no
// UTF-8, with a control character other than a tab or the end of a line, or more than
// `fields_max` fields. A field without '=' has an empty value.
inline constexpr std::size_t kFieldsMax = 256;
std::optional<Fields> read_form(std::string_view text, std::size_t fields_max = kFieldsMax);

bool is_utf8(std::string_view text);

}  // namespace whistle::gateway::http
