#include "adapters/cli/fact_words.h"

#include <map>

namespace whistle::cli {

std::optional<std::string_view> title_of_event(std::string_view event) {
  static const std::map<std::string_view, std::string_view> titles{
      {"case_filed", "filed"},
      {"complaint_declined", "declined"},
      {"complaint_merged", "merged"},
      {"case_classified", "classified"},
      {"case_recoloured", "recoloured"},
      {"order_dispatched", "dispatched"},
      {"order_leased", "leased"},
      {"lease_renewed", "lease renewed"},
      {"lease_lapsed", "lease lapsed"},
      {"order_released", "released"},
      {"order_signed", "signed for"},
      {"first_contacted", "first contact"},
      {"arrived_on_site", "on site"},
      {"progress_noted", "progress"},
      {"handling_finished", "finished"},
      {"post_checked", "checked"},
      {"requester_replied", "replied"},
      {"called_back", "called back"},
      {"case_reworked", "rework"},
      {"case_closed", "closed"},
      {"case_struck_off", "struck off"},
      {"clock_started", "promise"},
      {"clock_paused", "promise rests"},
      {"clock_resumed", "promise resumes"},
      {"clock_met", "promise kept"},
      {"clock_dropped", "promise dropped"},
      {"clock_due_soon", "due soon"},
      {"clock_ran_out", "overdue"},
      {"card_issued", "card"},
      {"case_escalated", "escalated"},
      {"ladder_exhausted", "ladder ends"}};
  const auto found = titles.find(event);
  if (found == titles.end()) return std::nullopt;
  return found->second;
}

const Highlights* highlights_of(std::string_view event) {
  static const std::map<std::string_view, Highlights> highlights{
      {"case_filed",
       {{"severity", ""},
        {"category", ""},
        {"area", "at"},
        {"awaits_triage", "awaits triage"},
        {"emergency_line", "emergency line"}}},
      {"complaint_merged", {{"severity", ""}, {"repeat", "repeat"}, {"rule", "rule"}}},
      {"complaint_declined", {{"ground", ""}}},
      {"order_dispatched",
       {{"unit", "to"}, {"tier", ""}, {"rule", "rule"}, {"raised_to_duty", "raised to duty"}}},
      {"order_leased", {{"worker", "to"}, {"until", "until"}}},
      {"order_signed", {{"worker", "by"}}},
      {"lease_lapsed", {}},
      {"clock_started", {{"stage", ""}, {"limit", "within"}, {"due", "due"}}},
      {"clock_paused", {{"stage", ""}, {"consumed", "after"}}},
      {"clock_resumed", {{"stage", ""}, {"due", "due"}}},
      {"clock_met", {{"stage", ""}}},
      {"clock_dropped", {{"stage", ""}}},
      {"clock_due_soon", {{"stage", ""}, {"due", "due"}}},
      {"clock_ran_out", {{"stage", ""}, {"due", "due"}, {"unit", "unit"}, {"far", "far"}}},
      {"card_issued",
       {{"card", ""}, {"stage", ""}, {"unit", "unit"}, {"points", "points"}, {"rule", "rule"}}},
      {"case_escalated",
       {{"from_unit", "from"}, {"to_unit", "to"}, {"mode", ""}, {"rule", "rule"}}}};
  const auto found = highlights.find(event);
  return found == highlights.end() ? nullptr : &found->second;
}

}  // namespace whistle::cli
