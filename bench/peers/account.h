#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whistle::bench::peers {

// What became of every complaint: nothing may be lost, nothing handed out twice. Complaints are
// numbered from 0 as they are submitted; the number is part of the key.
// All throw PeerError when a peer has done what it must not.
class Account {
 public:
  // `source` begins every key, so that accounts with one peer keep apart.
  explicit Account(std::string source) : prefix_(std::move(source) + "-") {}

  // The key of the next complaint.
  std::string submit();
  // A complaint was handed out. A key that is not of this account, too.
  void pulled(std::string_view key);
  // The complaint with this key is finished.
  void finished(std::string_view key);
  // Everything that was submitted is finished.
  void close() const;

  std::size_t submitted() const { return stages_.size(); }
  std::size_t finished() const { return finished_; }

 private:
  enum class Stage : std::uint8_t { Submitted, Pulled, Finished };

  std::size_t number_of(std::string_view key) const;
  void move(std::string_view key, Stage from, Stage to);

  std::string prefix_;
  std::vector<Stage> stages_;
  std::size_t finished_{};
};

}  // namespace whistle::bench::peers
