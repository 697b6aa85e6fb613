#include "tests/crash/comparison.h"

#include <algorithm>
#include <stdexcept>
#include <variant>

#include "engine/casework/events/events.h"
#include "engine/journal/rocks_journal.h"
#include "engine/service/describe.h"

namespace whistle::tests {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every fact is named below

struct Intake {
  std::string external_id;
  std::uint64_t complaint{};
};

// The complaint a fact is the intake of; nothing for all other facts.
std::optional<Intake> intake_of(const Event& event) {
  return std::visit(
      [](const auto& fact) -> std::optional<Intake> {
        if constexpr (requires { fact.external_id; }) {
          return Intake{fact.external_id, fact.complaint.value};
        } else {
          return std::nullopt;
        }
      },
      event);
}

std::vector<journal::Record> all_records(const std::filesystem::path& folder) {
  constexpr std::size_t kAtOnce = 10'000;
  const auto opened = journal::RocksJournal::open(folder);
  if (!opened) throw std::runtime_error(opened.error().message);
  std::vector<journal::Record> all;
  for (;;) {
    auto records = (*opened)->read({all.size() + 1}, kAtOnce);
    if (!records) throw std::runtime_error(records.error().message);
    const bool is_end = records->size() < kAtOnce;
    std::ranges::move(*records, std::back_inserter(all));
    if (is_end) return all;
  }
}

// The token that is worth something after a fact, when the fact is about that.
std::optional<Token> token_after(const Event& event) {
  if (const auto* leased = std::get_if<OrderLeased>(&event)) return leased->token;
  if (const auto* owned = std::get_if<OrderSigned>(&event)) return owned->token;
  if (std::holds_alternative<OrderDispatched>(event) ||
      std::holds_alternative<OrderReleased>(event) || std::holds_alternative<OrderParked>(event) ||
      std::holds_alternative<OrderRecalled>(event) ||
      std::holds_alternative<OrderReturned>(event)) {
    return Token{};
  }
  return std::nullopt;
}

}  // namespace

Comparison::Comparison(const std::filesystem::path& journal) : Comparison(all_records(journal)) {}

Comparison::Comparison(const std::vector<journal::Record>& records) {
  std::map<std::uint64_t, std::uint64_t> newest;  // token of each case
  for (const journal::Record& record : records) {
    for (std::size_t i = 0; i < record.events.size(); ++i) {
      const Event& event = record.events[i];
      const std::string name(service::name_of(event));
      facts_.push_back({{record.sequence.value, static_cast<std::uint32_t>(i)}, name});
      if (const auto intake = intake_of(event)) {
        intakes_[intake->external_id].push_back(intake->complaint);
      }
      const std::uint64_t id = case_of(event).value;
      of_case_[id].insert(name);
      under_[{id, newest[id]}].insert(name);
      if (const auto token = token_after(event)) newest[id] = token->value;
    }
  }
}

void Comparison::complaints(const Account::Sheet& sheet, Findings& findings) const {
  findings.accepted = sheet.accepted.size();
  findings.duplicated += sheet.answered_twice;
  for (const auto& [id, complaint] : sheet.accepted) {
    const auto kept = intakes_.find(id);
    if (kept == intakes_.end() || kept->second.front() != complaint) ++findings.lost;
  }
  std::set<std::uint64_t> numbers;
  for (const auto& [id, complaints] : intakes_) {
    findings.duplicated += complaints.size() - 1;
    if (!numbers.insert(complaints.front()).second) ++findings.duplicated;
  }
}

// What was told to be done was done while that token was the newest of its case.
void Comparison::effects(const Account::Sheet& sheet, Findings& findings) const {
  findings.effects = sheet.effects.size();
  for (const Effect& effect : sheet.effects) {
    const auto under = under_.find({effect.case_id, effect.token});
    if (under != under_.end() && under->second.contains(effect.event)) continue;
    const auto of_case = of_case_.find(effect.case_id);
    const bool by_another = of_case != of_case_.end() && of_case->second.contains(effect.event);
    ++(by_another ? findings.stale_completions : findings.lost_effects);
  }
}

void Comparison::watcher(const WatcherWish& wish, const std::vector<FactPlace>& seen,
                         Findings& findings) const {
  std::set<FactPlace> once;
  FactPlace before{};
  for (const FactPlace& place : seen) {
    if (!once.insert(place).second || place < before) ++findings.watch_repeats;
    before = place;
  }
  for (const Place& fact : facts_) {
    const bool is_wanted = wish.events.empty() || std::ranges::count(wish.events, fact.event) > 0;
    if (is_wanted && !once.contains(fact.at)) ++findings.watch_gaps;
  }
}

}  // namespace whistle::tests
