#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/client/result.h"
#include "adapters/gateway/engine/desk.h"
#include "adapters/gateway/open311/settings.h"
#include "whistle/v1/rules.pb.h"

namespace whistle::gateway::open311 {

// What residents may file, and where, by the rules in force. Never changes.
struct Services {
  std::string policy_version;
  std::string city_title;
  std::vector<v1::CategoryView> offered;                 // as the rule book has them
  std::unordered_map<std::string, std::size_t> by_code;  // places in `offered`
  // Of all categories, by code; no two that are offered have the same.
  std::unordered_map<std::string, std::string> names;
  std::unordered_map<std::uint64_t, std::string> areas;  // names, by code

  // Null: it does not exist, or is not offered.
  const v1::CategoryView* find(std::string_view code) const;
};

// Keeps the services, and asks the engine anew after a minute or when told that the rules have
// changed. While the engine is away what was known stands. Thread: that of the server.
class Catalogue {
 public:
  Catalogue(engine::Desk& desk, Clock now, const Settings& settings)
      : desk_(desk), now_(std::move(now)), settings_(settings) {}

  boost::asio::awaitable<client::Result<std::shared_ptr<const Services>>> current();
  void rules_changed() { asked_ms_ = 0; }

 private:
  using Page = client::Result<v1::RulesReply>;

  boost::asio::awaitable<Page> ask_page(std::uint32_t offset);
  boost::asio::awaitable<client::Result<std::shared_ptr<const Services>>> read_all();
  bool is_hidden(std::string_view code) const;
  void take(const v1::RulesReply& page, Services& services) const;

  engine::Desk& desk_;
  Clock now_;
  const Settings& settings_;
  std::shared_ptr<const Services> known_;
  std::int64_t asked_ms_{};
};

}  // namespace whistle::gateway::open311
