#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace whistle::gateway::open311 {

enum class Language : std::uint8_t { Chinese, English };

struct Settings {
  // Where clients reach this gateway, as "https://311.example.org"; empty: as each says in Host.
  std::string base_url{};
  // The same of an installation to try clients with; empty: this one.
  std::string test_base_url{};
  std::string contact{"See this service's operator."};  // discovery: for people
  std::string key_service{"Ask this service's operator for an api key."};
  std::string changeset{"2025-01-01T00:00:00Z"};  // since when clients may rely on what is here
  // Of names and texts.
  Language language{Language::Chinese};
  // More than one: requests must name one of them. Else what they name does not matter.
  std::vector<std::string> jurisdictions{};
  // Categories that are not offered: codes; "adm-*" is all that begin so.
  std::vector<std::string> hidden{};
  // Attributes by which a client names its own report: with one of these a report is known again
  // for ever.
  std::vector<std::string> report_ids{"fixmystreet_id", "external_id", "client_request_id"};
  // Within it the same words of the same person are taken for a repeated attempt.
  std::int64_t retry_window_ms{600'000};
  // The same where a request does not say who sends it: neighbours may say the same.
  std::int64_t anonymous_retry_window_ms{10'000};
  std::size_t post_bytes_max{18UL << 20};  // of a request with its pictures

  bool operator==(const Settings&) const = default;
};

// Milliseconds since 1970 UTC.
using Clock = std::function<std::int64_t()>;

}  // namespace whistle::gateway::open311
