#include "tests/simulation/holdings.h"

#include <algorithm>
#include <string_view>
#include <type_traits>

#include "tests/simulation/shown.h"

namespace whistle::simulation {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every fact is named below

std::string about(CaseId id, std::string_view what) {
  return "case " + std::to_string(id.value) + ": " + std::string(what);
}

template <class Wish>
bool is_wish(const Holdings::Step& step) {
  return step.wish != nullptr && std::holds_alternative<Wish>(*step.wish);
}

Token shown(const Holdings::Step& step, CaseId id) {
  const auto shown = step.wish != nullptr ? shown_by(*step.wish) : std::nullopt;
  return shown && shown->id == id ? shown->token : Token{};
}

bool is_received_by(const Holdings::Step& step, const Held& held) {
  if (!is_wish<ReceiveLeases>(step)) return false;
  const auto& wish = std::get<ReceiveLeases>(*step.wish);
  return std::ranges::find(wish.leases, held) != wish.leases.end();
}

bool goes(const Holdings::Step& step, const WorkerName& worker) {
  return is_wish<DrainWorker>(step) && std::get<DrainWorker>(*step.wish).worker == worker;
}

}  // namespace

std::string Holdings::grow(Token token) {
  if (token <= last_) return "token " + std::to_string(token.value) + " does not grow";
  last_ = token;
  return {};
}

std::string Holdings::grant(const OrderLeased& fact, const Step& step) {
  Holding& holding = holdings_[fact.id];
  if (!is_wish<PullOrders>(step)) return about(fact.id, "leased, but nobody pulled");
  if (holding.leased) return about(fact.id, "two live leases");
  if (holding.owned) return about(fact.id, "leased although somebody has signed for it");
  if (fact.until <= step.at) return about(fact.id, "a lease that is over when it begins");
  holding.current = fact.token;
  holding.lease = fact.token;
  holding.until = fact.until;
  holding.receive_by = fact.receive_by;
  holding.worker = fact.worker;
  holding.leased = true;
  holding.lapsed = false;
  return grow(fact.token);
}

std::string Holdings::sign(const OrderSigned& fact, const Step& step) {
  Holding& holding = holdings_[fact.id];
  const bool pulled = is_wish<PullOrders>(step) && holding.leased && holding.worker == fact.worker;
  const bool holds = is_wish<SignForOrder>(step) && shown(step, fact.id) == holding.lease &&
                     (holding.leased || holding.lapsed);
  if (!pulled && !holds) return about(fact.id, "signed for by somebody who does not hold it");
  if (holding.owned) return about(fact.id, "signed for twice");
  holding.current = fact.token;
  holding.leased = false;
  holding.lapsed = false;
  holding.owned = true;
  return grow(fact.token);
}

void Holdings::start_anew(CaseId id, bool at_desk) {
  Holding holding;
  holding.at_desk = at_desk;
  holdings_[id] = holding;
}

