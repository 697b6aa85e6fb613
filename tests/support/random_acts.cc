#include "tests/support/random_acts.h"

#include <algorithm>
#include <array>
#include <boost/pfr.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "tests/support/rule_books.h"

namespace whistle::support {
namespace {

using casework::Case;
using casework::Command;
using casework::Place;
using casework::State;

constexpr std::array<std::string_view, 9> kUnits{"banyan-1", "banyan", "waiwu",  "jinli",  "wuan",
                                                 "water",    "urban",  "centre", "no-such"};
constexpr std::array<std::string_view, 5> kWorkers{"chen", "zhou", "lin", "centre-desk", ""};
constexpr std::array<std::string_view, 7> kPauses{"waits_for_requester",
                                                  "season",
                                                  "pre_litigation_mediation",
                                                  "third_party",
                                                  "waits_for_requester",
                                                  "season",
                                                  "no-such"};
constexpr std::array<std::string_view, 6> kDuties{"care_visit", "grid_patrol", "report_in",
                                                  "care_visit", "data_update", "no-such"};
constexpr std::array<std::string_view, 3> kHolders{"member-li", "member-wu", "volunteer-he"};
constexpr std::array<std::string_view, 6> kTexts{"not ours", "119",    "0123456789abcdef",
                                                 "patrol",   "按约定", ""};
constexpr std::array<AreaCode, 8> kPlaces{kBanyan1, kBanyan, kWaiwu,    kMill,
                                          kJinli,   kWuan,   kChangtai, AreaCode{}};

// Cases about which such a wish can be granted.
template <class Wish>
bool suits(const Case& item) {
  using namespace casework;  // NOLINT(google-build-using-namespace): every wish is named below
  if constexpr (std::is_same_v<Wish, DisposeCase>) {
    return item.status == Status::AwaitsTriage && item.place == Place::Lease;
  } else if constexpr (std::is_same_v<Wish, ExcuseAssist>) {
    return item.place == Place::Hands && !item.dossier->assists.empty();
  } else if constexpr (std::is_same_v<Wish, ReturnOrder>) {
    return item.status == Status::Dispatched;
  } else if constexpr (std::is_same_v<Wish, ReassignCase> ||
                       std::is_same_v<Wish, RuleOnObjection>) {
    return item.status == Status::Returned;
  } else if constexpr (std::is_same_v<Wish, ReviewDeferral>) {
    return item.status == Status::Deferred;
  } else if constexpr (std::is_same_v<Wish, RuleOnExtension>) {
    return item.dossier->extension_asked;
  } else if constexpr (std::is_same_v<Wish, ConcludePanel>) {
    return item.dossier->panel != PanelKind{};
  } else if constexpr (std::is_same_v<Wish, UnmergeComplaint>) {
    return !item.dossier->joined.empty();
  } else if constexpr (std::is_same_v<Wish, NoteUnreachable>) {
    return item.status == Status::Replied;
  } else if constexpr (requires(Wish wish) { wish.token; }) {
    return item.place == Place::Hands;
  } else {
    return true;
  }
}

// The wishes after the straight way and the tick begin here.
constexpr std::size_t kFirstAct = 14;
static_assert(std::is_same_v<std::variant_alternative_t<kFirstAct - 1, Command>, casework::Tick>);
// Adopting other rules changes what all later wishes are decided by: whoever wants that adopts.
constexpr std::size_t kLastAct = std::variant_size_v<Command> - 2;
static_assert(
    std::is_same_v<std::variant_alternative_t<kLastAct + 1, Command>, casework::AdoptPolicy>);

template <class Id, class Rows>
Id some_key(const Rows& rows, std::uint32_t pick) {
  if (rows.empty() || pick % 16 == 0) return Id{pick % 5};
  auto at = rows.begin();
  std::advance(at, pick % rows.size());
  return at->first;
}

}  // namespace

// Fills fields by their types.
struct RandomActs::Filling {
  RandomActs& acts;
  const State& state;
  Timestamp now;

