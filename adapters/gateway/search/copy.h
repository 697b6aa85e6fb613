#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/search/schema.h"
#include "adapters/gateway/search/source.h"
#include "adapters/gateway/search/sqlite.h"

namespace whistle::gateway::search {

// The writing side of the copy. Each call below is one transaction: it is done, or Failed is thrown
// and nothing is. Thread: one at a time.
//
// It goes forward in two steps, so that a case whose facts are all over the journal is read once.
// take() writes what facts say themselves (who belongs to which case, what residents are told) and
// notes what they have changed; store() writes what the engine says these are now. Both keep their
// position in the same transaction, so a crash between any two of them loses nothing.
class Copy {
 public:
  Copy(std::filesystem::path file, Say say, std::uint64_t pages_max = 0);

  struct Position {
    std::string journal_id;
    std::uint64_t taken{};     // all facts up to here have been taken
    std::uint64_t complete{};  // ... and up to here everything has been read as well
  };
  const Position& position() const { return position_; }

  enum class Kind { Case = 1, Complaint = 2 };
  // Changed, but not read yet; at most so many, ascending.
  std::vector<std::uint64_t> unread(Kind kind, std::size_t at_most);
  std::size_t unread_count() const { return unread_count_; }

  void take(const std::vector<v1::Fact>& facts, std::uint64_t up_to, const std::string& journal_id);

  template <class Reply>
  using Read = std::vector<std::pair<std::uint64_t, std::optional<Reply>>>;
  void store(const Read<v1::CaseView>& cases, const Read<v1::ComplaintReply>& complaints);

  // Of a snapshot: as they are, and their complaints are to be read.
  void store_open(const std::vector<v1::CaseView>& cases);
  // What happened meanwhile was not seen: each open case may be another.
  void mark_open_unread();

  std::string policy_version();  // of the areas below
  void set_geography(const Geography& geography);

  // Forgets at most so many cases that were closed before this instant, with their complaints.
  // Returns how many it forgot.
  std::size_t forget_closed_before(std::int64_t time_ms, std::size_t at_most);

  // Deletes everything and begins again.
  void make_anew(const std::string& why);

 private:
  void open();
  Statement& sql(std::string_view text);
  void set_meta(std::string_view name, const Value& value);
  void note_position();
  void mark(Kind kind, std::uint64_t id);
  void take(const v1::Fact& fact);
  void link(const v1::Fact& fact);
  void tell(const v1::Fact& fact);
  void tell(const v1::Fact& fact, std::uint64_t complaint, const std::string& status,
            const std::string& note);
  std::vector<std::uint64_t> complaints_of(std::uint64_t case_id);
  std::string status_told(std::uint64_t complaint);
  void put(const v1::CaseView& view);
  void put(const v1::ComplaintReply& reply);
  void put_words(const v1::ComplaintReply& reply, const std::string& before);
  void put_point(const v1::ComplaintReply& reply);
  void forget_case(std::uint64_t id);
  void forget_complaint(std::uint64_t id);

  std::filesystem::path file_;
  Say say_;
  std::uint64_t pages_max_;
  std::optional<Database> database_;
  std::map<std::string, Statement, std::less<>> statements_;
  Position position_;
  std::size_t unread_count_ = 0;
};

// 0 red, 1 yellow, 2 blue, 3 none.
int rank_of(std::string_view severity);
// The running promise that is due first; the end of time when none runs.
std::int64_t due_of(const v1::CaseView& view);

}  // namespace whistle::gateway::search
