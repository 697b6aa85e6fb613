#include "adapters/gateway/open311/arguments.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/gateway/http/form.h"
#include "adapters/gateway/http/target.h"
#include "adapters/gateway/open311/characters.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::size_t kPhotosMax = 16;

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
  auto parts = http::read_multipart(content_type, request.body, {.parts = http::kFieldsMax});
  if (!parts) return failure(400, "the multipart body is broken or has too many parts");
  for (http::Part& part : *parts) {
    if (!part.file_name.empty() || part.content_type.starts_with("image/")) {
      // A form sends one without a picture when none was chosen.
      if (part.body.empty()) continue;
      if (arguments.photos.size() == kPhotosMax) return failure(400, "at most 16 pictures");
      arguments.photos.push_back(std::move(part.body));
      continue;
    }
    const auto is_text = [](const std::string& text) {
      return http::is_utf8(text) && text.find('\0') == std::string::npos;
    };
    if (!is_text(part.name) || !is_text(part.body)) {
      return failure(400, "the arguments must be UTF-8 without NUL");
    }
    arguments.fields.add(std::move(part.name), std::move(part.body));
  }
  return std::nullopt;
}

std::optional<Failures> read_body(const http::Request& request, Arguments& arguments) {
  const std::string_view content_type = request.headers.get("content-type");
  const std::string type = http::media_type_of(content_type);
  if (type == "multipart/form-data") return read_parts(request, content_type, arguments);
  const bool is_form = type.empty() || type == "application/x-www-form-urlencoded";
  if (!is_form && request.body.empty()) return std::nullopt;
  if (!is_form) {
    return failure(400,
                   "the body must be application/x-www-form-urlencoded or multipart/form-data");
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
