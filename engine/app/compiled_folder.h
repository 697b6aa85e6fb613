#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/outcome.h"
#include "engine/triage/compiled_shelf.h"

namespace whistle::app {

// Compiled patterns as files of a folder. Vectorscan is not made for bytes that somebody has
// tampered with, so a file is believed only when nobody but this user may write it and its bytes
// and its name add up to the hash in it. Nothing that goes wrong prevents anything: it is told, and
// the patterns are compiled anew. Thread: any, and several processes with one folder at once.
class CompiledFolder final : public triage::CompiledShelf {
 public:
  struct Listeners {
    std::function<void(const std::filesystem::path& file)> on_kept;
    std::function<void(const std::filesystem::path& file, const std::string& problem)> on_problem;
  };
  // Files that stay, those that were used last.
  static constexpr std::size_t kFilesMax = 32;

  // The folder is made when there is something to keep, for this user alone.
  CompiledFolder(std::filesystem::path folder, Listeners listeners);

  std::optional<std::string> find(const std::string& key) override;
  void keep(const std::string& key, std::string_view bytes) override;

 private:
  std::filesystem::path file_of(const std::string& key) const;
  // Empty, or what went wrong.
  std::string write(const std::string& key, std::string_view bytes) const;
  void remove_oldest() const;

  std::filesystem::path folder_;
  Listeners listeners_;
};

}  // namespace whistle::app
