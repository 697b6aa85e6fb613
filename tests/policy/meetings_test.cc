#include <gtest/gtest.h>

#include "engine/policy/policy.h"
#include "tests/policy/sample_book.h"

namespace whistle::policy::meetings_test {

using calendar::wall;

constexpr Milliseconds kMoment{1};

Timestamp china(std::string_view text) { return calendar::shanghai().to_instant(wall(text)); }

Policy with_clinic_every(std::uint32_t days) {
  RuleBook book = sample_book();
  book.settings.pauses.clinic_days = days;
  return Policy(std::move(book));
}

std::string next(const Policy& policy, PanelKind panel, Timestamp at) {
  return calendar::shown(calendar::shanghai(), policy.next_meeting(panel, at));
}
std::string clinic(Timestamp at, std::uint32_t days = 14) {
  return next(with_clinic_every(days), PanelKind::JointClinic, at);
}
std::string clinic(std::string_view at, std::uint32_t days = 14) { return clinic(china(at), days); }
std::string conference(Timestamp at) {
  return next(Policy(sample_book()), PanelKind::JointConference, at);
}
std::string conference(std::string_view at) { return conference(china(at)); }

TEST(Clinic, MeetsEveryOtherMonday) {
  EXPECT_EQ(clinic("2026-03-08 12:00"), "2026-03-09 09:00");
  EXPECT_EQ(clinic(china("2026-03-09 09:00") - kMoment), "2026-03-09 09:00");
  EXPECT_EQ(clinic("2026-03-09 09:00"), "2026-03-23 09:00") << "later than this one";
  EXPECT_EQ(clinic("2026-03-10 12:00"), "2026-03-23 09:00");
  EXPECT_EQ(clinic("2026-03-16 12:00"), "2026-03-23 09:00") << "not in the week between";
}

TEST(Clinic, MeetsAsOftenAsTheRulesSay) {
  EXPECT_EQ(clinic("2026-03-09 09:00", 7), "2026-03-16 09:00");
  EXPECT_EQ(clinic("2026-03-09 09:00", 28), "2026-03-23 09:00");
  EXPECT_EQ(clinic("2026-03-23 09:00", 28), "2026-04-20 09:00");
}

TEST(Clinic, WaitsForTheFirstWorkingDay) {
  // Monday 2025-02-03 is within the Spring Festival, which ends with 2025-02-04.
  EXPECT_EQ(clinic("2025-02-02 12:00", 7), "2025-02-05 09:00");
  EXPECT_EQ(clinic("2025-02-03 12:00", 7), "2025-02-05 09:00");
  EXPECT_EQ(clinic(china("2025-02-05 09:00") - kMoment, 7), "2025-02-05 09:00");
  EXPECT_EQ(clinic("2025-02-05 09:00", 7), "2025-02-10 09:00");
}

// Monday 2025-01-27 is a working day, 2025-02-03 is not: two rounds begin within one holiday.
TEST(Clinic, MeetsOnceAfterAHolidayLongerThanARound) {
  EXPECT_EQ(clinic("2025-01-28 12:00", 1), "2025-02-05 09:00");
  EXPECT_EQ(clinic("2025-02-03 12:00", 1), "2025-02-05 09:00");
  EXPECT_EQ(clinic("2025-02-05 09:00", 1), "2025-02-06 09:00");
}

TEST(Conference, MeetsOnTheFirstWorkingDayOfAQuarter) {
  EXPECT_EQ(conference("2026-03-09 12:00"), "2026-04-01 09:00");
  EXPECT_EQ(conference(china("2026-04-01 09:00") - kMoment), "2026-04-01 09:00");
  EXPECT_EQ(conference("2026-04-01 09:00"), "2026-07-01 09:00");
  // The National Day holiday ends with 2026-10-07.
  EXPECT_EQ(conference("2026-09-30 12:00"), "2026-10-08 09:00");
  EXPECT_EQ(conference("2026-10-03 12:00"), "2026-10-08 09:00");
  // New Year's holiday; Sunday 2026-01-04 is a make-up day.
  EXPECT_EQ(conference("2025-12-31 18:00"), "2026-01-04 09:00");
}

TEST(Meetings, EndWithTheCalendar) {
  const Policy policy(sample_book());

  EXPECT_EQ(policy.next_meeting(PanelKind::JointConference, china("2026-10-08 09:00")), kNever);
  EXPECT_EQ(policy.next_meeting(PanelKind::JointClinic, china("2027-05-01 12:00")), kNever);
}

TEST(Meetings, OfOtherPanelsAreWhenTheyAreCalled) {
  const Policy policy(sample_book());
  const Timestamp at = china("2026-03-08 12:00");

  for (const PanelKind panel :
       {PanelKind::ThreeParty, PanelKind::FiveParty, PanelKind::Mediation}) {
    EXPECT_EQ(policy.next_meeting(panel, at), at);
  }
}

}  // namespace whistle::policy::meetings_test
