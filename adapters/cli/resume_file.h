#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace whistle::cli {

// Where a watch goes on after a restart: one number in a file of its own, replaced in one step.
class ResumeFile {
 public:
  explicit ResumeFile(std::string path) : path_(std::move(path)) {}

  // The position; an empty one when there is no file yet. Nothing when the file holds something
  // else.
  std::optional<std::optional<std::uint64_t>> read() const;
  bool write(std::uint64_t sequence) const;

 private:
  std::string path_;
};

}  // namespace whistle::cli
