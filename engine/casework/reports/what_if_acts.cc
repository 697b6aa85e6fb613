#include "engine/casework/reports/what_if_acts.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/state/state.h"

namespace whistle::casework {
namespace {

// What stands behind a prefix of a rule: the reason that was given.
std::optional<std::string> after_prefix(const RuleName& rule, std::string_view prefix) {
  if (!rule.value.starts_with(prefix)) return std::nullopt;
  return rule.value.substr(prefix.size());
}

// In the facts of a case by whoever holds it.
constexpr std::string_view kPerson = "person:";

std::uint32_t days_between(Timestamp from, Timestamp to) {
  constexpr Milliseconds kDay{std::chrono::hours{24}};
  if (to <= from || to == kNever) return 1;
  // A civil day may have 23 or 25 hours.
  return static_cast<std::uint32_t>((to - from + kDay / 2) / kDay);
}

}  // namespace

struct Acts::Reader {
  Acts& acts;
  Turn& turn;
  const std::string& verb;
  const std::string& actor;
  const std::vector<Event>& events;

  bool by_engine() const { return verb == "tick"; }

  template <class Wish>
  void add(Wish wish) {
    if (acts.knows(wish.id)) turn.acts.emplace_back(Command(std::move(wish)));
  }

  void arrive(ComplaintId complaint, CaseId id, const Shared<triage::Findings>& findings) {
    turn.arrival = Arrival{.complaint = complaint, .id = id, .words = {}, .findings = findings};
  }
  void forget(CaseId id) {
    if (acts.cases_.erase(id) != 0) turn.acts.emplace_back(Ended{id});
  }

  void on(const CaseFiled& fact) {
    acts.cases_[fact.id] = fact.awaits_triage;
    arrive(fact.complaint, fact.id, fact.findings);
  }
  void on(const ComplaintMerged& fact) {
    if (acts.knows(fact.id)) {
      arrive(fact.complaint, fact.id, fact.findings);
    } else {
      ++acts.joined_older_;
    }
  }
  void on(const ComplaintDeclined& fact) { arrive(fact.complaint, {}, fact.findings); }
  void on(const ComplaintAnswered& fact) { arrive(fact.complaint, {}, fact.findings); }
  void on(const CaseClassified& fact) {
    add(ClassifyCase{fact.id, {}, fact.by, fact.category, fact.area});
  }
  void on(const CaseDisposed& fact) {
    add(DisposeCase{fact.id, {}, fact.by, fact.disposition, fact.ground, fact.note});
  }
  void on(const CaseRecoloured& fact) {
    const auto why = after_prefix(fact.rule, kPerson);
    if (!why || verb != "recolour_case") return;
    const std::size_t colon = why->find(": ");
    std::string reason = colon == std::string::npos ? *why : why->substr(colon + 2);
    add(RecolourCase{fact.id, {actor}, fact.to, std::move(reason)});
  }

  void on(const OrderDispatched& fact) {
    const auto known = acts.cases_.find(fact.id);
    if (known != acts.cases_.end()) known->second = is_desk(fact.unit.value);
    if (verb != "reassign_case") return;
    const auto note = after_prefix(fact.rule, "reassigned:");
    add(ReassignCase{fact.id, {actor}, fact.unit, note.value_or("")});
  }
  void on(const OrderLeased& fact) {
    if (!acts.knows(fact.id)) return;
    // Whether it was leased to be read or to be done; which unit, the run knows.
    const bool at_desk = acts.cases_.at(fact.id);
    turn.acts.emplace_back(
        Command(PullOrders{.unit = {at_desk ? std::string(kTriageDesk) : std::string()},
                           .worker = fact.worker,
                           .max = 1,
                           .only = fact.id,
                           .sign_at_once = false}));
  }
  // To renew a lease is to have received it.
  void on(const LeaseReceived& fact) { add(RenewLease{fact.id, {}, {actor}}); }
  void on(const OrderRecalled& fact) { add(RecallOrder{fact.id, fact.by, fact.reason}); }
  void on(const LeaseRenewed& fact) { add(RenewLease{fact.id, {}, {actor}}); }
  void on(const OrderReleased& fact) {
    add(ReleaseOrder{fact.id, {}, {actor}, fact.reason, fact.failed});
  }
  void on(const OrderSigned& fact) {
    if (PullOrders* pull = pulled_just_now(fact.id)) {
      pull->sign_at_once = true;
    } else {
      add(SignForOrder{fact.id, {}, fact.worker});
    }
  }
  PullOrders* pulled_just_now(CaseId id) {
    if (turn.acts.empty()) return nullptr;
    auto* wish = std::get_if<Command>(&turn.acts.back());
    auto* pull = wish != nullptr ? std::get_if<PullOrders>(wish) : nullptr;
    return pull != nullptr && pull->only == id ? pull : nullptr;
  }

