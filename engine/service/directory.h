#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/principal.h"

namespace whistle::service {

// All principals, found by their keys. Immutable: other principals are another directory. Any
// thread.
class Directory {
 public:
  // Requires: no key stands there twice, no name either (the config floor has checked).
  explicit Directory(std::vector<Principal> principals) : principals_(std::move(principals)) {
    for (const Principal& principal : principals_) {
      for (const PrincipalKey& key : principal.keys)
        by_key_.emplace(key.z85, Entry{&principal, &key});
    }
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  struct Entry {
    const Principal* principal{};
    const PrincipalKey* key{};
  };
  // nullptr when nobody has that key (any more). It may not work yet, or no longer.
  const Entry* find(const std::string& z85) const {
    const auto found = by_key_.find(z85);
    return found == by_key_.end() ? nullptr : &found->second;
  }

  const std::vector<Principal>& principals() const { return principals_; }

 private:
  std::vector<Principal> principals_;
  std::unordered_map<std::string, Entry> by_key_;
};

}  // namespace whistle::service
