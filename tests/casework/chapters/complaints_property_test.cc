#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/casework/decide.h"
#include "tests/support/scenario.h"

// Whatever persons merge, take apart and ask: no complaint is lost, and nobody goes unanswered.

namespace whistle::casework::complaints_property_test {

using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = Scenario::morning();

std::vector<ComplaintId> complaints_of(const Case& item) {
  std::vector<ComplaintId> all{item.first_complaint};
  for (const Joined& each : item.dossier->joined) all.push_back(each.complaint);
  return all;
}

// Complaints that come together and apart in random order, are worked on and asked about. Keeps
// books of its own about who was replied to and asked.
class Life {
 public:
  explicit Life(std::uint32_t seed) : random_(seed) {}

  void step() {
    now_ += std::chrono::minutes{below(90)};
    if (below(4) == 0) wish(Tick{.max = 64});
    wish(next());
    expect_each_complaint_once();
  }

  std::size_t struck_off() const { return struck_off_; }

 private:
  // Since the work was finished last.
  struct Book {
    bool replied{};
    std::set<ComplaintId> asked;
    std::set<std::uint64_t> people;  // who were asked
  };

  int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint32_t>(bound)); }

  CaseId some_case() {
    const auto last = static_cast<int>(state_.counters().last_case.value);
    return {static_cast<std::uint64_t>(below(last + 2))};
  }
  ComplaintId some_complaint(CaseId id) {
    const Case* item = state_.find(id);
    if (item == nullptr || below(12) == 0) return {static_cast<std::uint64_t>(below(30))};
    const std::vector<ComplaintId> all = complaints_of(*item);
    return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))];
  }

  Command complaint() {
    const int who = below(7);
    Report report{.category = "burst"};
    report.requester = who == 0 ? "" : "resident-" + std::to_string(who);
    if (below(9) == 0) report.severity = Severity::Red;
    report.area = below(2) == 0 ? kBanyan1 : kMill1;
    return complaint_of(report, ++serial_, now_);
  }

  Command work(const Case& item) {
    const std::string unit = state_.symbols().name(item.unit);
    if (item.place == Place::Hands) {
      return FinishHandling{.id = item.id,
                            .token = item.token,
                            .worker = {"chen"},
                            .result = Solved::Solved,
                            .note = {}};
    }
    if (item.status == Status::Finished) {
      return PostCheckCase{.id = item.id, .by = {"lin"}, .passed = below(5) != 0, .note = {}};
    }
    if (item.status == Status::Replied) return ask(item.id);
    return PullOrders{
        .unit = {unit}, .worker = {"chen"}, .max = 1, .only = item.id, .sign_at_once = true};
  }

  Command ask(CaseId id) {
    if (below(4) == 0) {
      return NoteUnreachable{.id = id, .by = {"lin"}, .complaint = some_complaint(id)};
    }
    constexpr std::array kAnswers{Satisfaction::Satisfied, Satisfaction::VerySatisfied,
                                  Satisfaction::FairlySatisfied, Satisfaction::Unrated,
                                  Satisfaction::Dissatisfied};
    const Satisfaction satisfaction = kAnswers[static_cast<std::size_t>(below(5))];
    return CallBack{.id = id,
                    .by = {"lin"},
                    .solved = Solved::Solved,
                    .satisfaction = satisfaction,
                    .note = {},
                    .complaint = some_complaint(id)};
  }

  Command next() {
    const CaseId id = some_case();
    const Case* item = state_.find(id);
    switch (below(10)) {
      case 0:
      case 1:
        return complaint();
      case 2:
        return MergeCases{.id = id, .into = some_case(), .by = {"lin"}, .reason = "one pipe"};
      case 3:
        return UnmergeComplaint{
            .id = id, .complaint = some_complaint(id), .by = {"lin"}, .reason = "another pipe"};
      default:
        return item != nullptr ? work(*item) : complaint();
    }
  }

  void wish(const Command& command) {
    const Decision decision = decide({state_, policy_, now_}, command);
    if (!decision) return;
    for (const Event& event : decision->events) {
      note(event);
      state_.apply(event);
    }
  }

  // Before the fact is made true.
  void note(const Event& event) {
    if (const auto* merged = std::get_if<CaseMerged>(&event)) books_.erase(merged->id);
    if (const auto* replied = std::get_if<RequesterReplied>(&event)) {
      books_[replied->id].replied = true;
    }
    if (const auto* called = std::get_if<CalledBack>(&event)) {
      const std::uint64_t person = requester_of(*state_.find(called->id), called->complaint);
      books_[called->id].asked.insert(called->complaint);
      if (person != 0) books_[called->id].people.insert(person);
    }
    if (const auto* reworked = std::get_if<CaseReworked>(&event)) books_[reworked->id] = {};
    if (const auto* gone = std::get_if<CaseStruckOff>(&event)) strike_off(*state_.find(gone->id));
  }

  static std::uint64_t requester_of(const Case& item, ComplaintId complaint) {
    const std::vector<Joined>& joined = item.dossier->joined;
    const auto found = std::ranges::find(joined, complaint, &Joined::complaint);
    return found != joined.end() ? found->requester : item.requester;
  }

  // A case that is struck off was answered, and everybody in it was asked: about this complaint or,
  // when it was a repeat, about another one.
  void strike_off(const Case& item) {
    const Book& book = books_[item.id];
    RC_ASSERT(book.replied);
    for (const ComplaintId complaint : complaints_of(item)) {
      RC_ASSERT(book.asked.contains(complaint) ||
                book.people.contains(requester_of(item, complaint)));
    }
    for (const ComplaintId complaint : complaints_of(item)) {
      RC_ASSERT(gone_.insert(complaint).second);
    }
    ++struck_off_;
  }

  void expect_each_complaint_once() const {
    std::set<ComplaintId> seen = gone_;
    state_.each_case([&](const Case& item) {
      const std::vector<ComplaintId> all = complaints_of(item);
      RC_ASSERT(item.complaints == all.size());
      for (const ComplaintId complaint : all) RC_ASSERT(seen.insert(complaint).second);
    });
    RC_ASSERT(seen.size() == state_.counters().last_complaint.value);
  }

  std::mt19937 random_;
  policy::Policy policy_{changtai_rules()};
  State state_;
  Timestamp now_{kMorning};
  std::uint64_t serial_{};
  std::map<CaseId, Book> books_;
  std::set<ComplaintId> gone_;  // with the case that was struck off
  std::size_t struck_off_{};
};

RC_GTEST_PROP(Complaints, AreEachInOneCaseAndEachAskedBeforeItIsStruckOff, ()) {
  Life life(*rc::gen::noShrink(rc::gen::arbitrary<std::uint32_t>()));
  const int steps = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(1, 400));
  for (int step = 0; step < steps; ++step) life.step();
  RC_CLASSIFY(life.struck_off() > 0, "struck off");
}

}  // namespace whistle::casework::complaints_property_test
