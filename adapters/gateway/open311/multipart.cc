#include "adapters/gateway/open311/multipart.h"

#include <algorithm>
#include <utility>

#include "adapters/gateway/open311/characters.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::size_t kBoundaryMax = 70;  // RFC 2046
constexpr std::string_view kLineEnd = "\r\n";

// The value of `name` among "; name=value" and "; name=\"value\"". A quote within quotes comes as
// %22 from browsers, as \" from others.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != std::string_view::npos;) {
    std::string_view rest = trimmed(header.substr(at + 1));
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const bool is_it = in_lower_case(trimmed(rest.substr(0, equals))) == name;
    rest = rest.substr(equals + 1);
    std::string value;
    std::size_t used = 0;
    if (rest.starts_with('"')) {
      for (used = 1; used < rest.size() && rest[used] != '"'; ++used) {
        if (rest[used] == '\\' && used + 1 < rest.size()) ++used;
        value += rest[used];
      }
    } else {
      used = std::min(rest.find(';'), rest.size());
      value = trimmed(rest.substr(0, used));
    }
    if (is_it) return value;
    const auto offset = static_cast<std::size_t>(rest.data() - header.data()) + used;
    at = offset < header.size() ? header.find(';', offset) : std::string_view::npos;
  }
  return std::nullopt;
}

std::optional<FormPart> read_part(std::string_view part) {
  std::optional<FormPart> read;
  while (true) {
    const std::size_t end = part.find(kLineEnd);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = part.substr(0, end);
    part.remove_prefix(end + kLineEnd.size());
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    if (in_lower_case(trimmed(line.substr(0, colon))) != "content-disposition") continue;
    auto name = parameter(line, "name");
    if (!name) return std::nullopt;
    read = FormPart{*std::move(name), parameter(line, "filename").has_value(), {}};
  }
  if (read) read->content = part;
  return read;
}

}  // namespace

std::optional<std::vector<FormPart>> read_multipart(std::string_view content_type,
                                                    std::string_view body, std::size_t parts_max) {
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryMax) return std::nullopt;
  const std::string mark = "\r\n--" + *boundary;
  // The first boundary may stand at the very beginning.
  if (body.starts_with(std::string_view(mark).substr(kLineEnd.size()))) {
    body.remove_prefix(mark.size() - kLineEnd.size());
  } else {
    const std::size_t first = body.find(mark);
    if (first == std::string_view::npos) return std::nullopt;
    body.remove_prefix(first + mark.size());
  }
  std::vector<FormPart> parts;
  while (!body.starts_with("--")) {
    // Blanks may follow a boundary.
    const std::size_t line = body.find(kLineEnd);
    if (line == std::string_view::npos || !trimmed(body.substr(0, line)).empty()) {
      return std::nullopt;
    }
    const std::size_t end = body.find(mark, line + kLineEnd.size());
    if (end == std::string_view::npos || parts.size() == parts_max) return std::nullopt;
    auto part = read_part(body.substr(line + kLineEnd.size(), end - line - kLineEnd.size()));
    if (!part) return std::nullopt;
    parts.push_back(*std::move(part));
    body.remove_prefix(end + mark.size());
  }
  return parts;
}

}  // namespace whistle::gateway::open311
