#include "engine/config/zone_rule.h"

#include <algorithm>

namespace whistle::config {

// Takes the text from the front; any step may fail, and then all later ones do.
class ZoneRule::Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool is_good() const { return good_; }
  bool is_at_end() const { return rest_.empty(); }
  bool sees(char symbol) const { return !rest_.empty() && rest_.front() == symbol; }

  bool take(char symbol) {
    if (!sees(symbol)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char symbol) { good_ = take(symbol) && good_; }

  void name() {
    if (take('<')) {
      const std::size_t end = rest_.find('>');
      good_ = good_ && end != std::string_view::npos;
      if (good_) rest_.remove_prefix(end + 1);
      return;
    }
    std::size_t size = 0;
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    while (size < rest_.size() && is_letter(rest_[size])) ++size;
    good_ = good_ && size >= 3;
    rest_.remove_prefix(size);
  }

  unsigned number(unsigned min, unsigned max) {
    unsigned value = 0;
    std::size_t size = 0;
    while (size < rest_.size() && size < 3 && rest_[size] >= '0' && rest_[size] <= '9') {
      value = value * 10 + static_cast<unsigned>(rest_[size++] - '0');
    }
    good_ = good_ && size > 0 && value >= min && value <= max;
    rest_.remove_prefix(size);
    return value;
  }

  std::chrono::seconds time() {
    constexpr unsigned kHoursMax = 167;  // a week either way, as the standard allows
    const bool negative = take('-');
    if (!negative) take('+');
    std::chrono::seconds time = std::chrono::hours{number(0, kHoursMax)};
    if (take(':')) time += std::chrono::minutes{number(0, 59)};
    if (take(':')) time += std::chrono::seconds{number(0, 59)};
    return negative ? -time : time;
  }

  Change change() {
    Change change;
    expect('M');
    change.month = std::chrono::month{number(1, 12)};
    expect('.');
    change.week = number(1, 5);
    expect('.');
    change.weekday = std::chrono::weekday{number(0, 6)};
    if (take('/')) change.time = time();
    return change;
  }

 private:
  std::string_view rest_;
  bool good_{true};
};

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  Reader reader(text);
  ZoneRule rule;
  reader.name();
  rule.standard_ = -reader.time();
  if (!reader.is_at_end()) {
    Daylight daylight;
    reader.name();
    daylight.offset = reader.sees(',') ? rule.standard_ + std::chrono::hours{1} : -reader.time();
    reader.expect(',');
    daylight.begin = reader.change();
    reader.expect(',');
    daylight.end = reader.change();
    rule.daylight_ = daylight;
  }
  if (!reader.is_good() || !reader.is_at_end()) return std::nullopt;
  return rule;
}

Timestamp ZoneRule::instant(const Change& change, std::chrono::year year,
                            std::chrono::seconds offset_before) {
  using namespace std::chrono;
  const local_days day =
      change.week == 5
          ? local_days{year_month_weekday_last{year, change.month, weekday_last{change.weekday}}}
          : local_days{year_month_weekday{year, change.month,
                                          weekday_indexed{change.weekday, change.week}}};
  return Timestamp{day.time_since_epoch() + change.time - offset_before};
}

std::vector<calendar::TimeZone::Transition> ZoneRule::changes(std::chrono::year year) const {
  if (!daylight_) return {};
  std::vector<calendar::TimeZone::Transition> changes{
      {instant(daylight_->begin, year, standard_), daylight_->offset},
      {instant(daylight_->end, year, daylight_->offset), standard_}};
  // South of the equator summer ends before it begins.
  std::ranges::sort(changes, {}, &calendar::TimeZone::Transition::at);
  return changes;
}

}  // namespace whistle::config
