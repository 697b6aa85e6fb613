#include "adapters/cli/print_story.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "adapters/cli/column.h"
#include "adapters/cli/marked_text.h"
#include "adapters/cli/print_case.h"
#include "adapters/cli/print_table.h"
#include "adapters/cli/story_words.h"

namespace whistle::cli {
namespace {

constexpr std::string_view kInner = "      ";

void heading(std::ostream& out, std::string_view title, const Style& style) {
  out << '\n' << style.paint(Ink::Bold, title) << '\n';
}

std::string rule_text(std::string_view rule) {
  return rule.empty() ? std::string{} : "rule " + printable(rule);
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    text += (text.empty() ? "" : "  ") + part;
  }
  return text;
}

std::string category_text(const v1::Reading& reading) {
  std::string second;
  if (!reading.second().empty()) {
    second = fmt::format("next {} {}", named(reading.second_name(), reading.second()),
                         reading.second_score());
  }
  return joined({named(reading.category_name(), reading.category()), reading.category_certainty(),
                 fmt::format("score {}", reading.category_score()), second,
                 rule_text(reading.category_rule())});
}

std::string place_text(const v1::Reading& reading) {
  const std::string area = reading.area_code() == 0 ? "" : std::to_string(reading.area_code());
  return joined({named(reading.area_name(), area), reading.place_certainty(),
                 rule_text(reading.place_rule())});
}

std::string severity_text(const v1::Reading& reading) {
  return joined({reading.severity(),
                 fmt::format("nature {}, scope {}, harm {}", reading.nature(), reading.scope(),
                             reading.harm()),
                 reading.care() ? "a household in care" : "", rule_text(reading.severity_rule())});
}

void print_evidence(std::ostream& out, const v1::Reading& reading, std::string_view finding,
                    const Style& style) {
  Table table({{"", Side::Left}, {"", Side::Left}, {"", Side::Right}, {"", Side::Left}});
  for (const v1::Evidence& item : reading.evidence()) {
    if (item.finding() != finding) continue;
    const std::string place =
        fmt::format("{}–{}", item.offset(), item.offset() + item.words().size());
    const std::string score = item.score() == 0 ? "" : fmt::format("{:+}", item.score());
    table.add({{"「" + item.words() + "」"}, {place, Ink::Dim}, {score}, {item.rule(), Ink::Dim}});
  }
  table.print(out, style.paint, kInner);
}

void print_reading(std::ostream& out, const v1::Reading& reading, const Style& style) {
  heading(out, fmt::format("complaint {}", reading.complaint_id()), style);
  const auto finding = [&](std::string_view name, const std::string& text) {
    out << "  " << style.paint(Ink::Dim, fmt::format("{:<8}", name)) << "  " << printable(text)
        << '\n';
    print_evidence(out, reading, name, style);
  };
  finding("category", category_text(reading));
  finding("place", place_text(reading));
  finding("severity", severity_text(reading));
  print_evidence(out, reading, "decline", style);
}

void print_route(std::ostream& out, const v1::Route& route, const Style& style) {
  const std::string order = route.number() == 0 ? "desk" : fmt::format("order {}", route.number());
  out << "  "
      << joined({style.zone.text(route.time_ms()), order,
                 style.paint(Ink::Bold, printable(named(route.unit_name(), route.unit()))),
                 printable(route.tier()), rule_text(route.rule()),
                 route.raised_to_duty() ? "raised to the tier that has the duty" : ""})
      << '\n';
  Table table({{"", Side::Left}, {"", Side::Left}, {"", Side::Left}});
  for (const v1::ConsideredUnit& other : route.considered()) {
    const std::string who = other.unit().empty() ? "—" : named(other.unit_name(), other.unit());
    table.add({{"not " + other.tier(), Ink::Dim}, {who}, {why_passed_over(other), Ink::Dim}});
  }
  table.print(out, style.paint, kInner);
}

Ink ink_of_outcome(std::string_view outcome) {
  const bool bad = outcome == "broken" || outcome == "kept_late" || outcome == "overdue";
  return bad ? Ink::Red : Ink::Plain;
}

std::string granted_text(const v1::Promise& promise) {
  return promise.granted_ms() == 0 ? "" : spent_text(promise.granted_ms(), promise.working_time());
}

void print_segments(std::ostream& out, const v1::Promise& promise, const Style& style) {
  Table table(
      {{"", Side::Left}, {"", Side::Left}, {"", Side::Left}, {"", Side::Right}, {"", Side::Left}});
  for (const v1::Segment& segment : promise.segments()) {
    const std::string until = segment.until_ms() == 0 ? "…" : style.zone.text(segment.until_ms());
    const bool working = promise.working_time();
    const std::string used = !segment.running() ? ""
                             : segment.calendar_known()
                                 ? "+" + spent_text(segment.used_ms(), working)
                                 : "?";
    table.add({{style.zone.text(segment.from_ms())},
               {"– " + until},
               {segment.running() ? "runs" : "rests", segment.running() ? Ink::Plain : Ink::Dim},
               {used},
               {cause_text(segment.why()), Ink::Dim}});
  }
  table.print(out, style.paint, kInner);
}

void print_changes(std::ostream& out, const v1::Promise& promise, const Style& style) {
  for (const v1::PromiseChange& change : promise.changes()) {
    out << kInner
        << joined({style.zone.text(change.time_ms()), printable(change.what()),
                   "due " + style.zone.text_or_dash(change.due_before_ms()) + " → " +
                       style.zone.text_or_dash(change.due_ms()),
                   rule_text(change.rule())})
        << '\n';
  }
}

void print_promise(std::ostream& out, const v1::Promise& promise, const Style& style) {
  const std::string used = granted_text(promise).empty()
                               ? ""
                               : "used " + spent_text(promise.used_ms(), promise.working_time()) +
                                     " of " + granted_text(promise);
  out << "  "
      << joined({style.paint(Ink::Bold, printable(promise.stage())), printable(promise.limit()),
                 style.paint(ink_of_outcome(promise.outcome()), outcome_of(promise))})
      << '\n'
      << kInner
      << style.paint(
             Ink::Dim,
             joined({"due " + style.zone.text_or_dash(promise.due_ms()), used,
                     promise.ended_by().empty() ? "" : "ended: " + cause_text(promise.ended_by()),
                     "calendar " + printable(promise.calendar()), rule_text(promise.rule())}))
      << '\n';
  print_segments(out, promise, style);
  print_changes(out, promise, style);
  if (!promise.card().empty()) {
    out << kInner
        << style.paint(ink_of(promise.card()),
                       printable(promise.card()) + " for " + printable(promise.card_unit()))
        << '\n';
  }
  const std::string climb = climb_of(promise);
  if (!climb.empty()) out << kInner << climb << '\n';
}

std::string reached_text(const v1::LadderStep& step, const Style& style) {
  if (step.reached_ms() != 0) return "reached " + style.zone.text(step.reached_ms());
  if (step.outcome() == "told") return "told at once";
  if (step.outcome() == "below_start") return "below where it began";
  if (step.outcome() == "passed_over") return "passed over";
  if (step.outcome() == "nobody") return "nobody there";
  return "not reached";
}

void print_ladder(std::ostream& out, const v1::Story& story, const Style& style) {
  if (story.ladder_size() == 0) return;
  heading(out, "ladder " + printable(story.ladder(0).ladder()), style);
  Table table(
      {{"", Side::Left}, {"", Side::Left}, {"", Side::Right}, {"", Side::Left}, {"", Side::Left}});
  for (const v1::LadderStep& step : story.ladder()) {
    table.add({{step.tier()},
               {step.unit().empty() ? "—" : named(step.unit_name(), step.unit())},
               {step.budget().empty() ? "—" : step.budget()},
               {step.mode(), Ink::Dim},
               {reached_text(step, style)}});
  }
  table.print(out, style.paint, "  ");
}

void print_text(std::ostream& out, const v1::ExplainReply& reply, const Style& style) {
  const v1::CaseView& view = reply.case_();
  if (view.text().empty() && view.subject().empty()) return;
  v1::Reading first;
  for (const v1::Reading& reading : reply.story().readings()) {
    if (reading.complaint_id() == view.first_complaint_id()) first = reading;
  }
  out << '\n' << marked_text(view, first, style.paint) << '\n';
}

}  // namespace

void print_story(std::ostream& out, const v1::ExplainReply& story, const Style& style) {
  // The text follows with its marks.
  v1::CaseView head = story.case_();
  head.clear_text();
  head.clear_subject();
  head.clear_address();
  print_case(out, head, style);
  print_text(out, story, style);
  if (story.forgotten_until_ms() != 0) {
    out << "\nwhat was decided up to " << style.zone.text(story.forgotten_until_ms())
        << " is no longer kept\n";
  }
  for (const v1::Reading& reading : story.story().readings()) print_reading(out, reading, style);
  if (story.story().routes_size() > 0) heading(out, "sent to", style);
  for (const v1::Route& route : story.story().routes()) print_route(out, route, style);
  if (story.story().promises_size() > 0) heading(out, "promises", style);
  for (const v1::Promise& promise : story.story().promises()) print_promise(out, promise, style);
  print_ladder(out, story.story(), style);
}

}  // namespace whistle::cli
