#include <CLI/CLI.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_board.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"
#include "adapters/client/watch.h"

// The monthly list of closed matters, as a city publishes it (Longkou: 每月办结事项公开; Jinan
// ordinance, art. 33). Nothing that names a person leaves the engine for it: no text, no requester,
// no worker, and no place nearer than the compound.
namespace whistle::cli {

namespace {

// A place has eighteen digits; the last three are the building.
constexpr std::uint64_t kBuildings = 1000;

struct Month {
  std::int64_t begin_ms{};
  std::int64_t end_ms{};
};

std::optional<Month> month_of(std::uint32_t period, const Zone& zone) {
  const auto first = [&](std::uint32_t year, std::uint32_t month) {
    const std::string two = (month < 10 ? "0" : "") + std::to_string(month);
    return zone.parse(std::to_string(year) + "-" + two + "-01T00:00");
  };
  const std::uint32_t year = period / 100;
  const std::uint32_t month = period % 100;
  if (month < 1 || month > 12) return std::nullopt;
  const auto begin = first(year, month);
  const auto end = month == 12 ? first(year + 1, 1) : first(year, month + 1);
  if (!begin || !end) return std::nullopt;
  return Month{*begin, *end};
}

std::string_view detail_of(const v1::Fact& fact, std::string_view name) {
  for (const auto& detail : fact.details()) {
    if (detail.name() == name) return detail.value();
  }
  return {};
}

// What was closed in the month, in the order of the journal. Reads the stream of facts once.
std::optional<Exit> read_closings(Session& session, const Month& month,
                                  std::vector<ClosedMatter>& matters) {
  client::Watch watch(session.options());
  watch.subscribe({.resume_after = 0, .from_now = false, .events = {"case_closed"}});
  constexpr std::uint32_t kSliceMs = 50;
  std::uint32_t waited_ms = 0;
  while (true) {
    const auto events = watch.next(kSliceMs);
    if (watch.problem()) return session.fail(*watch.problem());
    if (!events) {
      if (watch.connected() && watch.seen_sequence() >= watch.head_sequence()) return std::nullopt;
      waited_ms += kSliceMs;
      if (session.timeout_ms() != 0 && waited_ms >= session.timeout_ms()) {
        return session.fail(kError, "the engine does not tell what was closed");
      }
      continue;
    }
    waited_ms = 0;
    for (const v1::Fact& fact : events->facts()) {
      if (fact.time_ms() >= month.end_ms) return std::nullopt;
      if (fact.time_ms() < month.begin_ms) continue;
      if (detail_of(fact, "rule").starts_with("disposed:declined")) continue;
      matters.push_back({.case_id = fact.case_id(),
                         .closed_at_ms = fact.time_ms(),
                         .on_time = detail_of(fact, "on_time") == "yes"});
    }
    if (events->seen_sequence() >= events->head_sequence()) return std::nullopt;
  }
}

void fill(ClosedMatter& matter, const v1::CaseView& view) {
  matter.is_request = view.kind() == "request";
  matter.category = view.category();
  matter.category_name = view.category_name();
  matter.compound = view.area_code() - view.area_code() % kBuildings;
  matter.unit = view.unit();
  matter.unit_name = view.unit_name();
  matter.received_at_ms = view.received_at_ms();
}

// Asks for the cases themselves, many at once.
std::optional<Exit> read_cases(Session& session, std::vector<ClosedMatter>& matters) {
  constexpr std::size_t kAtOnce = 64;
  std::optional<client::Problem> problem;
  client::Client& client = session.client();
  for (ClosedMatter& matter : matters) {
    v1::CaseRequest wish;
    wish.set_case_id(matter.case_id);
    client.send<v1::CaseReply>(v1::METHOD_GET_CASE, wish,
                               [&problem, &matter](const client::Result<v1::CaseReply>& reply) {
                                 if (reply) {
                                   fill(matter, reply->case_());
                                 } else if (!problem) {
                                   problem = reply.problem();
                                 }
                               });
    while (client.pending() >= kAtOnce) client.poll(1000);
  }
  client.drain();
  if (problem) return session.fail(*problem);
  std::erase_if(matters, [](const ClosedMatter& matter) { return !matter.is_request; });
  return std::nullopt;
}

void print_json(std::ostream& out, const ClosedMatter& matter) {
  const nlohmann::ordered_json line{{"case_id", std::to_string(matter.case_id)},
                                    {"closed_at_ms", std::to_string(matter.closed_at_ms)},
                                    {"received_at_ms", std::to_string(matter.received_at_ms)},
                                    {"category", matter.category},
                                    {"category_name", matter.category_name},
                                    {"compound", std::to_string(matter.compound)},
                                    {"unit", matter.unit},
                                    {"unit_name", matter.unit_name},
                                    {"on_time", matter.on_time}};
  out << line.dump() << '\n';
}

Exit closed(Session& session, std::uint32_t period) {
  const auto month = month_of(period, session.style().zone);
  if (!month) {
    return session.fail(kUsage, "--period: " + std::to_string(period) + " is no month; say 202603");
  }
  std::vector<ClosedMatter> matters;
  if (const auto exit = read_closings(session, *month, matters)) return *exit;
  if (const auto exit = read_cases(session, matters)) return *exit;
  if (!session.json()) {
    print_closed(session.out(), matters, session.style());
    return kDone;
  }
  for (const ClosedMatter& matter : matters) print_json(session.out(), matter);
  return kDone;
}

}  // namespace

void add_closed(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand(
      "closed", "The matters closed in a month, for publication: nothing in it names a person");
  auto period = std::make_shared<std::uint32_t>(0);
  add_number<std::uint32_t>(verb, "--period", *period, "The month: 202603", 197001, 999912)
      ->required();
  verb.callback([&session, period] {
    session.time_typed = true;
    session.line = client::Line::Watch;
    session.verb = [&session, period] { return closed(session, *period); };
  });
}

}  // namespace whistle::cli
