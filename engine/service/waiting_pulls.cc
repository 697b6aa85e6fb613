#include "engine/service/waiting_pulls.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"
#include "engine/core/check.h"

namespace whistle::service {

std::uint32_t WaitingPulls::Pull::room() const {
  const std::uint32_t most = std::clamp(wish.max, 1U, casework::kPullMax);
  if (!stands()) return most;
  if (is_away || granted >= credit) return 0;
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(most, credit - granted));
}

WaitingPulls::Number WaitingPulls::add(Pull pull) {
  WHISTLE_CHECK(!is_full());
  const Number number = ++last_;
  Waiting waiting{.pull = std::move(pull), .units = {}, .asked_because = {}};
  waiting.units = casework::units_of(waiting.pull.wish);
  waiting.asked_for = waiting.pull.room();
  waiting.asked_at = stirs_;
  for (const UnitCode& unit : waiting.units) lines_[unit].pulls.insert(number);
  peers_[waiting.pull.request.peer].insert(number);
  ends_.emplace(waiting.pull.until_ms, number);
  pulls_.emplace(number, std::move(waiting));
  return number;
}

WaitingPulls::Pull* WaitingPulls::find(Number number) {
  const auto found = pulls_.find(number);
  return found != pulls_.end() ? &found->second.pull : nullptr;
}

void WaitingPulls::remove(Number number) {
  const auto found = pulls_.find(number);
  if (found == pulls_.end()) return;
  const Waiting& waiting = found->second;
  for (const UnitCode& unit : waiting.units) {
    Line& line = lines_[unit];
    line.pulls.erase(number);
    // What was to be its may be another's.
    if (waiting.asked && waiting.asked_because == unit) line.due += waiting.taken_on;
    if (line.due > 0) restart(line);
    // Nobody waits there any more; who comes later asks for itself.
    if (line.pulls.empty()) lines_.erase(unit);
  }
  const auto peer = peers_.find(waiting.pull.request.peer);
  peer->second.erase(number);
  if (peer->second.empty()) {
    away_.erase(peer->first);
    peers_.erase(peer);
  }
  ends_.erase({waiting.pull.until_ms, number});
  std::erase_if(outstanding_, [number](const auto& each) { return each.second == number; });
  pulls_.erase(found);
}

void WaitingPulls::stir(const UnitCode& unit) {
  const auto waited_for = lines_.find(unit);
  if (waited_for == lines_.end()) return;
  Line& line = waited_for->second;
  line.stirred_at = ++stirs_;
  if (line.due < std::numeric_limits<std::uint32_t>::max()) ++line.due;
  restart(line);
}

std::optional<WaitingPulls::Number> WaitingPulls::next() {
  for (auto& [unit, line] : lines_) {
    if (line.due == 0) continue;
    for (auto it = line.pulls.upper_bound(line.looked_through); it != line.pulls.end(); ++it) {
      Waiting& waiting = pulls_.at(*it);
      const std::uint32_t room = waiting.pull.room();
      if (waiting.asked || room == 0) continue;
      line.looked_through = *it;
      waiting.asked = true;
      waiting.asked_for = room;
      waiting.asked_at = stirs_;
      waiting.asked_because = unit;
      waiting.taken_on = std::min(line.due, room);
      line.due -= waiting.taken_on;
      return *it;
    }
  }
  return std::nullopt;
}

void WaitingPulls::answered(Number number, std::size_t granted) {
  const auto found = pulls_.find(number);
  if (found == pulls_.end()) return;
  Waiting& waiting = found->second;
  waiting.pull.granted += granted;
  waiting.asked = false;
  const bool got_all = granted >= waiting.asked_for;
  const bool takes_anything = waiting.pull.wish.wanted.everything() && !waiting.pull.wish.only;
  for (const UnitCode& unit : waiting.units) {
    Line& line = lines_[unit];
    // What came while the writer had it may be for it after all.
    if (line.stirred_at > waiting.asked_at) restart(line);
    if (got_all) {
      // There may be more, for it or for the next.
      line.due = std::max(line.due, 1U);
      restart(line);
    } else if (takes_anything) {
      // Nothing was left when it was asked.
      if (line.stirred_at <= waiting.asked_at) line.due = 0;
    } else if (unit == waiting.asked_because && granted < waiting.taken_on) {
      // What it did not want may be what the next one waits for.
      line.due += waiting.taken_on - static_cast<std::uint32_t>(granted);
    }
  }
  waiting.asked_because = {};
  waiting.taken_on = 0;
}

