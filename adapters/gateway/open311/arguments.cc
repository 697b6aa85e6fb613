#include "adapters/gateway/open311/arguments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/gateway/http/target.h"
#include "adapters/gateway/open311/characters.h"
#include "adapters/gateway/open311/multipart.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::size_t kPhotosMax = 16;
constexpr const char* kFormTypes =
    "the body must be application/x-www-form-urlencoded or multipart/form-data";

// name, name[], name[0], ...
bool is_one_of(std::string_view key, std::string_view name) {
  if (!key.starts_with(name)) return false;
  key.remove_prefix(name.size());
  if (key.empty()) return true;
  if (key.size() < 2 || !key.starts_with('[') || !key.ends_with(']')) return false;
  key = key.substr(1, key.size() - 2);
  return key.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Failures> read_parts(const http::Request& request, std::string_view content_type,
                                   Arguments& arguments) {
  const auto parts = read_multipart(content_type, request.body);
  if (!parts) return failure(400, "the multipart body is broken or has too many parts");
  for (const FormPart& part : *parts) {
    if (part.is_file) {
      // A form sends one without a picture when none was chosen.
      if (part.content.empty()) continue;
      if (arguments.photos.size() == kPhotosMax) return failure(400, "at most 16 pictures");
      arguments.photos.emplace_back(part.content);
      continue;
    }
    if (!http::is_utf8(part.name) || !http::is_utf8(part.content)) {
      return failure(400, "the arguments must be UTF-8");
    }
    if (part.content.find('\0') != std::string_view::npos) {
      return failure(400, "the arguments must not have a NUL character");
    }
    arguments.fields.add(part.name, std::string(part.content));
  }
  return std::nullopt;
}

std::optional<Failures> read_body(const http::Request& request, Arguments& arguments) {
  const std::string_view content_type = request.headers.get("content-type");
  const std::string type(in_lower_case(trimmed(content_type.substr(0, content_type.find(';')))));
  if (type == "multipart/form-data") return read_parts(request, content_type, arguments);
  if (!type.empty() && type != "application/x-www-form-urlencoded") {
    return request.body.empty() ? std::nullopt : std::optional(failure(400, kFormTypes));
  }
  auto form = http::read_form(request.body);
  if (!form) return failure(400, "the form is badly encoded: it must be percent-encoded UTF-8");
  arguments.fields = *std::move(form);
  return std::nullopt;
}

}  // namespace

std::string_view Arguments::get(std::string_view name) const {
  for (const auto& [key, value] : fields.all()) {
    if (key == name && !trimmed(value).empty()) return trimmed(value);
  }
  return {};
}

std::vector<std::string> Arguments::get_all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : fields.all()) {
    if (is_one_of(key, name) && !trimmed(value).empty()) values.emplace_back(trimmed(value));
  }
  return values;
}

std::vector<std::string> Arguments::attribute(std::string_view code) const {
  return get_all("attribute[" + std::string(code) + "]");
}

Checked<Arguments> read_arguments(const http::Request& request) {
  Arguments arguments;
  if (auto failures = read_body(request, arguments)) return *std::move(failures);
  for (const auto& [name, value] : request.query.all()) arguments.fields.add(name, value);
  return arguments;
}

}  // namespace whistle::gateway::open311
