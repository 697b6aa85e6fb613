#include "adapters/replay/audience.h"

#include <utility>

#include "adapters/replay/facts.h"

namespace whistle::replay {
namespace {

constexpr int kMessagesPerReadMax = 256;

}  // namespace

Audience::Audience(client::Watch& watch, std::uint64_t after, Account& account, Picture& picture)
    : watch_(watch), account_(account), picture_(picture) {
  client::Selection selection;
  selection.resume_after = after;
  selection.events = {"case_filed",     "complaint_merged", "complaint_declined",
                      "case_escalated", "card_issued",      "case_closed"};
  watch_.subscribe(std::move(selection));
}

void Audience::read() {
  for (int i = 0; i < kMessagesPerReadMax; ++i) {
    const auto events = watch_.next(0);
    if (!events) break;
    take(*events);
  }
  ever_connected_ = ever_connected_ || watch_.connected();
  picture_.connected = watch_.connected() || !ever_connected_;
}

bool Audience::read_through(std::uint64_t sequence, std::uint32_t patience_ms) {
  while (watch_.seen_sequence() < sequence) {
    const auto events = watch_.next(patience_ms);
    if (!events) return false;
    take(*events);
  }
  return true;
}

void Audience::take(const v1::WatchEvents& events) {
  for (const v1::Fact& fact : events.facts()) {
    account_.seen(fact);
    if (fact.event() == "case_closed") {
      verdicts_[fact.case_id()] = detail(fact, "on_time") == "yes";
    }
    std::string news = news_of(fact, picture_.local);
    if (news.empty()) continue;
    picture_.latest.push_front(std::move(news));
    if (picture_.latest.size() > kLatestMax) picture_.latest.pop_back();
  }
}

std::optional<bool> Audience::closed_on_time(std::uint64_t case_id) const {
  const auto verdict = verdicts_.find(case_id);
  if (verdict == verdicts_.end()) return std::nullopt;
  return verdict->second;
}

}  // namespace whistle::replay
