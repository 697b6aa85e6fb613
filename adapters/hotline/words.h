#pragma once

#include <algorithm>
#include <array>
#include <string_view>

// The words of the protocol that a feed may use; see proto/whistle/v1/complaint.proto.
namespace whistle::hotline {

inline constexpr std::array<std::string_view, 11> kChannels{
    "phone",   "wechat_account", "wechat_group",   "patrol",       "web",  "app",
    "on_site", "other",          "suggestion_box", "on_site_duty", "media"};
inline constexpr std::array<std::string_view, 3> kRequesterKinds{"person", "enterprise",
                                                                 "organisation"};
inline constexpr std::array<std::string_view, 6> kRequestTypes{
    "inquiry", "help", "grievance", "report_violation", "suggestion", "thanks"};
inline constexpr std::array<std::string_view, 3> kDatums{"wgs84", "gcj02", "bd09"};
inline constexpr std::array<std::string_view, 5> kRatings{
    "very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "unrated"};

template <std::size_t kCount>
constexpr bool is_one_of(const std::array<std::string_view, kCount>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace whistle::hotline
