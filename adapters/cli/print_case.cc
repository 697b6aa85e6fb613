#include "adapters/cli/print_case.h"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/cli/column.h"
#include "adapters/cli/print_table.h"

namespace whistle::cli {

namespace {

constexpr std::size_t kTextColumns = 48;

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string where_it_is(const v1::CaseView& view) {
  if (view.place() == "closed" || view.place().empty()) return view.status();
  std::string text = view.status() + ", in " + view.place();
  if (!view.worker().empty()) text += " of " + view.worker();
  return text;
}

std::string history_of(const v1::CaseView& view) {
  std::string text = plural(view.complaints(), "complaint", "complaints");
  const auto add = [&text](std::uint64_t count, std::string_view one, std::string_view many) {
    if (count > 0) text += ", " + plural(count, one, many);
  };
  add(view.reminders(), "reminder", "reminders");
  add(view.escalations(), "escalation", "escalations");
  add(view.rework_rounds(), "round of rework", "rounds of rework");
  return text;
}

std::string numbers_in(const auto& numbers) {
  std::string text;
  for (const std::uint64_t number : numbers)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", number);
  return text;
}

std::string case_text(std::uint64_t case_id) {
  return case_id == 0 ? "" : fmt::format("case {}", case_id);
}

// "until 2026-03-11T09:00", or nothing.
std::string until(std::int64_t time_ms, const Style& style) {
  return time_ms == 0 ? "" : ", until " + style.zone.text(time_ms);
}

// An assistance and what it helps; a helped case and its assistances.
void add_assistance(const v1::CaseView& view, Pairs& pairs) {
  if (view.kind() == "assist") {
    pairs.add("helps",
              case_text(view.parent_case()) + (view.required() ? ", which waits for it" : ""));
    pairs.add("task", view.task());
  }
  pairs.add("assists", numbers_in(view.assists()));
}

// What holds a case up, or is open about it.
void add_hindrances(const v1::CaseView& view, Pairs& pairs, const Style& style) {
  if (view.suspended()) {
    pairs.add("suspended",
              {view.pause_reason() + until(view.pause_until_ms(), style), Ink::Yellow});
  }
  if (view.extension_asked()) pairs.add("extension", {"asked for", Ink::Yellow});
  if (view.extensions() > 0) pairs.add("extended", plural(view.extensions(), "time", "times"));
  if (view.review_at_ms() != 0) {
    pairs.add("review", {style.zone.text(view.review_at_ms()) + (view.review_due() ? ", due" : ""),
                         view.review_due() ? Ink::Yellow : Ink::Plain});
  }
  pairs.add("panel", view.panel());
  std::string returned;
  for (const std::string& unit : view.returned_by())
    returned += (returned.empty() ? "" : ", ") + unit;
  pairs.add("returned by", returned);
  if (view.designated()) pairs.add("designated", "the unit cannot return it");
  pairs.add("came from", view.transferred_from());
}

// Who cares for it besides the unit, and what it belongs to.
void add_company(const v1::CaseView& view, Pairs& pairs, const Style& style) {
  pairs.add("assignee", view.assignee());
  pairs.add("companion", view.companion());
  pairs.add("supervision", {view.supervision(), Ink::Yellow});
  if (view.acknowledged_until_ms() != 0) {
    pairs.add("acknowledged", view.acknowledged_by() + until(view.acknowledged_until_ms(), style));
  }
  if (view.mass()) pairs.add("mass", "a matter of many households");
  if (view.storm() != 0) pairs.add("storm", std::to_string(view.storm()));
  if (view.emergency_line()) pairs.add("emergency", "the emergency line was told");
  if (view.evidence() > 0) pairs.add("evidence", plural(view.evidence(), "piece", "pieces"));
  if (view.callback_attempts() > 0) {
    pairs.add("callback", plural(view.callback_attempts(), "try", "tries") + " in vain");
  }
}

std::string guess_text(const v1::GuessView& guess) {
  return named(guess.category_name(), guess.category()) + "  " + guess.strength();
}

// What somebody at the triage desk may choose from.
void print_guesses(std::ostream& out, const v1::CaseView& view, const Style& style) {
  Pairs pairs;
  for (int i = 0; i < view.guesses_size(); ++i) {
    pairs.add(i == 0 ? "may be about" : "or", guess_text(view.guesses(i)));
  }
  pairs.print(out, style.paint);
}

Cell state_of(const v1::ClockView& clock) {
  if (clock.overdue()) return {"overdue", Ink::Red};
  if (clock.running()) return {"runs", Ink::Plain};
  return {"rests after " + duration_text(clock.consumed_ms()), Ink::Dim};
}

void print_clocks(std::ostream& out, const v1::CaseView& view, const Style& style) {
  Table table({{"promise", Side::Left},
               {"limit", Side::Right},
               {"due", Side::Left},
               {"state", Side::Left},
               {"started", Side::Left},
               {"calendar", Side::Left}});
  for (const v1::ClockView& clock : view.clocks()) {
    table.add({{clock.stage()},
               {clock.limit()},
               {style.zone.text_or_dash(clock.due_ms()), clock.overdue() ? Ink::Red : Ink::Plain},
               state_of(clock),
               {style.zone.text_or_dash(clock.started_ms())},
               {clock.calendar()}});
  }
  if (table.empty()) return;
  out << '\n';
  table.print(out, style.paint);
}

// As much of the text as fits into so many columns, with an ellipsis when some is missing.
std::string beginning_of(const std::string& text, std::size_t columns) {
  std::string line = printable(text);
  if (width_of(line) <= columns) return line;
  std::size_t bytes = 0;
  for (std::size_t at = 1; at <= line.size(); ++at) {
    // Only between characters: the bytes that continue one begin with the bits 10.
    const bool boundary =
        at == line.size() || (static_cast<unsigned char>(line[at]) & 0xc0) != 0x80;
    if (!boundary) continue;
    if (width_of(std::string_view(line).substr(0, at)) + 1 > columns) break;
    bytes = at;
  }
  return line.substr(0, bytes) + "…";
}

// "阳光小区 (350605100002001): name:武安镇 + name:阳光小区".
std::string candidate_text(const v1::PlaceCandidate& candidate) {
  return fmt::format("{}: {}", named(candidate.area_name(), std::to_string(candidate.area_code())),
                     candidate.why());
}

std::int64_t first_due(const v1::CaseView& view) {
  std::int64_t first = 0;
  for (const v1::ClockView& clock : view.clocks()) {
    if (clock.due_ms() != 0 && (first == 0 || clock.due_ms() < first)) first = clock.due_ms();
  }
  return first;
}

}  // namespace

std::string named(std::string_view name, std::string_view code) {
  if (name.empty() || name == code) return std::string(code);
  if (code.empty()) return std::string(name);
  return fmt::format("{} ({})", name, code);
}

std::string duration_text(std::int64_t milliseconds) {
  const std::int64_t all = milliseconds / 1000;
  const std::int64_t days = all / 86400;
  const std::int64_t hours = all / 3600 % 24;
  const std::int64_t minutes = all / 60 % 60;
  if (days > 0) return fmt::format("{}d {}h", days, hours);
  if (hours > 0) return fmt::format("{}h{:02}m", hours, minutes);
  if (minutes > 0) return fmt::format("{}m", minutes);
  return fmt::format("{}s", all);
}

void print_case(std::ostream& out, const v1::CaseView& view, const Style& style) {
  Pairs pairs;
  pairs.add("case", {std::to_string(view.case_id()), Ink::Bold});
  pairs.add("state", where_it_is(view));
  pairs.add("severity", {view.severity(), ink_of(view.severity())});
  pairs.add("matter", named(view.category_name(), view.category()));
  pairs.add("condition", view.condition());
  const std::string area = view.area_code() == 0 ? "" : std::to_string(view.area_code());
  pairs.add("place", named(view.area_name(), area));
  for (const v1::PlaceCandidate& candidate : view.place_candidates()) {
    pairs.add("perhaps", candidate_text(candidate));
  }
  pairs.add("unit", named(view.unit_name(), view.unit()));
  pairs.add("tier", view.tier());
  pairs.add("request", view.request_type());
  pairs.add("channel", view.channel());
  if (view.card() != "none") pairs.add("card", {view.card(), ink_of(view.card())});
  add_assistance(view, pairs);
  add_hindrances(view, pairs, style);
  add_company(view, pairs, style);
  pairs.add("history", history_of(view));
  pairs.add("received", style.zone.text_or_dash(view.received_at_ms()));
  if (view.finished_at_ms() != 0) pairs.add("finished", style.zone.text(view.finished_at_ms()));
  pairs.add("subject", view.subject());
  pairs.add("address", view.address());
  pairs.print(out, style.paint);
  print_guesses(out, view, style);
  print_clocks(out, view, style);
  if (!view.text().empty()) out << '\n' << printable_lines(view.text()) << '\n';
}

std::string case_line(const v1::CaseView& view, const Style& style) {
  return fmt::format(
      "{}  case {:<6}  {:<6}  {}, {}, {}, {}", style.zone.text(view.received_at_ms()),
      view.case_id(), view.severity(), where_it_is(view),
      named(view.category_name(), view.category()),
      named(view.area_name(),
            view.area_code() == 0 ? std::string{} : std::to_string(view.area_code())),
      named(view.unit_name(), view.unit()));
}

void print_grants(std::ostream& out, const v1::PullReply& reply, const Style& style) {
  Table table({{"case", Side::Right},
               {"severity", Side::Left},
               {"matter", Side::Left},
               {"place", Side::Left},
               {"due", Side::Left},
               {"held until", Side::Left},
               {"token", Side::Right},
               {"text", Side::Left}});
  for (const v1::Grant& grant : reply.grants()) {
    const v1::CaseView& view = grant.case_();
    const std::string& text = view.subject().empty() ? view.text() : view.subject();
    table.add({{std::to_string(view.case_id()), Ink::Bold},
               {view.severity(), ink_of(view.severity())},
               {view.category_name().empty() ? view.category() : view.category_name()},
               {view.area_name().empty() ? std::to_string(view.area_code()) : view.area_name()},
               {style.zone.text_or_dash(first_due(view))},
               {grant.until_ms() == 0 ? "signed for" : style.zone.text(grant.until_ms())},
               {std::to_string(grant.token())},
               {beginning_of(text, kTextColumns)}});
  }
  table.print(out, style.paint);
  for (const v1::Grant& grant : reply.grants()) {
    const v1::CaseView& view = grant.case_();
    for (const v1::PlaceCandidate& candidate : view.place_candidates()) {
      out << fmt::format("case {}: perhaps {}\n", view.case_id(),
                         printable(candidate_text(candidate)));
    }
    if (view.guesses().empty()) continue;
    out << '\n' << "case " << view.case_id() << '\n';
    print_guesses(out, view, style);
  }
}

}  // namespace whistle::cli