  void on(const FirstContacted& fact) { add(RecordContact{fact.id, {}, {actor}, fact.note}); }
  void on(const ArrivedOnSite& fact) { add(ArriveOnSite{fact.id, {}, {actor}, fact.note}); }
  void on(const ProgressNoted& fact) { add(NoteProgress{fact.id, {}, {actor}, fact.note}); }
  // Finishing reaches by itself what is left of them.
  void on(const MilestoneReached& fact) {
    if (verb != "reach_milestone") return;
    add(ReachMilestone{fact.id, {}, {actor}, fact.number, fact.note});
  }
  void on(const HandlingFinished& fact) {
    add(FinishHandling{fact.id, {}, {actor}, fact.result, fact.note});
  }
  void on(const PostChecked& fact) {
    if (fact.by) add(PostCheckCase{fact.id, fact.by, fact.passed, fact.note});
  }
  void on(const CalledBack& fact) {
    if (!fact.by) return;
    add(CallBack{fact.id, fact.by, fact.solved, fact.satisfaction, fact.note, fact.complaint,
                 fact.way});
  }
  void on(const CallbackTried& fact) { add(NoteUnreachable{fact.id, fact.by, fact.complaint}); }
  void on(const CaseEscalated& fact) {
    if (verb == "raise") {
      const auto reason = after_prefix(fact.rule, "beyond_capacity:");
      if (reason) add(RaiseCase{fact.id, {}, {actor}, *reason});
    } else if (verb == "take_express_lane") {
      const auto reason = after_prefix(fact.rule, "express_lane:");
      if (reason) add(TakeExpressLane{fact.id, {}, {actor}, fact.to_tier, *reason});
    }
  }
  // At the top of the ladder nothing but this follows.
  void on(const LadderExhausted& fact) {
    const auto reason = after_prefix(fact.rule, "beyond_capacity:");
    if (reason && verb == "raise") add(RaiseCase{fact.id, {}, {actor}, *reason});
  }
  void on(const CardIssued& fact) {
    if (verb != "issue_card") return;
    const auto reason = after_prefix(fact.rule, "person:" + actor + ":");
    add(IssueCard{fact.id, {actor}, fact.card, reason.value_or("?")});
  }

  void on(const OrderParked& fact) {
    const auto known = acts.cases_.find(fact.id);
    if (known != acts.cases_.end()) known->second = true;
  }
  void on(const OrderReturned& fact) {
    const auto known = acts.cases_.find(fact.id);
    if (known != acts.cases_.end()) known->second = true;
    add(ReturnOrder{fact.id, fact.unit, fact.by, fact.reason, fact.suggested});
  }
  void on(const TransferSnappedBack& fact) {
    const auto reason = after_prefix(fact.rule, "transfer:refused:");
    if (reason) add(ReturnOrder{fact.id, fact.from, {actor}, *reason, {}});
  }
  void on(const ObjectionRuled& fact) {
    if (fact.by) add(RuleOnObjection{fact.id, fact.by, fact.unit, fact.note});
  }
  void on(const OrderTransferred& fact) {
    add(TransferOrder{fact.id, {}, fact.by, fact.to, fact.reason});
  }
  void on(const CaseSuspended& fact) {
    add(SuspendCase{fact.id, {}, fact.by, fact.reason, fact.approved_by, fact.note});
  }
  void on(const CaseResumed& fact) {
    if (fact.by) add(ResumeCase{fact.id, fact.by, {}});
  }
  void on(const ExtensionAsked& fact) {
    add(AskExtension{fact.id, {}, fact.by, fact.more, fact.reason});
  }
  void on(const ExtensionRuled& fact) {
    if (verb == "rule_on_extension") add(RuleOnExtension{fact.id, {actor}, fact.granted, {}});
  }
  void on(const CaseDeferred& fact) {
    add(DeferCase{fact.id, fact.by, fact.approved_by, fact.reason,
                  days_between(turn.at, fact.review_at)});
  }
  void on(const DeferralReviewed& fact) {
    if (verb != "review_deferral") return;
    add(ReviewDeferral{fact.id, fact.by, fact.panel, fact.resumes,
                       days_between(turn.at, fact.review_at), fact.note});
  }
  void on(const PanelConvened& fact) {
    add(ConvenePanel{fact.id, fact.convener, fact.kind, fact.parties});
  }
  void on(const PanelConcluded& fact) {
    if (fact.by) add(ConcludePanel{fact.id, fact.by, fact.agreed, fact.note});
  }
  void on(const CaseReminded& fact) { add(RemindCase{fact.id, fact.by, fact.note}); }
  void on(const CaseSupervised& fact) { add(SuperviseCase{fact.id, fact.by, fact.how, fact.note}); }
  void on(const EscalationAcknowledged& fact) { add(AcknowledgeEscalation{fact.id, fact.by}); }

