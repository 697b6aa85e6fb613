#include "adapters/gateway/stream/stream.h"

#include <charconv>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "adapters/gateway/stream/filter.h"

namespace whistle::gateway::stream {
namespace {

namespace asio = boost::asio;
using Steady = std::chrono::steady_clock;

constexpr std::uint32_t kComeBackMs = 5000;
// A refusal that comes within this is an answer with a status, not an event.
constexpr std::chrono::milliseconds kRefusalPatience{1000};

http::Response bad_value(const std::string& what) { return http::problem(400, "BAD_VALUE", what); }

// The header goes first: a browser that comes back sends it beside the address it began with.
std::string_view id_of(const http::Request& request) {
  const std::string_view header = request.headers.get("last-event-id");
  return header.empty() ? request.query.get("last_event_id") : header;
}

std::optional<std::uint64_t> sequence_of(std::string_view text) {
  std::uint64_t sequence = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), sequence);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return sequence;
}

http::Response refusal(const client::Problem& problem) {
  switch (problem.code) {
    case client::kInvalidArgument:
      return http::problem(400, problem.reason, problem.message);
    case client::kPermissionDenied:
      return http::problem(403, problem.reason, problem.message);
    case client::kUnauthenticated:
      return http::problem(502, problem.reason, problem.message);
    default:
      return http::problem(503, problem.reason, problem.message, kComeBackMs);
  }
}

// Counts a stream for as long as it lasts, however it ends.
class Seat {
 public:
  Seat(std::shared_ptr<Tally> tally, std::shared_ptr<std::map<std::string, std::size_t>> of_person,
       std::string name)
      : tally_(std::move(tally)), of_person_(std::move(of_person)), name_(std::move(name)) {
    ++tally_->streams;
    ++tally_->opened;
    ++(*of_person_)[name_];
  }
  ~Seat() {
    --tally_->streams;
    if (--(*of_person_)[name_] == 0) of_person_->erase(name_);
  }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

 private:
  std::shared_ptr<Tally> tally_;
  std::shared_ptr<std::map<std::string, std::size_t>> of_person_;
  std::string name_;
};

// Takes what it needs with it: whoever opened the stream has answered long before it ends.
asio::awaitable<void> read(std::shared_ptr<Reader> reader, std::shared_ptr<Seat> seat,
                           http::Sink& sink) {
  co_await reader->run(sink);
  seat.reset();
}

}  // namespace

Stream::Stream(Hub& hub, const Settings& settings, MayStay may_stay)
    : hub_(hub),
      settings_(settings),
      may_stay_(std::move(may_stay)),
      tally_(std::make_shared<Tally>()),
      of_person_(std::make_shared<std::map<std::string, std::size_t>>()) {}

void Stream::add_routes(http::Router& router, people::Guard& guard) {
  http::Route route;
  route.method = http::Method::Get;
  route.pattern = "/api/v1/events";
  route.handler = guard.behind([this](people::Person person, http::Request request) {
    return open(std::move(person), std::move(request));
  });
  router.add(std::move(route));
}

bool Stream::is_crowded(const std::string& name) const {
  const auto own = of_person_->find(name);
  return own != of_person_->end() && own->second >= settings_.streams_per_person;
}

asio::awaitable<http::Response> Stream::open(people::Person person, http::Request request) {
  auto selected = selection_of(request, person);
  if (auto* problem = std::get_if<std::string>(&selected)) co_return bad_value(*problem);
  Reader::Wish wish;
  wish.selection = std::get<client::Selection>(selected);
  wish.name = name_of(wish.selection, person);
  wish.journal_id = request.query.get("journal_id");
  const std::string_view id = id_of(request);
  if (!id.empty()) wish.after = sequence_of(id);
  if (!id.empty() && !wish.after) co_return bad_value("Last-Event-ID is no sequence");
  const std::string_view snapshot = request.query.get("snapshot");
  wish.snapshot = snapshot == "1" || snapshot == "true";
  if (!snapshot.empty() && !wish.snapshot && snapshot != "0" && snapshot != "false") {
    co_return bad_value("snapshot is 1 or 0");
  }
  if (is_crowded(person.name)) {
    co_return http::problem(429, "TOO_MANY_STREAMS", "you read as many streams as you may",
                            kComeBackMs);
  }
  if (tally_->streams >= settings_.streams_max) {
    co_return http::problem(503, "TOO_MANY_STREAMS", "as many streams are read as may be",
                            kComeBackMs);
  }
  auto strand = hub_.share(wish.name, wish.selection, wish.after);
  if (!strand) {
    co_return http::problem(503, "WATCHERS_FULL", "as many different streams are read as may be",
                            kComeBackMs);
  }
  const auto seat = std::make_shared<Seat>(tally_, of_person_, person.name);
  const auto until = Steady::now() + kRefusalPatience;
  while (!strand->state().known && !strand->state().problem && Steady::now() < until) {
    co_await strand->wait(until);
  }
  const auto problem = strand->state().problem;
  // What is gone from the journal is told as an event, which a browser can read.
  if (problem && problem->code != client::kOutOfRange) co_return refusal(*problem);
  auto stays = [may_stay = may_stay_, person] { return may_stay(person); };
  const auto reader = std::make_shared<Reader>(hub_, std::move(strand), std::move(wish),
                                               settings_.rhythm, std::move(stays), tally_);
  http::Response response;
  response.content_type = "text/event-stream";
  response.headers.emplace_back("Cache-Control", "no-cache, no-store");
  // Proxies are not to gather what is meant to be seen at once.
  response.headers.emplace_back("X-Accel-Buffering", "no");
  response.stream = [reader, seat](http::Sink& sink) { return read(reader, seat, sink); };
  co_return response;
}

}  // namespace whistle::gateway::stream