void WaitingPulls::not_brought(Number number, std::size_t count) {
  Pull& pull = pulls_.at(number).pull;
  pull.granted -= std::min<std::uint64_t>(pull.granted, count);
}

bool WaitingPulls::raise(const Peer& peer, std::uint64_t request_id, std::uint64_t credit) {
  const auto own = peers_.find(peer);
  if (own == peers_.end()) return false;
  for (const Number number : own->second) {
    Waiting& waiting = pulls_.at(number);
    if (!waiting.pull.stands() || waiting.pull.request.header.request_id() != request_id) continue;
    const bool was_full = waiting.pull.room() == 0;
    waiting.pull.credit = std::max(waiting.pull.credit, credit);
    if (was_full && waiting.pull.room() > 0) {
      for (const UnitCode& unit : waiting.units) stir(unit);
    }
    return true;
  }
  return false;
}

void WaitingPulls::heard(CaseId id) {
  const auto sent = outstanding_.find(id);
  if (sent == outstanding_.end()) return;
  pulls_.at(sent->second).pull.unheard = 0;
  outstanding_.erase(sent);
}

std::optional<WaitingPulls::Number> WaitingPulls::unheard(CaseId id) {
  const auto sent = outstanding_.find(id);
  if (sent == outstanding_.end()) return std::nullopt;
  const Number number = sent->second;
  outstanding_.erase(sent);
  not_brought(number, 1);
  if (++pulls_.at(number).pull.unheard < kUnheardMax) return std::nullopt;
  return number;
}

std::vector<WaitingPulls::Number> WaitingPulls::over(std::int64_t now_ms) const {
  std::vector<Number> over;
  for (const auto& [until, number] : ends_) {
    if (until > now_ms) break;
    // One that is with the writer may still get something.
    if (!pulls_.at(number).asked) over.push_back(number);
  }
  return over;
}

std::optional<std::int64_t> WaitingPulls::next_over() const {
  for (const auto& [until, number] : ends_) {
    if (!pulls_.at(number).asked) return until;
  }
  return std::nullopt;
}

std::vector<WaitingPulls::Number> WaitingPulls::of(const Peer& peer) const {
  const auto own = peers_.find(peer);
  if (own == peers_.end()) return {};
  return {own->second.begin(), own->second.end()};
}

std::size_t WaitingPulls::most_of_one() const {
  std::size_t most = 0;
  for (const auto& [peer, own] : peers_) most = std::max(most, own.size());
  return most;
}

std::vector<WaitingPulls::Number> WaitingPulls::of(const UnitCode& unit,
                                                   const WorkerName& worker) const {
  std::vector<Number> own;
  const auto line = lines_.find(unit);
  if (line == lines_.end()) return own;
  std::ranges::copy_if(line->second.pulls, std::back_inserter(own), [&](Number number) {
    const casework::PullOrders& wish = pulls_.at(number).pull.wish;
    return wish.unit == unit && wish.worker == worker;
  });
  return own;
}

bool WaitingPulls::has(const std::string& principal, const std::string& key) const {
  return std::ranges::any_of(pulls_, [&](const auto& item) {
    const Request& request = item.second.pull.request;
    return request.terms.key && request.terms.key->key == key &&
           request.caller.principal == principal;
  });
}

std::size_t WaitingPulls::waiting_for(const std::vector<UnitCode>& units) const {
  std::set<Number> waiting;
  for (const UnitCode& unit : units) {
    const auto line = lines_.find(unit);
    if (line != lines_.end()) waiting.insert(line->second.pulls.begin(), line->second.pulls.end());
  }
  return waiting.size();
}

void WaitingPulls::move(const Peer& from, const Peer& to) {
  const auto own = peers_.extract(from);
  if (own.empty()) return;
  for (const Number number : own.mapped()) {
    pulls_.at(number).pull.request.peer = to;
    peers_[to].insert(number);
  }
  if (away_.erase(from) != 0) away_.insert(to);
  here(to);
}

void WaitingPulls::away(const Peer& peer) {
  const auto own = peers_.find(peer);
  if (own == peers_.end()) return;
  away_.insert(peer);
  for (const Number number : own->second) pulls_.at(number).pull.is_away = true;
}

bool WaitingPulls::here(const Peer& peer) {
  if (away_.erase(peer) == 0) return false;
  for (const Number number : peers_.at(peer)) {
    Waiting& waiting = pulls_.at(number);
    waiting.pull.is_away = false;
    for (const UnitCode& unit : waiting.units) stir(unit);
  }
  return true;
}

}  // namespace whistle::service
