#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/journal/journal.h"
#include "engine/service/rules.h"
#include "whistle/v1/case.pb.h"

namespace whistle::service {

// A fact as all who watch are told of it.
struct ToldFact {
  std::size_t kind{};         // index in casework::Event
  std::string bytes;          // a v1::Fact, without `previous`
  std::uint32_t standings{};  // where its standings begin in the record, ...
  std::uint32_t count{};      // ... and how many they are
};

struct ToldRecord {
  Sequence sequence{};
  std::vector<journal::Standing> standings;
  std::vector<ToldFact> facts;

  std::span<const journal::Standing> standings_of(const ToldFact& fact) const {
    return std::span(standings).subspan(fact.standings, fact.count);
  }
};

// Records in the form in which they are told, made once and shared by everybody who watches: the
// last ones from memory, all others from the journal. What is kept is bounded.
// Thread: the service thread.
class ToldRecords {
 public:
  static constexpr std::size_t kPageRecords = 256;
  static constexpr std::size_t kRecentBytesMax = std::size_t{16} << 20U;
  static constexpr std::size_t kReadPagesMax = 4;

  using Page = std::vector<ToldRecord>;  // ascending, not empty, at most kPageRecords

  ToldRecords(const journal::Journal& journal, const Rules& rules)
      : journal_(journal), rules_(rules) {}

  // A group has become durable while somebody watches.
  void feed(const journal::Group& group);

  // The page with the record that follows `seen`. Fails when it cannot be read.
  Outcome<std::shared_ptr<const Page>, journal::Error> after(Sequence seen);
  // How often a page came from the journal.
  std::uint64_t reads() const { return reads_; }

 private:
  ToldRecord told(const journal::Record& record, std::span<const journal::Trail> trails);
  std::vector<journal::Trail> trails_of(const journal::Record& record) const;
  journal::Trail trail_of(CaseId id, Sequence sequence) const;
  Outcome<std::shared_ptr<const Page>, journal::Error> read(Sequence next);

  struct Recent {
    std::shared_ptr<const Page> page;
    std::size_t bytes{};
  };

  const journal::Journal& journal_;
  const Rules& rules_;  // in force; others may take their place
  // Of the record at hand. Kept: each leaves its memory to the next.
  google::protobuf::RepeatedPtrField<v1::Fact> described_;
  std::deque<Recent> recent_;  // without a gap between them
  std::size_t recent_bytes_{};
  std::deque<std::shared_ptr<const Page>> read_;  // the one used last is the last
  std::uint64_t reads_{};
};

}  // namespace whistle::service
