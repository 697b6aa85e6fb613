#include "engine/triage/request.h"

#include <array>
#include <cstdint>
#include <utility>

namespace whistle::triage {
namespace {

struct Weighed {
  RequestType type{};
  std::int64_t weight{};
};

}  // namespace

RequestType find_request_type(const Reading& reading, const policy::RuleBook& book,
                              const policy::Category* category, std::optional<RequestType> given) {
  if (given) return *given;
  // In the order of preference among equals.
  std::array<Weighed, 6> types{{{RequestType::Help},
                                {RequestType::Grievance},
                                {RequestType::ReportViolation},
                                {RequestType::Inquiry},
                                {RequestType::Suggestion},
                                {RequestType::Thanks}}};
  std::optional<std::uint32_t> counted_row;
  for (const Match& match : reading.matches.of(Table::RequestType)) {
    if (counted_row == match.row) continue;
    counted_row = match.row;
    const policy::RequestTypeEntry& entry = book.request_types[match.row];
    for (Weighed& weighed : types) {
      if (weighed.type == entry.request_type) weighed.weight += entry.weight;
    }
  }
  Weighed best{category != nullptr && category->inquiry ? RequestType::Inquiry : RequestType::Help};
  for (const Weighed& weighed : types) {
    if (weighed.weight > best.weight) best = weighed;
  }
  return best.type;
}

DeclineFinding find_decline(const Reading& reading, const policy::RuleBook& book) {
  DeclineFinding finding;
  std::optional<std::uint32_t> quoted_row;
  for (const Match& match : reading.matches.of(Table::Decline)) {
    const policy::DeclineEntry& entry = book.declines[match.row];
    if (finding.ground.empty()) finding.ground = entry.ground;
    if (entry.ground != finding.ground || quoted_row == match.row) continue;
    quoted_row = match.row;
    finding.evidence.push_back(quote(reading, {match.from, match.until},
                                     RuleName{"declines:" + spelling_of(entry.pattern)}));
  }
  finding.evidence = in_order(std::move(finding.evidence));
  return finding;
}

}  // namespace whistle::triage
