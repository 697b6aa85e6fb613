#pragma once

#include <filesystem>
#include <string>

namespace whistle::bench::peers {

// A folder of our own below another, which any user may enter; removed with all that is in it.
class Scratch {
 public:
  // Throws PeerError when it cannot be made, or is in memory, where nothing is durable.
  explicit Scratch(const std::filesystem::path& parent);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // An empty folder in it; what had the name before is removed.
  std::filesystem::path make(const std::string& name) const;

 private:
  std::filesystem::path folder_;
};

// The day, the processor, the load before and the file system, in one line.
std::string conditions_of(const std::filesystem::path& folder);

}  // namespace whistle::bench::peers
