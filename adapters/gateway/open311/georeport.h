#pragma once

#include <boost/asio/awaitable.hpp>
#include <deque>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "adapters/gateway/engine/desk.h"
#include "adapters/gateway/http/router.h"
#include "adapters/gateway/open311/arguments.h"
#include "adapters/gateway/open311/catalogue.h"
#include "adapters/gateway/open311/document.h"
#include "adapters/gateway/open311/failure.h"
#include "adapters/gateway/open311/ports.h"
#include "adapters/gateway/open311/settings.h"
#include "adapters/gateway/search/index.h"

namespace whistle::gateway::open311 {

// Open311 GeoReport v2 with mySociety's update extension, in XML and JSON, below /open311. Holds no
// truth: what is posted is durable in the engine before it is answered. Thread: that of the server.
class GeoReport {
 public:
  struct Parts {
    engine::Desk& desk;
    search::Index& index;
    const KeyRing& keys;
    const Pseudonyms& pseudonyms;
    Attachments& attachments;
    Clock now;
  };

  GeoReport(Parts parts, Settings settings);
  GeoReport(const GeoReport&) = delete;
  GeoReport& operator=(const GeoReport&) = delete;

  // Requires: lives as long as the router.
  void add_to(http::Router& router);
  // Services are asked for anew at the next request.
  void rules_changed() { catalogue_.rules_changed(); }

 private:
  struct Asked {
    http::Request request;
    Arguments arguments;
    std::string id;  // of the path, without its format
  };
  using Answered = boost::asio::awaitable<Checked<Node>>;
  using Handling = Answered (GeoReport::*)(Asked);
  template <class T>
  using Found = boost::asio::awaitable<Checked<T>>;

  // routes.cc
  // `start` and the name of a format; null: nothing can be posted there.
  void add_pair(http::Router& router, const std::string& start, Handling get,
                Handling post = nullptr);
  void add_captured(http::Router& router, const std::string& path, Handling handling);
  boost::asio::awaitable<http::Response> respond(Handling handling, Format format, std::string id,
                                                 http::Request request);

  // georeport.cc
  std::optional<Failures> wrong_jurisdiction(const Asked& asked) const;
  Checked<Caller> caller_of(const Asked& asked) const;
  std::string base_url_of(const http::Request& request) const;
  Found<std::shared_ptr<const Services>> services();
  // From the engine; nothing: there is none of this number.
  Found<std::optional<v1::ComplaintReply>> complaint_of(std::uint64_t id, bool with_text);

  // read_services.cc
  Answered get_discovery(Asked asked);
  Answered get_services(Asked asked);
  Answered get_service(Asked asked);

  // read_requests.cc
  Answered get_requests(Asked asked);
  Answered get_request(Asked asked);
  Answered get_token(Asked asked);
  Answered get_updates(Asked asked);
  Found<std::optional<search::FoundComplaint>> find_in_engine(std::uint64_t id);
  Found<std::vector<search::FoundComplaint>> find_all(std::vector<std::uint64_t> ids);
  Found<std::vector<search::Update>> read_updates(search::UpdateWish wish, bool one_page);
  boost::asio::awaitable<std::vector<search::Update>> notes_of(
      const std::vector<search::FoundComplaint>& found);
  Found<Node> show(std::vector<search::FoundComplaint> found, bool extended, std::string base_url);

  // post_request.cc
  Answered post_request(Asked asked);
  Found<std::vector<std::string>> keep_photos(const std::vector<std::string>& photos);
  Found<std::optional<v1::ComplaintReply>> find_earlier(std::string source, std::string external_id,
                                                        std::int64_t window_ms);

  // post_update.cc
  struct Word;
  Answered post_update(Asked asked);
  boost::asio::awaitable<std::optional<Failures>> carry_out(Word word);
  boost::asio::awaitable<std::optional<client::Problem>> remind(const Word& word);
  boost::asio::awaitable<std::optional<client::Problem>> call_back(const Word& word);
  void remember_update(std::string key);

  engine::Desk& desk_;
  search::Index& index_;
  const KeyRing& keys_;
  const Pseudonyms& pseudonyms_;
  Attachments& attachments_;
  Clock now_;
  const Settings settings_;
  Catalogue catalogue_;
  // Updates that were carried out lately, by their keys.
  std::unordered_set<std::string> updates_done_;
  std::deque<std::string> updates_in_order_;
};

// As a client shows a token in GET tokens.
std::string token_of(std::uint64_t complaint_id);
std::optional<std::uint64_t> complaint_of_token(std::string_view token);

}  // namespace whistle::gateway::open311
