#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/client/result.h"

namespace whistle::gateway::api {

// Pictures by their SHA-256, in a folder. What is the same is kept once.
class Pictures {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{8} << 20;

  // An empty folder: none are kept (UNIMPLEMENTED / NOT_CONFIGURED).
  explicit Pictures(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~Pictures() { pool_.join(); }
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  // The type that the bytes themselves show: image/jpeg, image/png or image/webp; else empty.
  static std::string_view type_of(std::string_view bytes);

  // Its digest, once it is on disk. INVALID_ARGUMENT / NO_PICTURE, BODY_TOO_LARGE;
  // UNAVAILABLE / DISK.
  boost::asio::awaitable<client::Result<std::string>> keep(std::string bytes);
  // NOT_FOUND / UNKNOWN_PICTURE.
  boost::asio::awaitable<client::Result<std::string>> find(std::string digest);

 private:
  std::filesystem::path path_of(const std::string& digest) const;
  client::Result<std::string> write(const std::string& bytes) const;
  client::Result<std::string> read(const std::string& digest) const;

  std::filesystem::path folder_;
  boost::asio::thread_pool pool_{1};
};

}  // namespace whistle::gateway::api
