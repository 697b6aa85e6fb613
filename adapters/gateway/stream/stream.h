#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "adapters/gateway/http/router.h"
#include "adapters/gateway/people/guard.h"
#include "adapters/gateway/stream/hub.h"
#include "adapters/gateway/stream/reader.h"

namespace whistle::gateway::stream {

// GET /api/v1/events: what happens, as server-sent events.
//
// Arguments: events, areas, severities, tiers, units (lists with commas in between; WatchRequest in
// watch.proto says what they choose), always narrowed to what the person may see; snapshot=1: the
// open cases first; last_event_id, as the header Last-Event-ID, which goes before it; journal_id:
// that the id is of, as `hello` has said it.
//
// 400 BAD_VALUE; 403; 429 and 503 with Retry-After: TOO_MANY_STREAMS of this person or in all,
// WATCHERS_FULL.
//
// Thread: that of the server.
class Stream {
 public:
  struct Settings {
    std::size_t streams_max = 2000;
    std::size_t streams_per_person = 50;
    Rhythm rhythm{};
  };
  using MayStay = std::function<bool(const people::Person&)>;

  // `may_stay`: whether somebody who reads already still may; asked every few seconds.
  Stream(Hub& hub, const Settings& settings, MayStay may_stay);

  void add_routes(http::Router& router, people::Guard& guard);
  const Tally& tally() const { return *tally_; }

 private:
  boost::asio::awaitable<http::Response> open(people::Person person, http::Request request);
  bool is_crowded(const std::string& name) const;

  Hub& hub_;
  Settings settings_;
  MayStay may_stay_;
  std::shared_ptr<Tally> tally_;
  std::shared_ptr<std::map<std::string, std::size_t>> of_person_;
};

}  // namespace whistle::gateway::stream
