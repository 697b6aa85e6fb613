#include "adapters/gateway/open311/instant.h"

#include <chrono>
#include <cstdio>

namespace whistle::gateway::open311 {
namespace {

namespace chrono = std::chrono;
constexpr int kYearMin = 1900;

// Takes digits and marks off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool mark(char mark) {
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly `digits` of them, up to `max`.
  std::optional<int> number(std::size_t digits, int max) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value <= max ? std::optional(value) : std::nullopt;
  }
  // What stands behind a decimal point, in thousandths.
  std::optional<int> thousandths() {
    int value = 0;
    int worth = 100;
    bool any = false;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * worth;
      worth /= 10;
      any = true;
      rest_.remove_prefix(1);
    }
    return any ? std::optional(value) : std::nullopt;
  }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<chrono::sys_days> read_day(Reader& reader) {
  const auto year = reader.number(4, 9999);
  if (!year || *year < kYearMin || !reader.mark('-')) return std::nullopt;
  const auto month = reader.number(2, 12);
  if (!month || !reader.mark('-')) return std::nullopt;
  const auto day = reader.number(2, 31);
  if (!day) return std::nullopt;
  const chrono::year_month_day date{chrono::year(*year),
                                    chrono::month(static_cast<unsigned>(*month)),
                                    chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return chrono::sys_days(date);
}

std::optional<chrono::milliseconds> read_time(Reader& reader) {
  const auto hour = reader.number(2, 23);
  if (!hour || !reader.mark(':')) return std::nullopt;
  const auto minute = reader.number(2, 59);
  if (!minute) return std::nullopt;
  chrono::milliseconds time = chrono::hours(*hour) + chrono::minutes(*minute);
  if (!reader.mark(':')) return time;
  const auto second = reader.number(2, 59);
  if (!second) return std::nullopt;
  time += chrono::seconds(*second);
  if (!reader.mark('.')) return time;
  const auto fraction = reader.thousandths();
  if (!fraction) return std::nullopt;
  return time + chrono::milliseconds(*fraction);
}

std::optional<chrono::minutes> read_offset(Reader& reader) {
  if (reader.done() || reader.mark('Z') || reader.mark('z')) return chrono::minutes(0);
  const bool is_west = reader.mark('-');
  if (!is_west && !reader.mark('+') && !reader.mark(' ')) return std::nullopt;
  const auto hours = reader.number(2, 14);
  if (!hours) return std::nullopt;
  reader.mark(':');
  const auto minutes = reader.number(2, 59);
  if (!minutes) return std::nullopt;
  const chrono::minutes offset = chrono::hours(*hours) + chrono::minutes(*minutes);
  return is_west ? -offset : offset;
}

}  // namespace

std::optional<std::int64_t> read_instant(std::string_view text) {
  Reader reader(text);
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  chrono::sys_time<chrono::milliseconds> instant = *day;
  if (reader.mark('T') || reader.mark('t') || reader.mark(' ')) {
    const auto time = read_time(reader);
    if (!time) return std::nullopt;
    instant += *time;
    const auto offset = read_offset(reader);
    if (!offset) return std::nullopt;
    instant -= *offset;
  }
  if (!reader.done()) return std::nullopt;
  return instant.time_since_epoch().count();
}

std::string write_instant(std::int64_t ms) {
  const chrono::sys_time<chrono::milliseconds> instant{chrono::milliseconds(ms)};
  const auto day = chrono::floor<chrono::days>(instant);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss time(chrono::floor<chrono::seconds>(instant - day));
  char text[64];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text;
}

}  // namespace whistle::gateway::open311
