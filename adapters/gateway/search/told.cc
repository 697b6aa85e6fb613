#include "adapters/gateway/search/told.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace whistle::gateway::search {
namespace {

// The whole table. A note is told only where the engine says that it is for the requester: the
// ground of a refusal, an answer given at once, why more time is needed. What workers, dispatchers
// and supervisors note is theirs: it may name people and say what is not for the street. Nor are
// told: leases, clocks, cards, escalations, assistance, appeals, colours and who works on it.
struct Row {
  std::string_view event;
  std::string_view status;  // empty: stays
  std::string_view note;    // the detail that is told; empty: none
};
constexpr auto kRows = std::to_array<Row>({
    {"case_filed", "awaits_triage", ""},
    {"complaint_merged", "", ""},
    {"complaint_declined", "closed", "ground"},
    {"complaint_answered", "closed", "answer"},
    {"case_disposed", "", "ground"},
    {"case_split", "awaits_triage", ""},
    {"case_merged", "", ""},
    {"emergency_transferred", "", ""},
    {"order_dispatched", "dispatched", ""},
    {"order_signed", "signed_for", ""},
    {"first_contacted", "", ""},
    {"arrived_on_site", "", ""},
    {"progress_noted", "", ""},
    {"order_returned", "returned", ""},
    {"case_suspended", "", ""},
    {"case_resumed", "", ""},
    {"extension_asked", "", "reason"},
    {"case_deferred", "deferred", ""},
    {"handling_finished", "finished", ""},
    {"requester_replied", "replied", ""},
    {"case_reworked", "", ""},
    {"case_closed", "closed", ""},
});

// A case that is sent to a unit at once is told by its order, one that a person must read first by
// its filing: a resident is not told twice within the same second.
bool is_said_by_another(const v1::Fact& fact) {
  if (fact.event() == "case_filed") return detail_of(fact, "awaits_triage").empty();
  return fact.event() == "order_dispatched" && detail_of(fact, "unit") == "triage";
}

}  // namespace

std::string_view detail_of(const v1::Fact& fact, std::string_view name) {
  for (const auto& detail : fact.details()) {
    if (detail.name() == name) return detail.value();
  }
  return {};
}

std::uint64_t number_of(const v1::Fact& fact, std::string_view name) {
  const std::string_view text = detail_of(fact, name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

std::optional<Told> told_of(const v1::Fact& fact) {
  const auto row = std::ranges::find(kRows, fact.event(), &Row::event);
  if (row == kRows.end() || is_said_by_another(fact)) return std::nullopt;
  Told told{.status = std::string(row->status), .note = {}};
  if (!row->note.empty()) told.note = std::string(detail_of(fact, row->note));
  return told;
}

std::vector<std::uint64_t> cases_of(const v1::Fact& fact) {
  std::vector<std::uint64_t> cases;
  const auto add = [&cases](std::uint64_t id) {
    if (id != 0 && std::ranges::find(cases, id) == cases.end()) cases.push_back(id);
  };
  add(fact.case_id());
  if (fact.event() == "case_merged") add(number_of(fact, "into"));
  if (fact.event() == "case_split") add(number_of(fact, "from"));
  if (fact.event().starts_with("assist_")) {
    add(number_of(fact, "parent"));
    add(number_of(fact, "assist"));
  }
  return cases;
}

}  // namespace whistle::gateway::search
