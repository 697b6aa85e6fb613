#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/config/problems.h"

namespace whistle::config {

// The folders a rule book is made of: the pack is laid over the base.
enum class Layer : std::uint8_t { Base, Pack };

inline constexpr std::uintmax_t kFileBytesMax = 67'108'864;

// The bytes of a file, or the problem why there are none.
std::optional<std::string> read_file(const std::filesystem::path& path, Problems& problems);

// Reads files of both folders and remembers which took part.
class RuleFiles {
 public:
  // An empty `pack` means the base alone.
  RuleFiles(std::filesystem::path base, std::filesystem::path pack);

  // False, with a problem, when a folder does not exist.
  bool has_folders(Problems& problems) const;
  bool has(Layer layer) const { return !folder(layer).empty(); }
  bool has(Layer layer, std::string_view name) const;
  // The path as problems show it.
  std::string path(Layer layer, std::string_view name) const;
  const std::filesystem::path& folder(Layer layer) const;

  // The file's bytes, or nothing and a problem. The view holds as long as this object.
  std::optional<std::string_view> read(Layer layer, std::string_view name, Problems& problems);

  bool has_read(Layer layer, std::string_view name) const;

  // BLAKE2b-256 over names, sizes and bytes of all files read, in the order of their names; hex.
  std::string version() const;

 private:
  std::filesystem::path base_;
  std::filesystem::path pack_;
  std::map<std::string, std::string> read_;  // "base/limits.csv" and its bytes
};

}  // namespace whistle::config
