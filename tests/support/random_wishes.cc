#include "tests/support/random_wishes.h"

#include <array>
#include <chrono>
#include <string>
#include <utility>

#include "engine/core/check.h"
#include "tests/support/scenario.h"

namespace whistle::support {
namespace {

using namespace std::chrono_literals;
using namespace casework;  // NOLINT(google-build-using-namespace): every wish is named below

constexpr std::array<std::string_view, 9> kCategories{
    "litter", "noise", "parking", "streetlight", "burst", "outage", "addition", "gas", "bill"};
constexpr std::array<AreaCode, 8> kPlaces{kBanyan1, kBanyan2, kBanyan, kWaiwu,
                                          kMill1,   kMill,    kJinli,  kWuan};
constexpr std::array<std::string_view, 11> kUnits{"banyan-1", "banyan", "waiwu",  "jinli",
                                                  "wuan",     "water",  "urban",  "centre",
                                                  "triage",   "triage", "no-such"};
constexpr std::array<Severity, 5> kColours{Severity::Blue, Severity::Blue, Severity::Blue,
                                           Severity::Yellow, Severity::Red};
constexpr std::array<Satisfaction, 4> kRatings{Satisfaction::Satisfied, Satisfaction::Dissatisfied,
                                               Satisfaction::VerySatisfied, Satisfaction::Unrated};
constexpr std::array<Milliseconds, 12> kPauses{0ms, 0ms,  0ms,   1ms, 1s,  30s,
                                               61s, 5min, 31min, 2h,  26h, 15 * 24h};

template <class Wish>
Wish held(CaseId id, Token token) {
  Wish wish;
  wish.id = id;
  wish.token = token;
  wish.worker = {"chen"};
  return wish;
}

}  // namespace

Milliseconds RandomWishes::pause() {
  // The longest ones are rare, so that some cases live to be finished.
  const Milliseconds pause = one_of<Milliseconds>(kPauses);
  return pause > 1h && !once_in(20) ? 1ms : pause;
}

void RandomWishes::note(const Answer& answer) {
  if (const auto* pulled = std::get_if<PullAnswer>(&answer)) {
    for (const Grant& grant : pulled->grants) seen_.push_back(grant.token);
  }
  if (const auto* granted = std::get_if<TokenAnswer>(&answer)) seen_.push_back(granted->token);
}

Command RandomWishes::next(const State& state, Timestamp now) {
  // A district that files faster than it works would only grow.
  const std::uint32_t wish = below(state.open_cases() < 60 ? 6 : 60);
  if (wish == 0) return complaint(now);
  if (wish <= 2) return pull();
  return work(state);
}

Command RandomWishes::complaint(Timestamp now) {
  Report report;
  report.category = one_of<std::string_view>(kCategories);
  report.area = one_of<AreaCode>(kPlaces);
  report.severity = one_of<Severity>(kColours);
  report.request_type = once_in(2) ? RequestType::Help : RequestType::Grievance;
  report.requester = once_in(5) ? "" : "resident-" + std::to_string(below(12));
  if (once_in(8)) report.category_certainty = triage::Certainty::Unsure;
  if (once_in(12)) report.decline_ground = "litigation";
  if (once_in(3)) report.likeness = below(3);
  SubmitComplaint wish = complaint_of(report, ++serial_, now);
  if (once_in(20)) wish.complaint.text.clear();
  if (once_in(25)) wish.complaint.answered = "the office opens at nine";
  return wish;
}

Command RandomWishes::pull() {
  return PullOrders{.unit = {std::string(one_of<std::string_view>(kUnits))},
                    .worker = {once_in(2) ? "chen" : "zhou"},
                    .max = below(4),
                    .only = once_in(6) ? CaseId{1 + below(40)} : CaseId{},
                    .sign_at_once = once_in(2)};
}

CaseId RandomWishes::some_case(const State& state) {
  if (once_in(25) || state.open_cases() == 0) {
    return {below(static_cast<std::uint32_t>(state.counters().last_case.value) + 2)};
  }
  // Rather one that somebody works on.
  std::vector<CaseId> open;
  std::vector<CaseId> at_work;
  state.each_case([&](const Case& item) {
    open.push_back(item.id);
    if (item.place != Place::Queue) at_work.push_back(item.id);
  });
  return one_of<CaseId>(at_work.empty() || once_in(4) ? open : at_work);
}

Token RandomWishes::some_token(const Case* item) {
  if (!seen_.empty() && once_in(10)) return one_of<Token>(seen_);
  return item != nullptr ? item->token : Token{1};
}

Command RandomWishes::work(const State& state) {
  const CaseId id = some_case(state);
  const Case* item = state.find(id);
  const Token token = some_token(item);
  if (item != nullptr && !once_in(4)) {
    if (item->place == Place::Desk) return centre(*item);
    if (item->status == Status::AwaitsTriage) return classification(id, token);
  }
  // Of a lease most end by a signature, some otherwise.
  const bool leased = item != nullptr && item->place == Place::Lease;
  switch (below(leased ? 6 : 14)) {
    case 0:
      return held<RenewLease>(id, token);
    case 1:
      return held<ReleaseOrder>(id, token);
    case 2:
    case 3:
      return held<SignForOrder>(id, token);
    case 4:
      return held<RecordContact>(id, token);
    case 5:
      return held<ArriveOnSite>(id, token);
    case 6:
      return held<NoteProgress>(id, token);
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return held<FinishHandling>(id, token);
    case 12:
      return held<RaiseCase>(id, token);
    default:
      return classification(id, token);
  }
}

Command RandomWishes::classification(CaseId id, Token token) {
  return ClassifyCase{.id = id,
                      .token = token,
                      .by = {"lin"},
                      .category = {std::string(one_of<std::string_view>(kCategories))},
                      .area = one_of<AreaCode>(kPlaces)};
}

Command RandomWishes::centre(const Case& item) {
  if (item.status == Status::Finished) {
    return PostCheckCase{.id = item.id, .by = {"lin"}, .passed = !once_in(4), .note = {}};
  }
  return CallBack{.id = item.id,
                  .by = {"lin"},
                  .solved = once_in(6) ? Solved::Unsolved : Solved::Solved,
                  .satisfaction = one_of<Satisfaction>(kRatings),
                  .note = {}};
}

}  // namespace whistle::support
