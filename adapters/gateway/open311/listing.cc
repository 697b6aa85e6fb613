#include "adapters/gateway/open311/listing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "adapters/gateway/open311/characters.h"
#include "adapters/gateway/open311/instant.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::uint32_t kPageMax = 1'000'000;
constexpr std::size_t kListMax = 1000;

// Reads arguments of a query and gathers what is wrong with them.
class Reader {
 public:
  explicit Reader(const Arguments& arguments) : arguments_(arguments) {}

  std::optional<std::int64_t> instant(const char* name) {
    const std::string_view text = arguments_.get(name);
    if (text.empty()) return std::nullopt;
    const auto read = read_instant(text);
    if (!read) {
      wrong(std::string(name) + " must be a date and time, such as 2026-03-01T08:30:00Z");
    }
    return read;
  }

  std::uint32_t number(const char* name, std::uint32_t otherwise) {
    const std::string_view text = arguments_.get(name);
    if (text.empty()) return otherwise;
    std::uint32_t value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return kPageMax;
    if (error != std::errc{} || end != text.data() + text.size() || value == 0) {
      wrong(std::string(name) + " must be a number from 1 on");
      return otherwise;
    }
    return std::min(value, kPageMax);
  }

  std::vector<std::string> words(const char* name) {
    auto pieces = comma_list(arguments_.get(name));
    if (pieces.size() > kListMax) wrong(std::string(name) + " has more than 1000 values");
    return pieces;
  }

  // Ids that cannot be any are of no request, which is no error.
  std::vector<std::uint64_t> ids(bool& named) {
    std::vector<std::uint64_t> found;
    const auto pieces = words("service_request_id");
    named = !pieces.empty();
    for (const std::string& piece : pieces) {
      const auto id = read_id(piece);
      if (id && !std::ranges::count(found, *id)) found.push_back(*id);
    }
    return found;
  }

  std::optional<bool> open() {
    bool open = false;
    bool closed = false;
    for (const std::string& word : words("status")) {
      const std::string lower = in_lower_case(word);
      if (lower != "open" && lower != "closed") wrong("status must be open or closed");
      open |= lower == "open";
      closed |= lower == "closed";
    }
    if (open == closed) return std::nullopt;
    return open;
  }

  std::optional<search::ComplaintWish::Box> box() {
    const auto pieces = comma_list(arguments_.get("bbox"));
    if (pieces.empty()) return std::nullopt;
    std::array<double, 4> sides{};
    bool good = pieces.size() == sides.size();
    for (std::size_t i = 0; good && i < sides.size(); ++i) {
      const std::string& text = pieces[i];
      const auto [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), sides.at(i));
      good = error == std::errc{} && end == text.data() + text.size() &&
             std::abs(sides.at(i)) <= (i % 2 == 0 ? 180 : 90);
    }
    const auto [west, south, east, north] = sides;
    if (!good || south > north || west > east) {
      wrong("bbox must be west,south,east,north in degrees");
      return std::nullopt;
    }
    return search::ComplaintWish::Box{.south = south, .west = west, .north = north, .east = east};
  }

  void wrong(std::string what) { failures.push_back({400, std::move(what), 0}); }

  Failures failures;

 private:
  const Arguments& arguments_;
};

// [since, until) of at most 90 days: from the start on when there is one, else up to the end. The
// last millisecond of an end is in it.
void bound(std::optional<std::int64_t> start, std::optional<std::int64_t> end, std::int64_t now_ms,
           std::optional<std::int64_t>& since, std::optional<std::int64_t>& until) {
  constexpr std::int64_t kSecond = 1000;
  if (!start) start = end.value_or(now_ms) - kSpanMs;
  since = start;
  until = std::min(end ? *end + kSecond : *start + kSpanMs + kSecond, *start + kSpanMs + kSecond);
}

}  // namespace

std::optional<std::uint64_t> read_id(std::string_view text) {
  std::uint64_t id{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id == 0) return std::nullopt;
  return id;
}

Checked<Listing> read_listing(const Arguments& arguments, std::int64_t now_ms) {
  Reader reader(arguments);
  Listing listing;
  listing.extended = in_lower_case(arguments.get("extensions")) == "true";
  bool named = false;
  listing.ids = reader.ids(named);
  if (named) {
    if (!reader.failures.empty()) return std::move(reader.failures);
    listing.nothing = listing.ids.empty();
    return listing;
  }
  search::ComplaintWish& wish = listing.wish;
  wish.categories = reader.words("service_code");
  wish.open = reader.open();
  wish.updated_since = reader.instant("updated_after");
  wish.updated_until = reader.instant("updated_before");
  const auto start = reader.instant("start_date");
  const auto end = reader.instant("end_date");
  // Who asks for what has changed wants old requests, too.
  const bool by_update = wish.updated_since || wish.updated_until;
  if (start || end || !by_update) {
    bound(start, end, now_ms, wish.received_since, wish.received_until);
  }
  wish.box = reader.box();
  wish.text = std::string(arguments.get("q"));
  wish.page = reader.number("page", 1);
  wish.page_size = std::min(reader.number("page_size", kRequestsMax), kRequestsMax);
  if (start && end && *start > *end) listing.nothing = true;
  if (!reader.failures.empty()) return std::move(reader.failures);
  return listing;
}

Checked<UpdateListing> read_update_listing(const Arguments& arguments, std::int64_t now_ms) {
  Reader reader(arguments);
  UpdateListing listing;
  const auto start = reader.instant("start_date");
  const auto end = reader.instant("end_date");
  const bool one_only = arguments.get("start_date").empty() != arguments.get("end_date").empty();
  if (one_only) reader.wrong("start_date and end_date must be given together");
  bound(start, end, now_ms, listing.wish.since, listing.wish.until);
  bool named = false;
  listing.wish.complaints = reader.ids(named);
  listing.nothing = (named && listing.wish.complaints.empty()) || (start && end && *start > *end);
  listing.one_page = !arguments.get("page").empty() || !arguments.get("page_size").empty();
  listing.wish.page = reader.number("page", 1);
  listing.wish.page_size = std::min(reader.number("page_size", kRequestsMax), kRequestsMax);
  if (!reader.failures.empty()) return std::move(reader.failures);
  return listing;
}

}  // namespace whistle::gateway::open311
