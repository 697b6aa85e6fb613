#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/config/problems.h"
#include "engine/config/rule_bundle.h"

namespace whistle::config {

// The folders a rule book is made of: the pack is laid over the base.
enum class Layer : std::uint8_t { Base, Pack };

inline constexpr std::string_view kRuleBookFile = "rulebook.toml";
inline constexpr std::uintmax_t kFileBytesMax = 67'108'864;

// The bytes of a file, or the problem why there are none.
std::optional<std::string> read_file(const std::filesystem::path& path, Problems& problems);

// Reads files of both layers and remembers which took part.
class RuleFiles {
 public:
  // From two folders. An empty `pack` means the base alone.
  RuleFiles(std::filesystem::path base, std::filesystem::path pack);
  // From files that were read before; problems show them as "base/limits.csv".
  explicit RuleFiles(RuleBundle kept);

  // False, with a problem, when a folder does not exist.
  bool has_folders(Problems& problems) const;
  bool has(Layer layer) const;
  bool has(Layer layer, std::string_view name) const;
  // The path as problems show it.
  std::string path(Layer layer, std::string_view name) const;
  // The names of all files of a layer that end in `extension` (".csv").
  std::vector<std::string> names(Layer layer, std::string_view extension) const;

  // The file's bytes, or nothing and a problem. The view holds as long as this object.
  std::optional<std::string_view> read(Layer layer, std::string_view name, Problems& problems);

  bool has_read(Layer layer, std::string_view name) const;

  // All that was read so far.
  const RuleBundle& read_so_far() const { return read_; }

  // BLAKE2b-256 over names, sizes and bytes of all files read, in the order of their names; hex.
  std::string version() const;

 private:
  const std::filesystem::path& folder(Layer layer) const;

  std::filesystem::path base_;
  std::filesystem::path pack_;
  std::optional<RuleBundle> kept_;  // instead of the folders
  RuleBundle read_;
};

}  // namespace whistle::config
