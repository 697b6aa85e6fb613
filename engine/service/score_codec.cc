#include "engine/service/score_codec.h"

#include <string>

#include "engine/service/fields.h"
#include "engine/service/wire_words.h"

namespace whistle::service {
namespace {

constexpr int kScoreLinesMax = 2000;
constexpr int kAgendaItemsMax = 1000;
constexpr std::int32_t kNothingAsked = -1;
// Less than any change there can be: from some to none is -1000.
constexpr std::int32_t kNoMonthBefore = -1001;

std::int32_t or_absent(std::optional<std::int32_t> rate) { return rate.value_or(kNothingAsked); }

void add_rates(const casework::ScoreLine& line, v1::ScoreLine& shown) {
  shown.set_response_rate(or_absent(line.response_rate));
  shown.set_solve_rate(or_absent(line.solve_rate));
  shown.set_satisfaction_rate(or_absent(line.satisfaction_rate));
  shown.set_on_time_rate(or_absent(line.on_time_rate));
  shown.set_return_rate(or_absent(line.return_rate));
  shown.set_repeat_rate(or_absent(line.repeat_rate));
  shown.set_whistle_rate(or_absent(line.whistle_rate));
  shown.set_per_ten_thousand_households(or_absent(line.per_ten_thousand_households));
  shown.set_month_on_month(line.month_on_month.value_or(kNoMonthBefore));
  shown.set_score(or_absent(line.score));
}

void add_line(const casework::ScoreLine& line, v1::ScoreLine& shown) {
  shown.set_dimension(std::string(to_word(line.dimension)));
  shown.set_key(line.key);
  shown.set_name(line.name);
  add_rates(line, shown);
  shown.set_whistle_band(line.whistle_band);
  shown.set_stars(line.stars);
  shown.set_list(line.list);
  shown.set_points(line.points);
  shown.set_double_score(line.double_score);
  shown.set_rated(line.rated);
  for (const auto& spelling : kSpellings<casework::Measure>) {
    const std::int64_t count = line.counts.count(spelling.value);
    if (count == 0) continue;
    auto* counted = shown.add_counts();
    counted->set_measure(std::string(spelling.word));
    counted->set_count(count);
  }
}

}  // namespace

Outcome<casework::ScoreQuery, Problem> to_query(const v1::ScoreboardRequest& message) {
  casework::ScoreQuery query;
  query.period = message.period();
  query.key = message.key();
  const std::uint32_t month = query.period % 100;
  if (query.period != 0 && (query.period < 197001 || month < 1 || month > 12)) {
    return violation("period: " + std::to_string(query.period) + " is no month such as 202603");
  }
  if (message.dimension().empty()) return query;
  const auto dimension = word_field<casework::Dimension>("dimension", message.dimension());
  if (!dimension) return Failure{dimension.error()};
  query.dimension = *dimension;
  return query;
}

Outcome<PanelKind, Problem> to_panel(const v1::AgendaRequest& message) {
  auto panel = word_field<PanelKind>("panel", message.panel());
  if (panel && (*panel == PanelKind::JointClinic || *panel == PanelKind::JointConference)) {
    return panel;
  }
  return violation("panel: \"" + message.panel() + "\" is none of: joint_clinic joint_conference");
}

v1::ScoreboardReply to_reply(const std::vector<casework::ScoreLine>& lines, std::uint32_t period) {
  v1::ScoreboardReply reply;
  reply.set_period(period);
  for (const casework::ScoreLine& line : lines) {
    reply.set_more(reply.lines_size() == kScoreLinesMax);
    if (reply.more()) break;
    add_line(line, *reply.add_lines());
  }
  return reply;
}

v1::AgendaReply to_reply(const casework::Agenda& agenda) {
  v1::AgendaReply reply;
  reply.set_meets_at_ms(to_ms(agenda.meets_at));
  for (const casework::AgendaItem& item : agenda.items) {
    reply.set_more(reply.items_size() == kAgendaItemsMax);
    if (reply.more()) break;
    auto* shown = reply.add_items();
    shown->set_case_id(item.id.value);
    shown->set_why(std::string(to_word(item.why)));
    shown->set_since_ms(to_ms(item.since));
    shown->set_unit(item.unit.value);
    shown->set_category(item.category.value);
    shown->set_review_at_ms(to_ms(item.review_at));
  }
  return reply;
}

}  // namespace whistle::service