template <class Fact>
std::string Holdings::on(const Fact& fact, const Step& step) {
  if constexpr (std::is_same_v<Fact, OrderLeased>) {
    return grant(fact, step);
  } else if constexpr (std::is_same_v<Fact, OrderSigned>) {
    return sign(fact, step);
  } else if constexpr (std::is_same_v<Fact, LeaseRenewed>) {
    Holding& holding = holdings_[fact.id];
    if (!holding.leased || !is_wish<RenewLease>(step) || shown(step, fact.id) != holding.current) {
      return about(fact.id, "renewed by somebody who does not hold it");
    }
    holding.until = fact.until;
    holding.receive_by = kNever;
  } else if constexpr (std::is_same_v<Fact, LeaseReceived>) {
    Holding& holding = holdings_[fact.id];
    if (!holding.leased || !is_received_by(step, {fact.id, holding.current})) {
      return about(fact.id, "received by somebody who does not hold it");
    }
    holding.until = fact.until;
    holding.receive_by = kNever;
  } else if constexpr (std::is_same_v<Fact, LeaseUndelivered>) {
    Holding& holding = holdings_[fact.id];
    if (!holding.leased) return about(fact.id, "a lease did not arrive that nobody had");
    if (holding.receive_by == kNever) return about(fact.id, "a lease that arrived did not arrive");
    if (step.at < holding.receive_by) return about(fact.id, "taken back before its time");
    holding.leased = false;
    holding.lapsed = true;
    holding.receive_by = kNever;
  } else if constexpr (std::is_same_v<Fact, OrderParked>) {
    start_anew(fact.id, true);
  } else if constexpr (std::is_same_v<Fact, OrderRecalled>) {
    const Holding& holding = holdings_[fact.id];
    if (!holding.leased && !holding.owned) return about(fact.id, "recalled from nobody");
    holdings_[fact.id] = {};
  } else if constexpr (std::is_same_v<Fact, LeaseLapsed>) {
    Holding& holding = holdings_[fact.id];
    if (!holding.leased) return about(fact.id, "a lease lapsed that nobody had");
    if (holding.receive_by <= step.at) return about(fact.id, "lapsed although it never arrived");
    if (step.at < holding.until) return about(fact.id, "a lease lapsed before its time");
    holding.leased = false;
    holding.lapsed = true;
  } else if constexpr (std::is_same_v<Fact, OrderReleased>) {
    Holding& holding = holdings_[fact.id];
    const bool gives_back = is_wish<ReleaseOrder>(step) && shown(step, fact.id) == holding.current;
    if (!holding.leased || !(gives_back || goes(step, holding.worker))) {
      return about(fact.id, "released by somebody who does not hold it");
    }
    holding = {};
  } else if constexpr (std::is_same_v<Fact, FirstContacted> ||
                       std::is_same_v<Fact, ArrivedOnSite> || std::is_same_v<Fact, ProgressNoted>) {
    const Holding& holding = holdings_[fact.id];
    if (!holding.owned || shown(step, fact.id) != holding.current) {
      return about(fact.id, "worked on by somebody who does not hold it");
    }
  } else if constexpr (std::is_same_v<Fact, HandlingFinished>) {
    Holding& holding = holdings_[fact.id];
    if (!holding.owned || shown(step, fact.id) != holding.current) {
      return about(fact.id, "finished by somebody who does not hold it");
    }
    // The token finishes nothing more; shown again it is told so kindly.
    holding.owned = false;
  } else if constexpr (std::is_same_v<Fact, OrderDispatched>) {
    start_anew(fact.id, fact.unit.value == kTriageDesk);
  } else if constexpr (std::is_same_v<Fact, OrderReturned>) {
    start_anew(fact.id, true);
  } else if constexpr (std::is_same_v<Fact, CaseStruckOff>) {
    holdings_.erase(fact.id);
  }
  return {};
}

std::string Holdings::apply(const Step& step) {
  for (const Event& fact : step.facts) {
    std::string broken = std::visit([&](const auto& each) { return on(each, step); }, fact);
    if (!broken.empty()) return broken;
  }
  return {};
}

Token Holdings::current(CaseId id) const {
  const auto found = holdings_.find(id);
  return found != holdings_.end() ? found->second.current : Token{};
}

Token Holdings::signed_with(CaseId id) const {
  const auto found = holdings_.find(id);
  return found != holdings_.end() && found->second.owned ? found->second.lease : Token{};
}

bool Holdings::may_sign_late(CaseId id, Token token) const {
  const auto found = holdings_.find(id);
  return found != holdings_.end() && found->second.lapsed && !found->second.at_desk && token &&
         found->second.lease == token;
}

std::string Holdings::difference(const State& state) const {
  std::string different;
  state.each_case([&](const Case& item) {
    const auto found = holdings_.find(item.id);
    const Holding held = found != holdings_.end() ? found->second : Holding{};
    if (item.token != held.current) different = about(item.id, "holds another token");
    if ((item.place == Place::Lease) != held.leased) different = about(item.id, "leased or not?");
    if ((item.place == Place::Hands) != held.owned) different = about(item.id, "owned or not?");
    if (held.leased && item.lease_until != held.until) {
      different = about(item.id, "leased until another time");
    }
  });
  return different;
}

}  // namespace whistle::simulation
