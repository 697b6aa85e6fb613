#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace whistle::cli {

// Where the clock on the wall hangs.
class Zone {
 public:
  // An IANA name (Asia/Shanghai) or a fixed offset (+08:00, Z). Nothing when it is neither.
  static std::optional<Zone> named(const std::string& name);
  // That of this machine; UTC when it has none.
  static Zone of_machine();
  static Zone utc() { return Zone(std::chrono::minutes(0)); }

  // 2026-08-22T14:05:09+08:00. Milliseconds are left out.
  std::string text(std::int64_t time_ms) const;
  // The same, or "-" for 0, which means: none.
  std::string text_or_dash(std::int64_t time_ms) const;
  // 2026-08-22, then T or a space and 14:05, optionally :09, optionally +08:00 or Z; without an
  // offset it is the time in this zone. Or whole milliseconds since 1970. Nothing when it is none
  // of these, or when the clocks of the zone never show it.
  std::optional<std::int64_t> parse(std::string_view text) const;

 private:
  explicit Zone(std::chrono::minutes offset) : offset_(offset) {}
  explicit Zone(const date::time_zone* zone) : zone_(zone) {}
  std::chrono::seconds offset_at(std::int64_t time_ms) const;

  const date::time_zone* zone_ = nullptr;  // null: the offset counts
  std::chrono::minutes offset_{0};
};

}  // namespace whistle::cli
