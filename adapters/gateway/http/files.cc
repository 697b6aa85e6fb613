#include "adapters/gateway/http/files.h"

#include <openssl/sha.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <boost/asio/awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace whistle::gateway::http {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".geojson", "application/geo+json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

std::string_view type_of(const fs::path& file) {
  const std::string extension = file.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (extension == known) return type;
  }
  return "application/octet-stream";
}

// Vite puts eight letters of a hash before the extension: index-DiwrgTda.js.
bool is_hashed_name(const fs::path& file) {
  constexpr std::size_t kHash = 8;
  const std::string stem = file.stem().string();
  if (stem.size() <= kHash + 1) return false;
  if (stem[stem.size() - kHash - 1] != '-') return false;
  const auto is_letter = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  };
  return std::all_of(stem.end() - kHash, stem.end(), is_letter) &&
         file.parent_path().filename() == "assets";
}

std::string hash_of(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the call wants it.
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\"";
  for (std::size_t i = 0; i < 16; ++i) {
    text += kDigits[digest.at(i) >> 4U];
    text += kDigits[digest.at(i) & 15U];
  }
  return text + "\"";
}

std::string packed(const std::string& bytes) {
  constexpr int kGzip = 15 + 16;
  constexpr int kMemory = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return {};
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  // NOLINTBEGIN(cppcoreguidelines-pro-type-reinterpret-cast, cppcoreguidelines-pro-type-const-cast)
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  // NOLINTEND(cppcoreguidelines-pro-type-reinterpret-cast, cppcoreguidelines-pro-type-const-cast)
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return done && out.size() < bytes.size() ? out : std::string();
}

bool takes_gzip(const Request& request) {
  const std::string_view takes = request.headers.get("accept-encoding");
  return takes.find("gzip") != std::string_view::npos &&
         takes.find("gzip;q=0") == std::string_view::npos;
}

bool knows(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" ||
         (!if_none_match.empty() && if_none_match.find(tag) != std::string_view::npos);
}

bool is_for_machines(std::string_view path) {
  const std::string_view first = path.substr(0, path.find('/'));
  return first == "api" || first == "open311";
}

}  // namespace

std::optional<std::string> Files::load(const std::string& folder) {
  std::error_code error;
  if (!fs::is_regular_file(fs::path(folder) / "index.html", error)) {
    return folder + ": has no index.html";
  }
  std::size_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file() || entry.is_symlink()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    File file;
    file.body.assign(std::istreambuf_iterator<char>(stream), {});
    if (!stream) return entry.path().string() + ": cannot be read";
    bytes += file.body.size();
    if (bytes > kBytesMax) return folder + ": more than 64 MiB are no console";
    const fs::path name = fs::relative(entry.path(), folder);
    file.type = type_of(name);
    file.tag = hash_of(file.body);
    file.is_hashed = is_hashed_name(name);
    const bool is_text = !file.type.starts_with("image/") || file.type.ends_with("xml");
    if (is_text && !file.type.starts_with("font/")) file.packed = packed(file.body);
    files_.emplace(name.generic_string(), std::move(file));
  }
  if (error) return folder + ": " + error.message();
  return std::nullopt;
}

Response Files::answer(std::string_view path, const Request& request) const {
  auto found = files_.find(path);
  if (found == files_.end() && !is_for_machines(path) && path.find('.') == std::string_view::npos) {
    found = files_.find("index.html");
  }
  if (found == files_.end()) return problem(404, "NO_SUCH_PATH", "there is nothing at this path");
  const File& file = found->second;
  Response response;
  response.content_type = file.type;
  response.headers.emplace_back("ETag", file.tag);
  response.headers.emplace_back(
      "Cache-Control", file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (knows(request.headers.get("if-none-match"), file.tag)) {
    response.status = 304;
    return response;
  }
  const bool is_packed = !file.packed.empty() && takes_gzip(request);
  if (is_packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = is_packed ? file.packed : file.body;
  return response;
}

void Files::add_to(Router& router) const {
  router.add(
      {Method::Get, "/{path...}", [this](Request request) -> boost::asio::awaitable<Response> {
         co_return answer(request.captures.get("path"), request);
       }});
}

}  // namespace whistle::gateway::http
