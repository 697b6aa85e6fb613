#include "adapters/gateway/api/pictures.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "adapters/gateway/api/elsewhere.h"

namespace whistle::gateway::api {
namespace {

namespace fs = std::filesystem;
using Text = client::Result<std::string>;

client::Problem not_configured() {
  return {.code = client::kUnimplemented,
          .reason = "NOT_CONFIGURED",
          .message = "this gateway keeps no pictures: [folders] attachments"};
}

client::Problem on_disk(const std::string& what) {
  return {.code = client::kUnavailable, .reason = "DISK", .message = what, .retry_after_ms = 1000};
}

std::string digest_of(const std::string& bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the call wants it.
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digest;
  for (const unsigned char byte : hash) {
    digest += kDigits[byte >> 4U];
    digest += kDigits[byte & 15U];
  }
  return digest;
}

bool is_digest(std::string_view text) {
  return text.size() == 2 * crypto_hash_sha256_BYTES && std::ranges::all_of(text, [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
         });
}

bool sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

bool write_and_sync(const fs::path& file, const std::string& bytes) {
  constexpr int kMode = 0640;
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
  if (descriptor < 0) return false;
  std::size_t written = 0;
  while (written < bytes.size()) {
    const auto more = ::write(descriptor, bytes.data() + written, bytes.size() - written);
    if (more <= 0) break;
    written += static_cast<std::size_t>(more);
  }
  const bool done = written == bytes.size() && ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

}  // namespace

std::string_view Pictures::type_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff")) return "image/jpeg";
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
  constexpr std::size_t kWebpAt = 8;
  if (bytes.starts_with("RIFF") && bytes.size() > kWebpAt &&
      bytes.substr(kWebpAt).starts_with("WEBP")) {
    return "image/webp";
  }
  return {};
}

fs::path Pictures::path_of(const std::string& digest) const {
  return folder_ / digest.substr(0, 2) / digest;
}

Text Pictures::write(const std::string& bytes) const {
  const std::string digest = digest_of(bytes);
  const fs::path path = path_of(digest);
  std::error_code error;
  if (fs::exists(path, error)) return digest;
  fs::create_directories(path.parent_path(), error);
  if (error) return on_disk("the folder of the pictures cannot be made");
  // Only whole files have the name of their digest; one thread writes.
  const fs::path unfinished = path.string() + ".part";
  if (!write_and_sync(unfinished, bytes)) {
    fs::remove(unfinished, error);
    return on_disk("the picture cannot be written");
  }
  fs::rename(unfinished, path, error);
  if (error || !sync_folder(path.parent_path()) || !sync_folder(folder_)) {
    return on_disk("the picture cannot be kept");
  }
  return digest;
}

Text Pictures::read(const std::string& digest) const {
  std::ifstream stream(path_of(digest), std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (bytes.empty()) {
    return client::Problem{.code = client::kNotFound,
                           .reason = "UNKNOWN_PICTURE",
                           .message = "there is no picture of this digest"};
  }
  return bytes;
}

boost::asio::awaitable<Text> Pictures::keep(std::string bytes) {
  if (folder_.empty()) co_return not_configured();
  if (bytes.size() > kBytesMax) {
    co_return client::Problem{.code = client::kInvalidArgument,
                              .reason = "BODY_TOO_LARGE",
                              .message = "a picture has at most 8 MiB"};
  }
  if (type_of(bytes).empty()) {
    co_return client::Problem{.code = client::kInvalidArgument,
                              .reason = "NO_PICTURE",
                              .message = "these bytes are neither JPEG, PNG nor WebP"};
  }
  auto writing = [this, kept = std::make_shared<const std::string>(std::move(bytes))] {
    return write(*kept);
  };
  co_return co_await elsewhere(pool_, std::move(writing));
}

boost::asio::awaitable<Text> Pictures::find(std::string digest) {
  if (folder_.empty()) co_return not_configured();
  if (!is_digest(digest)) {
    co_return client::Problem{.code = client::kNotFound,
                              .reason = "UNKNOWN_PICTURE",
                              .message = "a digest has 64 hexadecimal digits"};
  }
  auto reading = [this, digest] { return read(digest); };
  co_return co_await elsewhere(pool_, std::move(reading));
}

}  // namespace whistle::gateway::api
