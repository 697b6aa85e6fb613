#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/gateway/open311/georeport.h"
#include "tests/gateway/support/call.h"
#include "tests/gateway/support/fake_desk.h"

// A city with a few services and requests, without an engine.
namespace whistle::gateway::open311 {

inline constexpr std::int64_t kNow = 1'772'352'000'000;  // 2026-03-01T08:00:00Z
inline constexpr const char* kKey = "key-of-fixmystreet";

// Of what it has, it finds what fits; a thousand at most.
class FakeIndex final : public search::Index {
 public:
  std::vector<search::FoundComplaint> all;  // newest first
  std::vector<search::Update> told;
  bool away{};
  std::vector<search::ComplaintWish> wishes;
  std::vector<search::UpdateWish> update_wishes;

  boost::asio::awaitable<client::Result<search::Cases>> cases(search::Wish wish) override;
  boost::asio::awaitable<client::Result<search::Complaints>> complaints(
      search::ComplaintWish wish) override;
  boost::asio::awaitable<client::Result<search::Updates>> updates(search::UpdateWish wish) override;
  boost::asio::awaitable<client::Result<std::vector<search::Load>>> loads(
      std::int64_t now_ms, std::vector<std::uint64_t> within_areas) override;
  std::optional<std::uint64_t> behind() const override { return 0; }
};

class FakeKeys final : public KeyRing {
 public:
  std::optional<Caller> find(std::string_view key) const override;
};

// Shows what it was told, so that tests see which identity was taken.
class FakePseudonyms final : public Pseudonyms {
 public:
  std::string of(Identity kind, std::string_view identity) const override;
};

// Takes what begins like a JPEG.
class FakeAttachments final : public Attachments {
 public:
  std::vector<std::string> kept;
  boost::asio::awaitable<client::Result<std::string>> keep(std::string bytes) override;
};

class City {
 public:
  explicit City(Settings settings = {});

  // "GET", "/open311/v2/requests.xml?status=open"
  http::Response get(const std::string& target) { return support::get(router, target); }
  http::Response post(const std::string& target, const std::string& form,
                      std::vector<std::pair<std::string, std::string>> headers = {});
  // The complaints that were submitted.
  std::vector<v1::Complaint> submitted() const;
  std::size_t asked(v1::Method method) const;

  support::FakeDesk desk;
  FakeIndex index;
  FakeKeys keys;
  FakePseudonyms pseudonyms;
  FakeAttachments attachments;
  std::int64_t now_ms{kNow};
  std::map<std::uint64_t, search::FoundComplaint> engine;  // what the engine knows, by complaint
  std::map<std::string, std::uint64_t> receipts;           // by external id
  v1::RulesReply rules;
  GeoReport georeport;
  http::Router router;

 private:
  void answer();
};

}  // namespace whistle::gateway::open311
