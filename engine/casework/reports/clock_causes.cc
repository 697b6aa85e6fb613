#include "engine/casework/reports/clock_causes.h"

#include <string_view>

namespace whistle::casework {
namespace {

std::string with(std::string_view word, std::string_view more) {
  std::string text{word};
  if (!more.empty()) text += ":" + std::string(more);
  return text;
}

std::string cause(const CaseFiled&) { return "filed"; }
std::string cause(const CaseSplit&) { return "split"; }
std::string cause(const CaseClassified&) { return "classified"; }
std::string cause(const CaseDisposed&) { return "disposed"; }
std::string cause(const CaseMerged&) { return "merged"; }
std::string cause(const OrderDispatched&) { return "dispatched"; }
std::string cause(const OrderSigned&) { return "signed"; }
std::string cause(const OrderReturned&) { return "returned"; }
std::string cause(const OrderParked&) { return "parked"; }
std::string cause(const OrderRecalled&) { return "recalled"; }
std::string cause(const DispatchObjected&) { return "objected"; }
std::string cause(const ObjectionRuled&) { return "ruled"; }
std::string cause(const OrderTransferred&) { return "transferred"; }
std::string cause(const TransferAccepted&) { return "transfer_accepted"; }
std::string cause(const TransferSnappedBack&) { return "snapped_back"; }
std::string cause(const FirstContacted&) { return "contacted"; }
std::string cause(const ArrivedOnSite&) { return "arrived"; }
std::string cause(const ProgressNoted&) { return "progress"; }
std::string cause(const HandlingFinished&) { return "finished"; }
std::string cause(const PostChecked& fact) { return fact.passed ? "checked" : "check_failed"; }
std::string cause(const RequesterReplied&) { return "replied"; }
std::string cause(const CalledBack&) { return "called_back"; }
std::string cause(const CaseReworked&) { return "rework"; }
std::string cause(const CaseClosed&) { return "closed"; }
std::string cause(const CaseEscalated&) { return "escalated"; }
std::string cause(const LadderExhausted&) { return "ladder_ends"; }
std::string cause(const CaseSuspended& fact) { return with("suspended", fact.reason.value); }
// A rule may quote a person; the words before it do not.
std::string cause(const CaseResumed& fact) {
  return with("resumed", fact.by ? std::string_view{} : std::string_view(fact.rule.value));
}
std::string cause(const CaseDeferred&) { return "deferred"; }
std::string cause(const DeferralReviewed&) { return "reviewed"; }
std::string cause(const PanelConvened& fact) { return with("panel", whistle::to_word(fact.kind)); }
std::string cause(const PanelConcluded&) { return "panel_ends"; }
std::string cause(const CaseReminded&) { return "reminded"; }
std::string cause(const AssistOrdered&) { return "assist_ordered"; }
std::string cause(const AssistReported&) { return "assist_reported"; }
std::string cause(const AssistWithdrawn&) { return "assist_withdrawn"; }
// All others say nothing of clocks.
template <class Fact>
std::string cause(const Fact&) {
  return {};
}

std::string cause_in(const Event& event, CaseId id) {
  if (case_of(event) != id) return {};
  return std::visit([](const auto& fact) { return cause(fact); }, event);
}

}  // namespace

std::string cause_of(const TrailRecord& record, std::size_t index, CaseId id) {
  for (std::size_t i = index; i-- > 0;) {
    if (auto word = cause_in(record.events[i], id); !word.empty()) return word;
  }
  for (std::size_t i = index + 1; i < record.events.size(); ++i) {
    if (auto word = cause_in(record.events[i], id); !word.empty()) return word;
  }
  return record.verb;
}

}  // namespace whistle::casework
