#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

#include "adapters/client/result.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::replay {

// The books of the replay about the engine: what was handed over, what was answered, and, asked
// again at the end, what is still there. Thread: one at a time.
class Account {
 public:
  // `source` of our complaints; the stream shows those of others too.
  explicit Account(std::string source) : source_(std::move(source)) {}

  void sent(const std::string& external_id);
  void answered(const std::string& external_id, const client::Result<v1::SubmitReply>& answer);
  // A fact of the watch stream. Each is counted once, however often it comes.
  void seen(const v1::Fact& fact);
  // The answer to sending an accepted complaint once more.
  void checked(const std::string& external_id, const client::Result<v1::SubmitReply>& answer);

  bool accepted(const std::string& external_id) const;
  std::uint64_t complaints() const { return sent_; }
  std::uint64_t refused() const { return refused_; }
  // Accepted complaints that the engine does not know any more, or was not asked about.
  std::uint64_t lost() const;
  // External ids that stand for two complaints, by the answers or by the stream.
  std::uint64_t duplicated() const;

 private:
  struct Entry {
    std::uint64_t complaint_id = 0;  // of the first answer
    bool known = false;              // the engine still knew it at the end
    bool two_answers = false;        // two complaint ids were given for it
    std::uint64_t stream_complaint = 0;
    bool two_in_stream = false;
  };
  void note_complaint(Entry& entry, std::uint64_t complaint_id);

  std::string source_;
  std::unordered_map<std::string, Entry> entries_;
  std::uint64_t sent_ = 0;
  std::uint64_t refused_ = 0;
  // Facts up to here have been counted: the stream is in order.
  std::pair<std::uint64_t, std::uint32_t> seen_through_{};
};

}  // namespace whistle::replay
