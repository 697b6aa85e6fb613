#include "adapters/cli/time_text.h"

#include <date/date.h>
#include <date/tz.h>
#include <fmt/format.h>

#include <charconv>
#include <exception>

namespace whistle::cli {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

// Reads what is expected from the front of a text, and notes when it is not there.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    for (const char digit : rest_.substr(0, digits)) {
      if (digit < '0' || digit > '9') return fail();
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  void expect(std::string_view one_of) {
    if (!take(one_of)) fail();
  }
  bool take(std::string_view one_of) {
    if (rest_.empty() || one_of.find(rest_.front()) == std::string_view::npos) return false;
    taken_ = rest_.front();
    rest_.remove_prefix(1);
    return true;
  }
  char taken() const { return taken_; }
  bool at_end() const { return rest_.empty(); }
  bool failed() const { return failed_; }

 private:
  int fail() {
    failed_ = true;
    return 0;
  }

  std::string_view rest_;
  char taken_ = ' ';
  bool failed_ = false;
};

// Z, +08:00 or -03:30 at the end of a text. Nothing when there is none or it is wrong.
std::optional<minutes> read_offset(Reader& reader) {
  if (reader.take("Zz")) return minutes(0);
  if (!reader.take("+-")) return std::nullopt;
  const int sign = reader.taken() == '-' ? -1 : 1;
  const int hours = reader.number(2);
  reader.expect(":");
  const int rest = reader.number(2);
  if (reader.failed() || hours > 15 || rest > 59) return std::nullopt;
  return minutes(sign * (hours * 60 + rest));
}

}  // namespace

std::optional<Zone> Zone::named(const std::string& name) {
  Reader reader(name);
  const auto offset = read_offset(reader);
  if (offset && reader.at_end()) return Zone(*offset);
  try {
    return Zone(date::locate_zone(name));
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Zone Zone::of_machine() {
  try {
    return Zone(date::current_zone());
  } catch (const std::exception&) {
    return utc();
  }
}

seconds Zone::offset_at(std::int64_t time_ms) const {
  if (zone_ == nullptr) return offset_;
  const date::sys_seconds at{floor<seconds>(milliseconds(time_ms))};
  return zone_->get_info(at).offset;
}

std::string Zone::text(std::int64_t time_ms) const {
  const seconds offset = offset_at(time_ms);
  const date::sys_seconds local{floor<seconds>(milliseconds(time_ms)) + offset};
  const auto day = floor<date::days>(local);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss clock{local - day};
  const auto away = std::chrono::duration_cast<minutes>(offset).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", int{ymd.year()},
                     unsigned{ymd.month()}, unsigned{ymd.day()}, clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), away < 0 ? '-' : '+',
                     std::abs(away) / 60, std::abs(away) % 60);
}

std::string Zone::text_or_dash(std::int64_t time_ms) const {
  return time_ms == 0 ? "-" : text(time_ms);
}

std::optional<std::int64_t> Zone::parse(std::string_view text) const {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;

  Reader reader(text);
  const int year = reader.number(4);
  reader.expect("-");
  const int month = reader.number(2);
  reader.expect("-");
  const int day = reader.number(2);
  reader.expect("T ");
  const int hour = reader.number(2);
  reader.expect(":");
  const int minute = reader.number(2);
  const int second = reader.take(":") ? reader.number(2) : 0;
  const date::year_month_day ymd{date::year(year), date::month(static_cast<unsigned>(month)),
                                 date::day(static_cast<unsigned>(day))};
  if (reader.failed() || !ymd.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const date::local_seconds local{date::local_days(ymd).time_since_epoch() +
                                  std::chrono::hours(hour) + minutes(minute) + seconds(second)};
  const bool in_this_zone = reader.at_end();
  std::optional<minutes> offset = in_this_zone ? offset_ : read_offset(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  seconds utc_time = local.time_since_epoch() - *offset;
  if (in_this_zone && zone_ != nullptr) {
    const auto info = zone_->get_info(local);
    if (info.result == date::local_info::nonexistent) return std::nullopt;
    utc_time = local.time_since_epoch() - info.first.offset;
  }
  return milliseconds(utc_time).count();
}

}  // namespace whistle::cli
