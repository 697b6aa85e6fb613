#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/policy/policy.h"
#include "tests/support/event_text.h"
#include "tests/support/rule_books.h"

namespace whistle::support {

// What a resident reports, as triage reads it.
struct Report {
  std::string category{"litter"};
  AreaCode area{kBanyan1};
  Severity severity{Severity::Blue};
  std::optional<std::string> requester{};  // none: a new person; empty: unknown
  RequestType request_type{RequestType::Grievance};
  std::string condition{};
  std::string decline_ground{};
  triage::Certainty category_certainty{triage::Certainty::Certain};
  triage::Certainty place_certainty{triage::Certainty::Certain};
  std::optional<std::uint64_t> likeness{};  // none: like no other report
  std::string external_id{};                // empty: a new one
};

// The complaint as an adapter of the name "hotline" sends it, its number from `serial`.
casework::SubmitComplaint complaint_of(const Report& report, std::uint64_t serial, Timestamp at);

// Facts that scenarios expect. The report is the `serial`th of its scenario.
casework::CaseFiled filed(CaseId id, const Report& report, std::uint64_t serial, Timestamp at,
                          AreaCode cause_area);
// A clock that starts at `from`; the rule is "limits:<stage>:<row>".
casework::ClockStarted promise(CaseId id, Stage stage, std::string_view limit, Timestamp from,
                               std::string_view row);
// The same for a tier's budget on a ladder; its calendar is that of the shipped ladders.
casework::ClockStarted rung_promise(CaseId id, std::string_view limit, Timestamp from,
                                    std::string_view ladder, Tier tier);

// A story about cases in the words of the domain: what was given, what is wished, what follows.
//
//   Scenario(changtai_rules()).submit({.category = "parking"}).pull("waiwu").then({...});
//
// Each wish is decided and, unless it is refused, applied. After each the invariants of the state
// are checked; at the end all facts are applied to a new state, which must come out the same. A
// refusal that the story does not expect fails the test.
class Scenario {
 public:
  // Monday, an ordinary working week.
  static Timestamp morning() { return shanghai("2026-03-09 09:00"); }

  explicit Scenario(policy::RuleBook rules, Timestamp start = morning());
  ~Scenario();
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;

  // Facts of the past.
  Scenario& given(const std::vector<casework::Event>& events);

  Scenario& when(const casework::Command& wish);
  Scenario& when(const casework::Command& wish, Timestamp at) { return this->at(at).when(wish); }

  // Exactly these facts followed from the last wish, or while time passed. What orders say of units
  // that might have got them is left out.
  Scenario& then(const std::vector<casework::Event>& events);
  Scenario& then_nothing() { return then({}); }
  Scenario& then_refused(casework::Reason reason);
  Scenario& then_told(const casework::Answer& answer);

  // Time. `at` moves the clock while nobody looks: alarms that come are not told. `time_passes_to`
  // lets every alarm fire at its own instant. `tick` tells at once all that has come.
  Scenario& at(Timestamp now);
  Scenario& time_passes_to(Timestamp until);
  Scenario& tick(std::uint32_t max = 1024);

  // The case that the verbs below are about: the one filed or joined last.
  Scenario& about(CaseId id);
  // The token that the verbs below show, instead of the one granted last.
  Scenario& holding(Token token);

  Scenario& submit(const Report& report);
  Scenario& classify(std::string_view category, AreaCode area, std::string_view by = "desk");
  Scenario& pull(std::string_view unit, std::string_view worker = "chen", std::uint32_t max = 1);
  // Pulls and signs in one step.
  Scenario& take(std::string_view unit, std::string_view worker = "chen", std::uint32_t max = 1);
  Scenario& renew();
  Scenario& release(std::string_view reason = "not ours");
  Scenario& sign(std::string_view worker = "chen");
  Scenario& contact();
  Scenario& arrive();
  Scenario& progress();
  Scenario& finish(Solved result = Solved::Solved);
  Scenario& raise(std::string_view reason = "beyond us");
  Scenario& post_check(bool passed, std::string_view by = "centre-desk");
  Scenario& call_back(Satisfaction satisfaction, Solved solved = Solved::Solved);

  Timestamp now() const { return now_; }
  CaseId id() const { return about_; }
  Token token() const;
  const casework::Receipt& receipt() const { return receipt_; }
  const casework::Answer& answer() const { return answer_; }
  const std::vector<casework::Event>& events() const { return events_; }
  // Those of the last facts that are of one kind.
  template <class Fact>
  std::vector<Fact> facts() const {
    std::vector<Fact> found;
    for (const casework::Event& event : events_) {
      if (const auto* fact = std::get_if<Fact>(&event)) found.push_back(*fact);
    }
    return found;
  }
  const casework::State& state() const { return state_; }
  const policy::Policy& policy() const { return policy_; }
  // The case in question, which must be open.
  const casework::Case& the_case() const;
  std::string unit() const { return state_.symbols().name(the_case().unit); }

 private:
  void apply(const std::vector<casework::Event>& events);
  void remember(const casework::Command& wish);
  void expect_no_refusal();

  policy::Policy policy_;
  casework::State state_;
  Timestamp now_;
  std::vector<casework::Event> history_;
  std::uint64_t serial_{};

  std::vector<casework::Event> events_;  // that followed from the last wish
  casework::Answer answer_;
  std::optional<casework::Refusal> refusal_;  // not expected yet

  CaseId about_;
  casework::Receipt receipt_;
  std::map<CaseId, Token> tokens_;
};

}  // namespace whistle::support
