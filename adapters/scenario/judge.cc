#include "adapters/scenario/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "adapters/scenario/match.h"

namespace whistle::scenario {
namespace {

// Takes a key out of a table: its text, or "".
std::string taken(json& table, const char* key) {
  const auto found = table.find(key);
  if (found == table.end()) return "";
  std::string text = text_of(*found);
  table.erase(found);
  return text;
}

std::uint64_t number_in(const std::string& text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The case a check is about: the one it names, else the one of the step.
std::uint64_t case_meant(json& expected, const Outcome& outcome) {
  std::string named = taken(expected, "case");
  if (named.empty()) named = taken(expected, "id");
  return named.empty() ? outcome.case_id : number_in(named);
}

std::vector<std::string> unanswered(const client::Problem& problem) {
  return {problem.reason + ": " + problem.message};
}

json texts(const auto& numbers) {
  json list = json::array();
  for (const std::uint64_t number : numbers) list.push_back(std::to_string(number));
  return list;
}

}  // namespace

std::vector<std::string> Judge::look(const Check& check, const Outcome& outcome,
                                     const std::vector<v1::Fact>& since) {
  json expected = memory_.resolve(check.expected);
  switch (check.kind) {
    case Check::Kind::Reply:
      return reply(expected, outcome);
    case Check::Kind::Grants:
      return grants(expected, outcome);
    case Check::Kind::Case:
      return case_view(std::move(expected), outcome);
    case Check::Kind::Due:
      return due(std::move(expected), outcome);
    case Check::Kind::Facts:
      return facts(check, since);
    case Check::Kind::Queue:
      return queue(expected);
    case Check::Kind::Register:
      return rows(std::move(expected));
    case Check::Kind::Score:
      return score(std::move(expected));
    case Check::Kind::Agenda:
      return agenda(std::move(expected));
    case Check::Kind::Tallies:
      return tallies(expected);
  }
  return {};
}

Judge::Wrongs Judge::reply(const json& expected, const Outcome& outcome) {
  if (!outcome.reply) return {expected.begin().key() + ": there is no answer"};
  return differences(expected, to_json(*outcome.reply), zone_);
}

Judge::Wrongs Judge::grants(const json& expected, const Outcome& outcome) {
  return differences(json::object({{"grants", expected}}),
                     json::object({{"grants", texts(outcome.grants)}}), zone_);
}

Judge::Wrongs Judge::case_view(json expected, const Outcome& outcome) {
  const auto view = client_.get_case(case_meant(expected, outcome), true);
  if (!view) return unanswered(view.problem());
  return differences(expected, to_json(view->case_()), zone_);
}

Judge::Wrongs Judge::due(json expected, const Outcome& outcome) {
  const auto reply = client_.get_case(case_meant(expected, outcome));
  if (!reply) return unanswered(reply.problem());
  Wrongs wrongs;
  for (const auto& [stage, wanted] : expected.items()) {
    const std::string wrong = due_differs(stage, text_of(wanted), reply->case_());
    if (!wrong.empty()) wrongs.push_back(fmt::format("{}: {}", stage, wrong));
  }
  return wrongs;
}

std::string Judge::due_differs(const std::string& stage, const std::string& wanted,
                               const v1::CaseView& view) const {
  const auto clock = std::ranges::find(view.clocks(), stage, &v1::ClockView::stage);
  std::string there = "-";
  if (clock != view.clocks().end()) {
    there = clock->running() ? local_text(zone_, clock->due_ms()) : "paused";
  }
  const bool runs = clock != view.clocks().end() && clock->running();
  const auto instant = parse_local(zone_, wanted);
  const bool right =
      instant ? runs && clock->due_ms() == *instant : (wanted == "runs" ? runs : wanted == there);
  return right ? "" : fmt::format("expected {}, is {}", wanted, there);
}

Judge::Wrongs Judge::facts(const Check& check, const std::vector<v1::Fact>& since) {
  constexpr std::size_t kShownMax = 5;
  const auto resolve = [this](const std::string& text) { return memory_.resolve_text(text); };
  Wrongs wrongs;
  for (const std::size_t at : unmet(check.facts, since, zone_, resolve)) {
    const FactPattern& pattern = check.facts[at];
    std::string wrong = fmt::format("facts: expected {}", pattern.text);
    std::size_t shown = 0;
    for (const v1::Fact& fact : since) {
      if (fact.event() != pattern.event || shown == kShownMax) continue;
      wrong += fmt::format("{}{}", shown++ == 0 ? ", there is " : "; ", text_of(fact, zone_));
    }
    if (shown == 0) {
      wrong += since.empty() ? ", nothing was recorded" : ", there are only";
      for (const v1::Fact& fact : since) wrong.append(" ").append(fact.event());
    }
    wrongs.push_back(std::move(wrong));
  }
  return wrongs;
}

Judge::Wrongs Judge::queue(const json& expected) {
  v1::QueuesRequest request;
  request.set_unit(text_of(expected.value("unit", json())));
  request.set_heads(100);
  const auto reply = client_.queues(request);
  if (!reply) return unanswered(reply.problem());
  v1::QueueView view;
  view.set_unit(request.unit());
  if (reply->queues_size() > 0) view = reply->queues(0);
  json actual = to_json(view);
  actual["cases"] = actual["heads"];
  return differences(expected, actual, zone_);
}

Judge::Wrongs Judge::rows(json expected) {
  v1::RegistersRequest request;
  request.set_kind(taken(expected, "kind"));
  request.set_key(taken(expected, "key"));
  const bool gone = taken(expected, "gone") == "true";
  const std::string count = taken(expected, "rows");
  std::uint64_t like = 0;
  Wrongs nearest;
  while (true) {
    const auto reply = client_.registers(request);
    if (!reply && reply.problem().reason == "UNKNOWN_ROW" && gone) return {};
    if (!reply) return unanswered(reply.problem());
    for (const v1::RegisterView& row : reply->rows()) {
      const json actual = json::parse(row.json(), nullptr, false);
      const Wrongs wrongs = differences(expected, actual, zone_);
      if (wrongs.empty()) {
        ++like;
      } else {
        nearest = wrongs;
      }
    }
    if (!reply->more() || reply->rows().empty()) break;
    request.set_after(reply->rows().rbegin()->key());
  }
  const std::string of = request.kind() + (request.key().empty() ? "" : " " + request.key());
  if (gone) return like == 0 ? Wrongs{} : Wrongs{of + ": expected none, there is one"};
  if (!count.empty()) {
    if (like == number_in(count)) return {};
    return {fmt::format("{}: expected {} rows, there are {}", of, count, like)};
  }
  if (like > 0) return {};
  if (nearest.empty()) return {of + ": there is none"};
  for (std::string& wrong : nearest) wrong.insert(0, of + ".");
  return nearest;
}

Judge::Wrongs Judge::score(json expected) {
  v1::ScoreboardRequest request;
  request.set_period(static_cast<std::uint32_t>(number_in(taken(expected, "period"))));
  request.set_dimension(taken(expected, "dimension"));
  request.set_key(taken(expected, "key"));
  const bool gone = taken(expected, "gone") == "true";
  const auto reply = client_.scoreboard(request);
  if (!reply) return unanswered(reply.problem());
  const std::string of = request.dimension() + " " + request.key();
  for (const v1::ScoreLine& line : reply->lines()) {
    // Of an area also all areas below it are told.
    if (line.key() != request.key()) continue;
    if (gone) return {of + ": expected no line, there is one"};
    json actual = to_json(line);
    json counts = json::object();
    for (const v1::ScoreLine::Count& count : line.counts()) counts[count.measure()] = count.count();
    // What was never counted is nought.
    const json wanted = expected.value("counts", json::object());
    for (const auto& [measure, value] : wanted.items()) {
      if (!counts.contains(measure)) counts[measure] = 0;
    }
    actual["counts"] = counts;
    return differences(expected, actual, zone_);
  }
  return gone ? Wrongs{} : Wrongs{of + ": there is no such line"};
}

Judge::Wrongs Judge::agenda(json expected) {
  v1::AgendaRequest request;
  request.set_panel(taken(expected, "panel"));
  const auto reply = client_.agenda(request);
  if (!reply) return unanswered(reply.problem());
  Wrongs wrongs;
  if (const auto cases = expected.find("cases"); cases != expected.end()) {
    std::vector<std::uint64_t> wanted;
    std::vector<std::uint64_t> there;
    for (const json& one : *cases) wanted.push_back(number_in(text_of(one)));
    for (const v1::AgendaItem& item : reply->items()) there.push_back(item.case_id());
    std::ranges::sort(wanted);
    std::ranges::sort(there);
    wrongs = differences({{"cases", texts(wanted)}}, {{"cases", texts(there)}}, zone_);
    expected.erase(cases);
  }
  for (std::string& wrong : differences(expected, to_json(*reply), zone_)) {
    wrongs.push_back(std::move(wrong));
  }
  return wrongs;
}

Judge::Wrongs Judge::tallies(const json& expected) {
  const auto reply = client_.status();
  if (!reply) return unanswered(reply.problem());
  return differences(expected, to_json(reply->tallies()), zone_);
}

}  // namespace whistle::scenario
