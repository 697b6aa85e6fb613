#include "engine/config/joint_tables.h"

#include "engine/config/row_reader.h"

namespace whistle::config {

std::vector<policy::WhistleRule> read_whistles(const OverlaidTable& table,
                                               const CalendarNames& calendars, Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    policy::WhistleRule rule;
    rule.kind = row.word("kind", kSpellings<WhistleKind>);
    rule.acknowledge = row.limit("acknowledge");
    rule.arrive = row.limit("arrive");
    rule.plan = row.limit("plan");
    rule.finish = row.limit("finish");
    rule.rate = row.limit("rate");
    rule.calendar = read_calendar(row, calendars);
    rule.hold = row.word("hold", kYesOrNo);
    rule.rule = row.rule_name("whistles.csv");
    return rule;
  });
}

std::vector<policy::WhistlePermission> read_whistle_permissions(const OverlaidTable& table,
                                                                const Names& kinds,
                                                                Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    policy::WhistlePermission permission;
    permission.tier = row.word("tier", kSpellings<Tier>);
    permission.kind = row.word("kind", kSpellings<WhistleKind>);
    if (row.is_sound()) row.check_reference("kind", row.text("kind"), kinds);
    return permission;
  });
}

std::vector<policy::PauseRule> read_pauses(const OverlaidTable& table,
                                           const CalendarNames& calendars, Problems& problems) {
  return read_rows(table, problems, [&](RowReader& row) {
    policy::PauseRule rule;
    rule.code = {row.slug("code")};
    rule.name = row.required("name");
    const auto cap = row.limit("cap");
    if (row.text("cap") == "-") {
      row.problem("cap", "a pause must end by itself; write a limit such as 10wd");
    }
    rule.cap = cap.value_or(calendar::Limit{});
    rule.calendar = read_calendar(row, calendars);
    rule.approval = row.word("approval", kYesOrNo);
    rule.stops_requester = row.word("stops_requester", kYesOrNo);
    rule.rule = row.rule_name("pauses.csv");
    return rule;
  });
}

}  // namespace whistle::config
