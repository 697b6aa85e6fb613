#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/result.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"

// What the engine cannot be asked, because it keeps only what it decides on: which cases there are
// that say or have this and that. A copy made from the watch stream, which may be deleted at any
// time and is then made again.
namespace whistle::gateway::search {

// Every wish is bounded: at most 256 values in a list, 256 bytes of text, page * page_size at most
// kDepth, and half a second of reading. Problems: INVALID_ARGUMENT / FIELD_VIOLATION,
// DEADLINE_EXCEEDED / SEARCH_TOO_LONG (narrow it), RESOURCE_EXHAUSTED / SEARCH_BUSY and UNAVAILABLE
// / COPY_AWAY (try again).
inline constexpr std::uint32_t kDepth = 10'000;

// Empty lists and nothing choose nothing. Instants in milliseconds since 1970 UTC, [since, until).
struct Wish {
  // Words that must stand in subject, text or address, each of one character or more. Of words that
  // are in more than kDepth complaints the newest kDepth are looked at (the oldest, for Oldest).
  std::string text{};
  std::vector<std::uint64_t> cases{};
  std::vector<std::uint64_t> complaints{};  // the cases these belong to
  std::string requester{};                  // pseudonym
  std::vector<std::uint64_t> areas{};       // each with all below it
  // Beyond which nothing is shown: rights of who asks (rights.h). Intersected with `areas`.
  std::vector<std::uint64_t> within_areas{};
  bool nothing{};  // nothing at all may be shown
  std::vector<std::string> categories{};
  std::vector<std::string> severities{};
  std::vector<std::string> statuses{};  // words of CaseView.status
  std::vector<std::string> units{};
  std::vector<std::string> tiers{};
  std::vector<std::string> workers{};
  std::optional<bool> open{};
  std::optional<std::int64_t> received_since{}, received_until{};
  // MostUrgent: open ones first, red before yellow before blue, then what is due first.
  enum class Order { Newest, Oldest, MostUrgent } order{Order::Newest};
  std::uint32_t page{1};        // the first is 1
  std::uint32_t page_size{50};  // 1 to 1000
};

struct Cases {
  std::vector<v1::CaseView> cases{};  // without texts
  std::uint64_t total{};              // counted up to kDepth; that many means: or more
  std::uint64_t as_of_sequence{};
};

// Complaints as Open311 lists them: each resident's own, also where several are one case.
struct ComplaintWish {
  std::vector<std::uint64_t> complaints{};
  std::vector<std::string> categories{};
  std::optional<bool> open{};
  std::string requester{};
  std::string source{};
  std::string text{};
  std::optional<std::int64_t> received_since{}, received_until{};
  std::optional<std::int64_t> updated_since{}, updated_until{};
  struct Box {
    double south{}, west{}, north{}, east{};
  };
  std::optional<Box> box{};
  std::uint32_t page{1};
  std::uint32_t page_size{50};
};

struct FoundComplaint {
  v1::ComplaintReply complaint{};  // texts masked
  v1::CaseView item{};             // case_id 0: it has none
  std::int64_t updated_ms{};       // the last update; when it was closed, once it is
  std::int64_t closed_ms{};        // 0: open
  std::string note{};              // of the last update, for the resident
};

struct Complaints {
  std::vector<FoundComplaint> complaints{};  // newest first
  std::uint64_t total{};
};

// Something the resident is told. Listed by time, then by sequence and index, which with the
// complaint name it for ever (each complaint of a case is told the same). told.cc says what is
// told.
struct Update {
  std::uint64_t sequence{};
  std::uint32_t index{};
  std::int64_t time_ms{};
  std::uint64_t complaint_id{};
  std::uint64_t case_id{};
  std::string event{};   // kind of the fact: order_signed, handling_finished, case_closed ...
  std::string status{};  // words of CaseView.status, as it stood afterwards
  std::string note{};
};

struct UpdateWish {
  std::vector<std::uint64_t> complaints{};
  std::optional<std::int64_t> since{}, until{};
  std::uint32_t page{1};
  std::uint32_t page_size{50};
};

struct Updates {
  std::vector<Update> updates{};
  std::uint64_t total{};
};

// What a board shows above its columns, of the open cases of a unit.
struct Load {
  std::string unit{}, unit_name{}, tier{};
  std::uint64_t area_code{};  // that the unit serves; 0: all, or not known
  std::uint32_t red{}, yellow{}, blue{};
  std::int64_t oldest_received_ms{};  // 0: none
  std::uint32_t escalations_last_hour{};
};

// Give a wish a name and move it in: GCC 12 copies the bytes of a braced temporary that stands in a
// co_await. Resumes on the caller's executor; the reading happens on a thread of the index's own.
class Index {
 public:
  virtual ~Index() = default;
  virtual boost::asio::awaitable<client::Result<Cases>> cases(Wish wish) = 0;
  virtual boost::asio::awaitable<client::Result<Complaints>> complaints(ComplaintWish wish) = 0;
  virtual boost::asio::awaitable<client::Result<Updates>> updates(UpdateWish wish) = 0;
  virtual boost::asio::awaitable<client::Result<std::vector<Load>>> loads(
      std::int64_t now_ms, std::vector<std::uint64_t> within_areas) = 0;
  // How far the copy is behind the engine, in records; nothing: it is not connected.
  virtual std::optional<std::uint64_t> behind() const = 0;
};

}  // namespace whistle::gateway::search
