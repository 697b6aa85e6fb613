#include "adapters/gateway/http/form.h"

#include <algorithm>
#include <utility>

#include "adapters/gateway/http/target.h"

namespace whistle::gateway::http {
namespace {

constexpr std::size_t kBoundaryBytesMax = 70;  // RFC 2046
constexpr std::string_view kLineEnd = "\r\n";

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  return lowered;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Up to `end`, which is taken as well; nothing when it does not come.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
  const std::size_t found = text.find(end);
  if (found == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, found);
  text.remove_prefix(found + end.size());
  return taken;
}

// A parameter's value, with or without quotes; a '\' in quotes takes the next as it is.
std::string take_value(std::string_view& text) {
  std::string value;
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find(';'), text.size());
    value = trimmed(text.substr(0, end));
    text.remove_prefix(end);
    return value;
  }
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    // Browsers write quotes as %22, and some a path of Windows with its '\' unescaped.
    if (text.front() == '\\' && text.size() > 1 && (text[1] == '"' || text[1] == '\\')) {
      text.remove_prefix(1);
    }
    value += text.front();
    text.remove_prefix(1);
  }
  if (!text.empty()) text.remove_prefix(1);
  return value;
}

std::optional<std::string> parameter_of(std::string_view header, std::string_view name) {
  std::size_t semicolon = header.find(';');
  if (semicolon == std::string_view::npos) return std::nullopt;
  header.remove_prefix(semicolon);
  while (header.starts_with(';')) {
    header.remove_prefix(1);
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string key = lower(trimmed(header.substr(0, equals)));
    header.remove_prefix(equals + 1);
    header = trimmed(header);
    std::string value = take_value(header);
    if (key == name) return value;
    header = trimmed(header);
  }
  return std::nullopt;
}

bool read_part_header(std::string_view header, Part& part) {
  bool is_named = false;
  part.content_type = "text/plain";
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(kLineEnd), header.size());
    const std::string_view line = header.substr(0, end);
    header.remove_prefix(std::min(end + kLineEnd.size(), header.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string name = lower(line.substr(0, colon));
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (name == "content-type") part.content_type = media_type_of(value);
    if (name != "content-disposition") continue;
    if (media_type_of(value) != "form-data") return false;
    const auto field = parameter_of(value, "name");
    if (!field) return false;
    part.name = *field;
    part.file_name = parameter_of(value, "filename").value_or("");
    is_named = true;
  }
  return is_named && is_utf8(part.name) && is_utf8(part.file_name);
}

Response bad_form(const std::string& what) { return problem(400, "BAD_FORM", what); }

}  // namespace

std::string media_type_of(std::string_view content_type) {
  return lower(trimmed(content_type.substr(0, content_type.find(';'))));
}

std::optional<std::vector<Part>> read_multipart(std::string_view content_type,
                                                std::string_view body, MultipartLimits limits) {
  if (media_type_of(content_type) != "multipart/form-data") return std::nullopt;
  const auto boundary = parameter_of(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kBoundaryBytesMax) return std::nullopt;
  const std::string first = "--" + *boundary;
  const std::string delimiter = "\r\n" + first;
  // A preamble may stand before the first boundary.
  if (body.starts_with(first)) {
    body.remove_prefix(first.size());
  } else if (!take_until(body, delimiter)) {
    return std::nullopt;
  }
  std::vector<Part> parts;
  while (!body.starts_with("--")) {
    if (parts.size() == limits.parts) return std::nullopt;
    const auto padding = take_until(body, kLineEnd);
    if (!padding || !trimmed(*padding).empty()) return std::nullopt;
    const auto header = take_until(body, "\r\n\r\n");
    if (!header || header->size() > limits.header_bytes) return std::nullopt;
    Part part;
    if (!read_part_header(*header, part)) return std::nullopt;
    const auto content = take_until(body, delimiter);
    if (!content) return std::nullopt;
    part.body = *content;
    parts.push_back(std::move(part));
  }
  return parts;
}

std::variant<Fields, Response> form_of(const Request& request) {
  const std::string_view type = request.headers.get("content-type");
  const std::string media = media_type_of(type);
  if (media == "application/x-www-form-urlencoded") {
    auto fields = read_form(request.body);
    if (!fields) return bad_form("this is no form: badly encoded, no UTF-8, or too many fields");
    return *std::move(fields);
  }
  if (media != "multipart/form-data") {
    return problem(415, "MEDIA_TYPE",
                   "send application/x-www-form-urlencoded or multipart/form-data");
  }
  auto parts = read_multipart(type, request.body);
  if (!parts) return bad_form("this is no multipart/form-data, or it does not end");
  Fields fields;
  for (Part& part : *parts) {
    if (!part.file_name.empty()) continue;
    if (!is_utf8(part.body)) return bad_form("field " + part.name + " is no UTF-8");
    fields.add(std::move(part.name), std::move(part.body));
  }
  return fields;
}

}  // namespace whistle::gateway::http
