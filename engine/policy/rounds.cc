#include "engine/policy/rounds.h"

#include "engine/core/check.h"

namespace whistle::policy {
namespace {

using std::chrono::local_days;
using std::chrono::year_month_day;

constexpr local_days kFirstDay{std::chrono::year{2024} / std::chrono::January / 1};
static_assert(std::chrono::weekday{kFirstDay} == std::chrono::Monday);

// Rounded down, also before the first day.
constexpr std::int64_t floored(std::int64_t count, std::int64_t length) {
  const std::int64_t whole = count / length;
  return count % length < 0 ? whole - 1 : whole;
}

}  // namespace

Rounds Rounds::of_days(std::uint32_t days) {
  WHISTLE_CHECK(days >= 1);
  return {days, false};
}

Rounds Rounds::of_months(std::uint32_t months) {
  WHISTLE_CHECK(months >= 1);
  return {months, true};
}

std::int64_t Rounds::index_of(local_days day) const {
  if (!months_) return floored((day - kFirstDay).count(), length_);
  const year_month_day date{day};
  const year_month_day first{kFirstDay};
  return floored((date.year() / date.month() - first.year() / first.month()).count(), length_);
}

local_days Rounds::first_day(std::int64_t index) const {
  if (!months_) return kFirstDay + std::chrono::days{index * length_};
  return local_days{year_month_day{kFirstDay} + std::chrono::months{index * length_}};
}

}  // namespace whistle::policy