  std::string_view word(std::span<const std::string_view> words) {
    return words[acts.below(static_cast<std::uint32_t>(words.size()))];
  }
  CaseId some_case() {
    if (state.open_cases() == 0 || acts.once_in(20)) return {acts.below(200)};
    std::vector<CaseId> open;
    state.each_case([&](const Case& item) { open.push_back(item.id); });
    return open[acts.below(static_cast<std::uint32_t>(open.size()))];
  }

  void fill(CaseId& id) { id = some_case(); }
  // What is out of reach says who lets the wish in, not who has it.
  void fill(std::set<CaseId>& /*ids*/) {}
  void fill(ComplaintId& id) {
    id = {acts.below(static_cast<std::uint32_t>(state.counters().last_complaint.value) + 2)};
  }
  void fill(Token& token) { token = {acts.below(50)}; }
  void fill(casework::Held& held) {
    held.id = some_case();
    const Case* item = state.find(held.id);
    held.token = item != nullptr && !acts.once_in(4) ? item->token : Token{acts.below(50)};
  }
  void fill(WhistleId& id) { id = some_key<WhistleId>(state.registers().whistles(), pick()); }
  void fill(DutyId& id) { id = some_key<DutyId>(state.registers().duties(), pick()); }
  void fill(EntryId& id) { id = some_key<EntryId>(state.registers().entries(), pick()); }
  void fill(UnitCode& unit) { unit = {std::string(word(kUnits))}; }
  void fill(WorkerName& worker) { worker = {std::string(word(kWorkers))}; }
  void fill(PauseCode& code) { code = {std::string(word(kPauses))}; }
  void fill(DutyCode& code) { code = {std::string(word(kDuties))}; }
  void fill(HolderName& holder) { holder = {std::string(word(kHolders))}; }
  void fill(AreaCode& area) { area = kPlaces[acts.below(kPlaces.size())]; }
  void fill(std::string& text) { text = std::string(word(kTexts)); }
  void fill(bool& flag) { flag = acts.once_in(2); }
  void fill(std::uint32_t& number) { number = acts.below(acts.once_in(4) ? 400 : 8); }
  void fill(std::uint64_t& number) { number = acts.below(100'000); }
  void fill(calendar::Limit& limit) {
    constexpr std::array<std::string_view, 4> kLimits{"2h", "1wd", "3d", "30m"};
    limit = limit_of(kLimits[acts.below(kLimits.size())]);
  }
  void fill(Timestamp& at) {
    using namespace std::chrono_literals;
    if (!acts.once_in(2)) at = now + std::chrono::hours{acts.below(100)} - 10h;
  }
  template <class Value>
  void fill(std::vector<Value>& values) {
    values.resize(acts.below(5));
    for (Value& value : values) fill(value);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void fill(Enum& value) {
    const auto all = kSpellings<Enum>;
    value = all[acts.below(static_cast<std::uint32_t>(all.size()))].value;
  }

  std::uint32_t pick() { return acts.below(1U << 20U); }

  template <class Wish>
  void settle(Wish& wish, const Case& held) {
    const Case* item = &held;
    if constexpr (requires { wish.token; }) wish.token = item->token;
    if constexpr (std::is_same_v<Wish, casework::ReturnOrder>) {
      wish.unit = {state.symbols().name(item->unit)};
      if (acts.once_in(3)) wish.suggested = {};
    }
    if constexpr (std::is_same_v<Wish, casework::DisposeCase>) {
      wish.disposition =
          acts.once_in(2) ? casework::Disposition::Answered : casework::Disposition::Declined;
    }
    if constexpr (requires { wish.complaint; }) {
      const auto& joined = item->dossier->joined;
      if (!joined.empty()) wish.complaint = joined[pick() % joined.size()].complaint;
    }
    if constexpr (requires { wish.assist; }) {
      const auto& assists = item->dossier->assists;
      if (!assists.empty()) wish.assist = assists[pick() % assists.size()];
    }
  }

  // Most wishes come from who may have them.
  template <class Wish>
  void settle(Wish& wish) {
    if constexpr (requires { requires std::is_same_v<decltype(wish.id), CaseId>; }) {
      std::vector<CaseId> suited;
      state.each_case([&](const Case& each) {
        if (suits<Wish>(each)) suited.push_back(each.id);
      });
      constexpr bool kAppeals = std::is_same_v<Wish, casework::FileAppeal> ||
                                std::is_same_v<Wish, casework::ReviewAppeal>;
      if (!kAppeals && !suited.empty() && !acts.once_in(6)) {
        wish.id = suited[pick() % suited.size()];
      }
      const Case* item = state.find(wish.id);
      if (item != nullptr && !acts.once_in(8)) settle(wish, *item);
    } else if constexpr (requires { requires std::is_same_v<decltype(wish.id), WhistleId>; }) {
      const casework::Whistle* item = state.registers().find(wish.id);
      if (item == nullptr || item->invited.empty() || acts.once_in(8)) return;
      const UnitCode unit = item->invited[pick() % item->invited.size()].unit;
      if constexpr (requires { wish.unit; }) wish.unit = unit;
      if constexpr (requires { wish.by_unit; }) wish.by_unit = item->whistler;
      if constexpr (requires { wish.from; }) {
        const bool down = acts.once_in(2);
        wish.from = down ? item->whistler : unit;
        wish.to = down ? unit : item->whistler;
      }
    }
    if constexpr (std::is_same_v<Wish, casework::BlowWhistle>) {
      if (acts.once_in(4)) return;
      wish.whistler = {acts.once_in(3) ? "waiwu" : "wuan"};
      wish.invited = {{"water"}, {"urban"}};
      wish.lead = {acts.once_in(2) ? "urban" : ""};
      wish.cases.resize(std::min<std::size_t>(wish.cases.size(), 1));
      wish.area = {};
      wish.arrive_at = {};
      wish.finish_at = {};
    }
    if constexpr (std::is_same_v<Wish, casework::RateWhistle>) wish.stars = 1 + wish.stars % 5;
    if constexpr (std::is_same_v<Wish, casework::ReviewAppeal>) {
      if (!acts.once_in(3)) wish.unit = {};
    }
    if constexpr (std::is_same_v<Wish, casework::FileAppeal>) {
      const casework::Appealable* closed = state.registers().appealable(wish.id);
      if (closed != nullptr && !acts.once_in(8)) {
        wish.unit =
            closed->units[acts.below(static_cast<std::uint32_t>(closed->units.size()))].unit;
      }
    }
  }
};

Command RandomActs::next(const State& state, Timestamp now) {
  return next(state, now, kFirstAct, kLastAct);
}

Command RandomActs::next(const State& state, Timestamp now, std::size_t first, std::size_t last) {
  constexpr std::size_t kActs = kLastAct - kFirstAct + 1;
  const std::size_t chosen = first + below(static_cast<std::uint32_t>(last - first + 1));
  Command command;
  Filling filling{*this, state, now};
  const auto make = [&]<std::size_t kIndex>() {
    if (kIndex != chosen) return;
    std::variant_alternative_t<kIndex, Command> wish;
    boost::pfr::for_each_field(wish, [&](auto& field) { filling.fill(field); });
    if constexpr (requires { requires std::is_same_v<decltype(wish.id), CaseId>; }) {
      const auto& closed = state.registers().appealables();
      const bool appeal = std::is_same_v<decltype(wish), casework::FileAppeal> ||
                          std::is_same_v<decltype(wish), casework::ReviewAppeal>;
      if (appeal && !closed.empty()) wish.id = some_key<CaseId>(closed, filling.pick());
    }
    filling.settle(wish);
    command = std::move(wish);
  };
  [&]<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    (make.template operator()<kFirstAct + kIndex>(), ...);
  }
  (std::make_index_sequence<kActs>{});
  return command;
}

}  // namespace whistle::support
