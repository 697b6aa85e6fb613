#include "engine/config/rule_files.h"

#include <array>
#include <fstream>
#include <system_error>
#include <utility>

#include <sodium.h>

#include "engine/core/check.h"

namespace whistle::config {
namespace {

constexpr std::size_t kHashBytes = 32;
static_assert(kHashBytes >= crypto_generichash_BYTES_MIN);

class Hash {
 public:
  Hash() {
    WHISTLE_CHECK(sodium_init() >= 0);
    WHISTLE_CHECK(crypto_generichash_init(&state_, nullptr, 0, kHashBytes) == 0);
  }
  // Length first, so that no two lists of parts give the same bytes.
  void add(std::string_view part) {
    std::array<unsigned char, 8> size{};
    for (std::size_t i = 0; i < size.size(); ++i) {
      size[i] = static_cast<unsigned char>(std::uint64_t{part.size()} >> (8 * i));
    }
    add_bytes(size.data(), size.size());
    add_bytes(reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  std::string hex() {
    std::array<unsigned char, kHashBytes> hash{};
    WHISTLE_CHECK(crypto_generichash_final(&state_, hash.data(), hash.size()) == 0);
    std::array<char, 2 * kHashBytes + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
  }

 private:
  void add_bytes(const unsigned char* bytes, std::size_t size) {
    WHISTLE_CHECK(crypto_generichash_update(&state_, bytes, size) == 0);
  }
  crypto_generichash_state state_{};
};

std::string key_of(Layer layer, std::string_view name) {
  return (layer == Layer::Base ? "base/" : "pack/") + std::string(name);
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path, Problems& problems) {
  const Place place{path.string()};
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    problems.add(place, "there is no such file");
    return std::nullopt;
  }
  const std::uintmax_t size = std::filesystem::file_size(path, failed);
  if (failed || size > kFileBytesMax) {
    problems.add(place, "the file is larger than " + std::to_string(kFileBytesMax) + " bytes");
    return std::nullopt;
  }
  std::string bytes(size, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.data(), static_cast<std::streamsize>(size))) {
    problems.add(place, "the file cannot be read");
    return std::nullopt;
  }
  return bytes;
}

RuleFiles::RuleFiles(std::filesystem::path base, std::filesystem::path pack)
    : base_(std::move(base)), pack_(std::move(pack)) {}

RuleFiles::RuleFiles(RuleBundle kept) : kept_(std::move(kept)) {}

bool RuleFiles::has(Layer layer) const {
  if (!kept_) return !folder(layer).empty();
  const std::string prefix = key_of(layer, "");
  const auto first = kept_->lower_bound(prefix);
  return first != kept_->end() && first->first.starts_with(prefix);
}

bool RuleFiles::has_folders(Problems& problems) const {
  if (kept_) return true;
  bool all = true;
  for (const Layer layer : {Layer::Base, Layer::Pack}) {
    std::error_code failed;
    if (layer == Layer::Pack && !has(layer)) continue;
    if (std::filesystem::is_directory(folder(layer), failed)) continue;
    problems.add({folder(layer).string()}, "there is no such folder");
    all = false;
  }
  return all;
}

const std::filesystem::path& RuleFiles::folder(Layer layer) const {
  return layer == Layer::Base ? base_ : pack_;
}

bool RuleFiles::has(Layer layer, std::string_view name) const {
  if (kept_) return kept_->contains(key_of(layer, name));
  std::error_code failed;
  return has(layer) && std::filesystem::exists(folder(layer) / name, failed);
}

std::string RuleFiles::path(Layer layer, std::string_view name) const {
  return kept_ ? key_of(layer, name) : (folder(layer) / name).string();
}

std::optional<std::string_view> RuleFiles::read(Layer layer, std::string_view name,
                                                Problems& problems) {
  std::string key = key_of(layer, name);
  const auto known = read_.find(key);
  if (known != read_.end()) return known->second;
  std::optional<std::string> bytes;
  if (!kept_) {
    bytes = read_file(folder(layer) / name, problems);
  } else if (const auto kept = kept_->find(key); kept != kept_->end()) {
    bytes = kept->second;
  } else {
    problems.add({key}, "there is no such file");
  }
  if (!bytes) return std::nullopt;
  return read_.emplace(std::move(key), *std::move(bytes)).first->second;
}

std::vector<std::string> RuleFiles::names(Layer layer, std::string_view extension) const {
  std::vector<std::string> names;
  if (kept_) {
    const std::string prefix = key_of(layer, "");
    for (const auto& [key, bytes] : *kept_) {
      if (key.starts_with(prefix) && key.ends_with(extension)) {
        names.push_back(key.substr(prefix.size()));
      }
    }
    return names;
  }
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder(layer), failed)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().filename().string());
  }
  return names;
}

bool RuleFiles::has_read(Layer layer, std::string_view name) const {
  return read_.contains(key_of(layer, name));
}

std::string RuleFiles::version() const {
  Hash hash;
  for (const auto& [name, bytes] : read_) {
    hash.add(name);
    hash.add(bytes);
  }
  return hash.hex();
}

}  // namespace whistle::config