  void on(const AssistOrdered& fact) {
    if (!acts.knows(fact.parent)) return;
    acts.cases_[fact.id] = false;
    UnitCode unit;
    for (const Event& event : events) {
      const auto* order = std::get_if<OrderDispatched>(&event);
      if (order != nullptr && order->id == fact.id) unit = order->unit;
    }
    turn.acts.emplace_back(AssistAsked{
        OrderAssist{fact.parent, {}, fact.by, std::move(unit), fact.required, fact.task}, fact.id});
  }
  void on(const AssistExcused& fact) {
    if (acts.knows(fact.id)) add(ExcuseAssist{fact.id, {}, fact.by, fact.assist, fact.reason});
  }
  void on(const AssistWithdrawn& fact) { forget(fact.id); }
  void on(const CaseSplit& fact) {
    if (!acts.knows(fact.from)) return;
    acts.cases_[fact.id] = false;
    for (const Event& event : events) {
      const auto* taken = std::get_if<ComplaintUnmerged>(&event);
      if (taken == nullptr || taken->complaint != fact.complaint) continue;
      turn.acts.emplace_back(Unmerged{
          UnmergeComplaint{fact.from, taken->complaint, taken->by, taken->reason}, fact.id});
    }
  }
  void on(const CaseMerged& fact) {
    if (acts.cases_.erase(fact.id) == 0) return;
    std::optional<MergeCases> wish;
    if (verb == "merge_cases") wish = MergeCases{fact.id, fact.into, fact.by, fact.reason};
    turn.acts.emplace_back(BecameOne{fact.id, fact.into, std::move(wish)});
  }
  void on(const CaseStruckOff& fact) { forget(fact.id); }
  void on(const ModeChanged& fact) {
    turn.acts.emplace_back(Command(ChangeMode{fact.area, fact.mode, fact.by, fact.reason}));
  }

  // What follows by rule, what says nothing about time or way of a case, and what is no case.
  template <class Other>
  void on(const Other& /*fact*/) {}
};

Turn Acts::read(Timestamp at, const std::string& verb, const std::string& actor,
                const std::vector<Event>& events) {
  Turn turn{.at = at, .arrival = {}, .acts = {}};
  Reader reader{*this, turn, verb, actor, events};
  for (const Event& event : events) {
    std::visit([&](const auto& fact) { reader.on(fact); }, event);
  }
  // What happened by itself happens by itself again.
  if (reader.by_engine()) {
    std::erase_if(turn.acts, [](const Act& act) { return !std::holds_alternative<Ended>(act); });
  }
  return turn;
}

void note_record(const std::vector<Event>& events, const Turn& turn, Courses& courses) {
  const ComplaintId complaint = turn.arrival ? turn.arrival->complaint : ComplaintId{};
  for (const Event& event : events) {
    // It joined a case from before the stretch.
    if (std::holds_alternative<ComplaintMerged>(event) && !turn.arrival) continue;
    courses.note(event, complaint);
  }
}

}  // namespace whistle::casework
