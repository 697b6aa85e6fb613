#include "engine/config/rule_settings.h"

#include "engine/config/chapter_settings.h"

namespace whistle::config {

void read_colours(TomlSection section, std::string_view key, policy::ColourSet& target,
                  Problems& problems) {
  const auto texts = section.texts(key);
  if (!texts) return;
  target = {};
  for (const TomlText& item : *texts) {
    const auto severity = from_word<Severity>(item.text);
    if (!severity) {
      problems.add(item.place,
                   std::string(key) + ": " + not_one_of(item.text, words_of(kSpellings<Severity>)));
      continue;
    }
    if (target.has(*severity)) {
      problems.add(item.place,
                   std::string(key) + ": " + in_quotes(item.text) + " stands here a second time");
    }
    switch (*severity) {
      case Severity::Blue:
        target.blue = true;
        break;
      case Severity::Yellow:
        target.yellow = true;
        break;
      case Severity::Red:
        target.red = true;
        break;
    }
  }
}

policy::Settings read_rule_settings(TomlSection root, policy::Settings defaults,
                                    Problems& problems) {
  policy::Settings settings = defaults;
  TomlSection triage = root.section("triage");
  assign(settings.certain_score, triage.integer("certain_score", kCertainScore));
  assign(settings.certain_lead, triage.integer("certain_lead", kCertainLead));
  assign(settings.subject_factor, triage.integer("subject_factor", kSubjectFactor));

  assign(settings.model_confidence, triage.real("model_confidence", kModelConfidence));

  TomlSection severity = root.section("severity");
  assign(settings.yellow_sum, severity.integer("yellow_sum", kYellowSum));
  assign(settings.requesters_yellow, severity.integer("requesters_yellow", kRequestersYellow));

  TomlSection merge = root.section("merge");
  assign(settings.merge, merge.boolean("enabled"));
  assign(settings.merge_window, merge.duration("window", kMergeWindow));
  assign(settings.merge_window_red, merge.duration("window_red", kMergeWindow));

  TomlSection cards = root.section("cards");
  assign(settings.cards.ratios.due_soon, cards.real("due_soon_ratio", kDueSoonRatio));
  assign(settings.cards.ratios.far_overdue, cards.real("red_ratio", kRedRatio));
  assign(settings.cards.yellow_points, cards.integer("yellow_points", kPenaltyPoints));
  assign(settings.cards.red_points, cards.integer("red_points", kPenaltyPoints));
  assign(settings.cards.on_time_points, cards.integer("on_time_points", kRewardPoints));

  TomlSection lease = root.section("lease");
  assign(settings.lease, lease.duration("duration", kLease));
  assign(settings.receipt, lease.duration("receipt", kReceipt));
  assign(settings.attempts.timeouts_max, lease.integer("timeouts", kAttempts));
  assign(settings.attempts.failures_max, lease.integer("failures", kAttempts));
  assign(settings.attempts.undelivered_max, lease.integer("undelivered", kAttempts));

  TomlSection checks = root.section("checks");
  read_colours(checks, "post_check", settings.post_check, problems);
  read_colours(checks, "callback", settings.callback, problems);

  TomlSection map = root.section("map");
  assign(settings.outline_datum, map.word("outline_datum", kSpellings<Datum>));

  TomlSection limits = root.section("limits");
  assign(settings.text_bytes_max, limits.integer("text_bytes", kTextBytes));
  assign(settings.future_tolerance, limits.duration("future_tolerance", kFutureTolerance));
  read_chapter_settings(root, settings, problems);
  return settings;
}

}  // namespace whistle::config
