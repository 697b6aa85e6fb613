#include "adapters/cli/print_engine.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "adapters/cli/print_table.h"

namespace whistle::cli {

namespace {

constexpr double kMebi = 1024.0 * 1024.0;
// The unit of a limit that must not be fallen below.
constexpr std::string_view kFloor = "free bytes";

Cell count(std::uint64_t number, Ink ink = Ink::Plain) {
  return {std::to_string(number), number == 0 ? Ink::Dim : ink};
}

std::string bytes(std::uint64_t number) {
  constexpr std::uint64_t kMebiMin = 1024 * 1024;
  if (number < kMebiMin) return fmt::format("{:.1f} KiB", static_cast<double>(number) / 1024.0);
  const double mebi = static_cast<double>(number) / kMebi;
  return mebi >= 1024 ? fmt::format("{:.1f} GiB", mebi / 1024) : fmt::format("{:.1f} MiB", mebi);
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return std::to_string(part);
  // Rounded down: one broken promise in a million is not "100 %".
  return fmt::format("{} of {} ({} %)", part, whole, part * 100 / whole);
}

// At the limit it refuses; from four fifths on somebody should know before it does.
Ink ink_of_use(const v1::LimitView& limit) {
  constexpr double kNear = 0.8;
  const auto value = static_cast<double>(limit.value());
  const auto used = static_cast<double>(limit.used());
  if (limit.unit() == kFloor) {
    if (used < value) return Ink::Red;
    return used * kNear < value ? Ink::Yellow : Ink::Plain;
  }
  if (used >= value) return Ink::Red;
  return used >= value * kNear ? Ink::Yellow : Ink::Plain;
}

std::string amount(std::uint64_t number, const std::string& unit) {
  return unit == "bytes" || unit == kFloor ? bytes(number) : std::to_string(number);
}

void print_limits(std::ostream& out, const v1::StatusReply& reply, const Style& style) {
  Table table({{"limit", Side::Left},
               {"value", Side::Right},
               {"used", Side::Right},
               {"", Side::Left},
               {"refused", Side::Right}});
  for (const v1::LimitView& limit : reply.limits()) {
    const Cell used =
        limit.has_used() ? Cell{amount(limit.used(), limit.unit()), ink_of_use(limit)} : Cell{"-"};
    table.add({{limit.name()},
               {amount(limit.value(), limit.unit())},
               used,
               {limit.unit() == "bytes"  ? ""
                : limit.unit() == kFloor ? "free"
                                         : limit.unit()},
               limit.has_used() ? count(limit.refused(), Ink::Red) : Cell{"-"}});
  }
  if (table.empty()) return;
  out << '\n';
  table.print(out, style.paint);
}

void print_tallies(std::ostream& out, const v1::Tallies& tallies, const Style& style) {
  Pairs pairs;
  pairs.add("complaints", fmt::format("{}: {} cases, {} merged, {} declined", tallies.complaints(),
                                      tallies.cases(), tallies.merged(), tallies.declined()));
  pairs.add("red", count(tallies.red(), Ink::Red));
  pairs.add("yellow", count(tallies.yellow(), Ink::Yellow));
  pairs.add("blue", count(tallies.blue(), Ink::Blue));
  pairs.add("first sent to",
            fmt::format("building {}, compound {}, community {}, street {}, department {}, "
                        "district {}",
                        tallies.building(), tallies.compound(), tallies.community(),
                        tallies.street(), tallies.department(), tallies.district()));
  pairs.add("read by a person", count(tallies.triage_queue()));
  pairs.add("escalations", count(tallies.escalations()));
  pairs.add("overdue", count(tallies.overdue()));
  pairs.add("cards", fmt::format("{} yellow, {} red", tallies.yellow_cards(), tallies.red_cards()));
  pairs.add("reworked", count(tallies.reworked()));
  pairs.add("closed on time", share(tallies.closed_on_time(), tallies.closed()));
  pairs.print(out, style.paint);
}

}  // namespace

void print_queues(std::ostream& out, const v1::QueuesReply& reply, const Style& style) {
  Table table({{"unit", Side::Left},
               {"name", Side::Left},
               {"tier", Side::Left},
               {"red", Side::Right},
               {"yellow", Side::Right},
               {"blue", Side::Right},
               {"first due", Side::Left},
               {"first cases", Side::Left}});
  for (const v1::QueueView& queue : reply.queues()) {
    std::string heads;
    for (const std::uint64_t id : queue.heads()) {
      heads += (heads.empty() ? "" : " ") + std::to_string(id);
    }
    table.add({{queue.unit()},
               {queue.name()},
               {queue.tier()},
               count(queue.red(), Ink::Red),
               count(queue.yellow(), Ink::Yellow),
               count(queue.blue(), Ink::Blue),
               {style.zone.text_or_dash(queue.earliest_due_ms())},
               {heads}});
  }
  if (table.empty()) {
    out << "nothing waits\n";
    return;
  }
  table.print(out, style.paint);
}

void print_status(std::ostream& out, const v1::StatusReply& reply, const Style& style) {
  Pairs pairs;
  pairs.add("time", style.zone.text(reply.time_ms()));
  pairs.add("open cases", {std::to_string(reply.open_cases()), Ink::Bold});
  pairs.add("records", std::to_string(reply.head_sequence()));
  pairs.add("next alarm", style.zone.text_or_dash(reply.next_alarm_ms()));
  pairs.add("latest alarm", fmt::format("{} ms late", reply.alarm_lateness_max_ms()));
  pairs.add("refused as full", count(reply.refused_full(), Ink::Red));
  pairs.add("disk free", bytes(reply.disk_free_bytes()));
  pairs.add("memory", bytes(reply.memory_bytes()));
  pairs.add("rule book", reply.policy_version());
  pairs.print(out, style.paint);
  out << '\n';
  print_tallies(out, reply.tallies(), style);
  print_limits(out, reply, style);
}

void print_cursors(std::ostream& out, const v1::CursorsReply& reply, const Style& style) {
  Table table({{"cursor", Side::Left},
               {"acknowledged", Side::Right},
               {"behind", Side::Right},
               {"last", Side::Left},
               {"", Side::Left}});
  for (const v1::CursorView& cursor : reply.cursors()) {
    table.add({{cursor.name()},
               {std::to_string(cursor.acknowledged_sequence())},
               count(cursor.behind(), cursor.connected() ? Ink::Plain : Ink::Yellow),
               {style.zone.text(cursor.time_ms())},
               {cursor.connected() ? "connected" : "nobody watches"}});
  }
  if (table.empty()) {
    out << "no cursors\n";
    return;
  }
  table.print(out, style.paint);
}

}  // namespace whistle::cli
