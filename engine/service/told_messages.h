#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "engine/service/packer.h"
#include "engine/service/rules.h"
#include "engine/service/told_records.h"
#include "engine/service/watch_filter.h"
#include "whistle/v1/watch.pb.h"

namespace whistle::service {

// Where somebody watches from, and how.
struct WatchPlace {
  Sequence seen{};      // all that matches up to here was told
  Sequence previous{};  // the last record that matched
  bool packed{};        // facts may come packed

  bool operator==(const WatchPlace&) const = default;
};

// The next message for who stands in some place, and where that leads.
struct ToldMessage {
  WatchPlace to{};
  std::uint64_t facts{};
  std::shared_ptr<const std::string> body{};  // a v1::WatchEvents; nothing when there are no facts
};

// Messages of facts in the bytes in which they are sent, made once for all who watch the same from
// the same place. Of 500 who watch everything the first one costs what a message costs, the others
// nothing. Who is alone in its place shares again soon: messages end at certain records, from
// wherever they begin.
// Thread: the service thread.
class ToldMessages {
 public:
  // Of facts in one message, give or take a record.
  static constexpr std::size_t kBytesMax = std::size_t{256} << 10U;
  // The same before they are packed: a fifteenth of it is sent.
  static constexpr std::size_t kPackedBytesMax = std::size_t{3584} << 10U;
  // A message ends with a record whose sequence is a multiple of this, or before.
  static constexpr std::uint64_t kRecordsMax = 512;
  static constexpr std::uint64_t kPackedRecordsMax = 2048;
  // Fewer bytes are not worth being packed.
  static constexpr std::size_t kPackFromBytes = std::size_t{4} << 10U;
  static constexpr std::size_t kKeptMax = 8;

  ToldMessages(const journal::Journal& journal, const Rules& rules)
      : told_(journal, rules), rules_(rules) {}

  // A group has become durable while somebody watches.
  void feed(const journal::Group& group) { told_.feed(group); }
  // How often the journal was read.
  std::uint64_t reads() const { return told_.reads(); }
  // How often a message was made, and not only handed out.
  std::uint64_t made() const { return made_; }

  // What a message says of the engine.
  struct Now {
    Sequence head{};  // later records are not told
    std::int64_t time_ms{};
  };
  // The next message for who stands at `from`. It has `facts_max` facts at most, or ends with the
  // record in which it has as many; one from a place that may be packed is not cut by that. Fails
  // when what follows cannot be read. Requires: from.seen < now.head.
  Outcome<ToldMessage, journal::Error> next(const WatchPlace& from, const WatchFilter& filter,
                                            std::uint64_t facts_max, Now now);

 private:
  struct Kept {
    WatchPlace from{};
    WatchFilter filter;
    ToldMessage message;
  };
  const ToldMessage* kept(const WatchPlace& from, const WatchFilter& filter);
  Outcome<ToldMessage, journal::Error> make(const WatchPlace& from, const WatchFilter& filter,
                                            std::uint64_t facts_max, Now now);

  ToldRecords told_;
  const Rules& rules_;                            // in force; others may take their place
  std::deque<Kept> messages_;                     // the last ones
  std::shared_ptr<const policy::Policy> policy_;  // that they were made under
  Packer packer_;
  std::uint64_t made_{};
};

}  // namespace whistle::service
