#include <google/protobuf/message.h>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "adapters/gateway/api/fill.h"
#include "adapters/gateway/api/operations.h"
#include "adapters/gateway/http/form.h"
#include "adapters/gateway/http/target.h"
#include "adapters/gateway/open311/arguments.h"
#include "tests/fuzz/targets.h"

// What comes over HTTP. Whatever is read is written again, and must be read as the same.
namespace whistle::fuzz {
namespace {

using namespace gateway;  // NOLINT(google-build-using-namespace): every reader is named below

// Each byte, save for those of `kept`.
std::string encoded(std::string_view text, std::string_view kept = {}) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char letter : text) {
    if (kept.find(letter) != std::string_view::npos) {
      out += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

std::string form_text(const http::Fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields.all()) {
    if (!text.empty()) text += '&';
    text += encoded(name) + '=' + encoded(value);
  }
  return text;
}

bool has(std::string_view text, std::string_view letters) {
  return text.find_first_of(letters) != std::string_view::npos;
}

constexpr std::string_view kLineEnds("\r\n\0", 3);

void expect_sound(const http::Fields& fields) {
  WHISTLE_FUZZ_EXPECT(fields.all().size() <= http::kFieldsMax);
  for (const auto& [name, value] : fields.all()) {
    WHISTLE_FUZZ_EXPECT(http::is_utf8(name) && http::is_utf8(value));
    WHISTLE_FUZZ_EXPECT(!has(name, kLineEnds) && value.find('\0') == std::string::npos);
  }
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

std::string boundary_for(const std::vector<http::Part>& parts) {
  for (int i = 0;; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    const auto has_it = [&](const http::Part& part) {
      return part.body.find("\r\n--" + boundary) != std::string::npos;
    };
    if (std::ranges::none_of(parts, has_it)) return boundary;
  }
}

std::string header_text(const http::Part& part) {
  std::string text = "Content-Disposition: form-data; name=" + quoted(part.name);
  if (!part.file_name.empty()) text += "; filename=" + quoted(part.file_name);
  return text + "\r\nContent-Type: " + part.content_type;
}

bool is_same(const http::Part& left, const http::Part& right) {
  return left.name == right.name && left.file_name == right.file_name &&
         left.content_type == right.content_type && left.body == right.body;
}

void expect_read_again(const std::vector<http::Part>& parts) {
  const std::string boundary = boundary_for(parts);
  std::string text;
  for (const http::Part& part : parts) {
    const std::string header = header_text(part);
    // What had to be escaped may have made it longer than a header may be.
    if (header.size() > http::MultipartLimits().header_bytes) return;
    text += "--" + boundary + "\r\n" + header + "\r\n\r\n" + part.body + "\r\n";
  }
  text += "--" + boundary + "--";
  const auto again = http::read_multipart("multipart/form-data; boundary=" + boundary, text);
  WHISTLE_FUZZ_EXPECT(again.has_value());
  WHISTLE_FUZZ_EXPECT(std::ranges::equal(*again, parts, is_same));
}

http::Request posted(std::string_view type, std::string_view body) {
  http::Request request;
  request.method = http::Method::Post;
  request.path = "/open311/v2/requests.json";
  if (!type.empty()) request.headers.add("content-type", std::string(type));
  request.body = body;
  return request;
}

std::vector<const google::protobuf::Descriptor*> requests() {
  std::vector<const google::protobuf::Descriptor*> all;
  for (const api::Operation& each : api::operations()) {
    if (each.request != nullptr) all.push_back(each.request);
  }
  return all;
}

std::unique_ptr<google::protobuf::Message> request_of(unsigned kind) {
  static const auto all = requests();
  auto* factory = google::protobuf::MessageFactory::generated_factory();
  const auto* prototype = factory->GetPrototype(all.at(kind % all.size()));
  return std::unique_ptr<google::protobuf::Message>(prototype->New());
}

}  // namespace

void try_http_target(std::string_view bytes) {
  const auto target = http::read_target(bytes);
  if (!target) return;
  const std::string& path = target->path;
  WHISTLE_FUZZ_EXPECT(path.starts_with('/') && http::is_utf8(path));
  WHISTLE_FUZZ_EXPECT(!has(path, "\\") && !has(path, kLineEnds));
  for (const char* climbing : {"/../", "/./"}) {
    WHISTLE_FUZZ_EXPECT((path + '/').find(climbing) == std::string::npos);
  }
  WHISTLE_FUZZ_EXPECT(std::ranges::count(path, '/') <= std::ranges::count(bytes, '/'));
  expect_sound(target->query);
  const auto again = http::read_target(encoded(path, "/") + '?' + form_text(target->query));
  WHISTLE_FUZZ_EXPECT(again && again->path == path && again->query.all() == target->query.all());
}

void try_http_form(std::string_view bytes) {
  const auto fields = http::read_form(bytes);
  if (!fields) return;
  expect_sound(*fields);
  const auto again = http::read_form(form_text(*fields));
  WHISTLE_FUZZ_EXPECT(again && again->all() == fields->all());
}

void try_multipart(std::string_view bytes) {
  Cutter cutter(bytes);
  const std::string_view type = cutter.piece();
  const std::string_view body = cutter.rest();
  const auto parts = http::read_multipart(type, body);
  if (parts) {
    WHISTLE_FUZZ_EXPECT(parts->size() <= http::MultipartLimits().parts);
    std::size_t total = 0;
    for (const http::Part& part : *parts) {
      WHISTLE_FUZZ_EXPECT(body.find(part.body) != std::string_view::npos);
      WHISTLE_FUZZ_EXPECT(http::is_utf8(part.name) && http::is_utf8(part.file_name));
      total += part.body.size() + part.name.size() + part.file_name.size();
    }
    WHISTLE_FUZZ_EXPECT(total <= body.size());
    expect_read_again(*parts);
  }
  const auto form = http::form_of(posted(type, body));
  if (const auto* refusal = std::get_if<http::Response>(&form)) {
    WHISTLE_FUZZ_EXPECT(refusal->status == 400 || refusal->status == 415);
  }
}

void try_arguments(std::string_view bytes) {
  Cutter cutter(bytes);
  const std::string_view type = cutter.piece();
  const auto query = http::read_form(cutter.piece());
  http::Request request = posted(type, cutter.rest());
  if (query) request.query = *query;
  const auto read = open311::read_arguments(request);
  if (const auto* failures = std::get_if<open311::Failures>(&read)) {
    WHISTLE_FUZZ_EXPECT(!failures->empty());
    for (const open311::Failure& each : *failures) {
      WHISTLE_FUZZ_EXPECT(each.code == 400 && !each.description.empty());
    }
    return;
  }
  const auto& arguments = std::get<open311::Arguments>(read);
  constexpr std::size_t kPhotosMax = 16;
  WHISTLE_FUZZ_EXPECT(arguments.photos.size() <= kPhotosMax);
  for (const std::string& photo : arguments.photos) {
    WHISTLE_FUZZ_EXPECT(!photo.empty() && request.body.find(photo) != std::string::npos);
  }
  const auto& asked = request.query.all();
  const auto& all = arguments.fields.all();
  WHISTLE_FUZZ_EXPECT(all.size() >= asked.size());
  WHISTLE_FUZZ_EXPECT(std::equal(asked.rbegin(), asked.rend(), all.rbegin()));
  for (const auto& [name, value] : all) {
    WHISTLE_FUZZ_EXPECT(http::is_utf8(value) && value.find('\0') == std::string::npos);
    const std::string_view first = arguments.get(name);
    WHISTLE_FUZZ_EXPECT(!first.starts_with(' ') && !first.ends_with(' '));
    const auto each = arguments.get_all(name);
    WHISTLE_FUZZ_EXPECT(first.empty() || std::ranges::find(each, first) != each.end());
    arguments.attribute(name);
  }
}

void try_json(std::string_view bytes) {
  Cutter cutter(bytes);
  const unsigned kind = cutter.byte();
  // As the API does it before it reads anything.
  if (!http::is_utf8(cutter.rest())) return;
  const auto message = request_of(kind);
  if (api::read_json(std::string(cutter.rest()), *message)) return;
  const auto again = request_of(kind);
  WHISTLE_FUZZ_EXPECT(!api::read_json(api::write_json(*message), *again));
  WHISTLE_FUZZ_EXPECT(again->SerializeAsString() == message->SerializeAsString());
}

void try_query(std::string_view bytes) {
  Cutter cutter(bytes);
  const unsigned kind = cutter.byte();
  const auto fields = http::read_form(cutter.rest());
  if (!fields) return;
  const auto message = request_of(kind);
  const auto wrong = api::fill(*message, *fields);
  WHISTLE_FUZZ_EXPECT(!wrong || !wrong->empty());
  if (wrong) return;
  const auto again = request_of(kind);
  WHISTLE_FUZZ_EXPECT(again->ParseFromString(message->SerializeAsString()));
}

}  // namespace whistle::fuzz
