#include <algorithm>
#include <bit>
#include <string>
#include <string_view>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/chapters/deciding.h"

// After a whistle was blown (吹哨报到): each unit that it names must acknowledge, come, plan and
// finish as the rules of the kind ask. Where the kind holds them nobody leaves before the whistler
// says so (事不完人不走). When it is over both sides judge each other (双考核).
namespace whistle::casework {
namespace {

constexpr std::uint32_t kStarsMax = 5;

// ---- answering ----

// One unit on one whistle.
struct Party {
  const Whistle* whistle{};
  const Invited* unit{};
};

Outcome<const Whistle*, Refusal> known_whistle(const Context& context, WhistleId id) {
  const Whistle* whistle = context.state.registers().find(id);
  if (whistle != nullptr) return whistle;
  return refuse(Reason::UnknownWhistle,
                "no whistle " + std::to_string(id.value) + " is open or waits for its ratings");
}

Failure<Refusal> not_invited(const Whistle& whistle, const UnitCode& unit) {
  std::string names;
  for (const Invited& each : whistle.invited) names = joined(names, each.unit.value);
  return refuse(Reason::NotInvited,
                (unit ? unit.value : "nobody") + " is not on this whistle; invited: " + names);
}

Outcome<Party, Refusal> party_of(const Context& context, WhistleId id, const UnitCode& unit,
                                 const WorkerName& worker) {
  if (!worker) return refuse(Reason::MissingIdentity, "say who acts for the unit");
  const auto whistle = known_whistle(context, id);
  if (!whistle) return Failure{whistle.error()};
  const Invited* invited = (*whistle)->find(unit);
  if (invited == nullptr) return not_invited(**whistle, unit);
  return Party{*whistle, invited};
}

Failure<Refusal> released_already(const Invited& unit) {
  return refuse(Reason::WrongState, unit.unit.value + " was released and owes nothing any more");
}

UnitCarded carded(const Party& party, Card card, WhistleStep step, const Context& context) {
  const policy::CardRules& rules = context.policy.settings().cards;
  const bool red = card == Card::Red;
  return {.unit = party.unit->unit,
          .card = card,
          .points = red ? rules.red_points : rules.yellow_points,
          .whistle = party.whistle->id,
          .duty = {},
          .rule = {"cards:whistle:" + std::string(whistle::to_word(step)) +
                   (red ? ":red" : ":yellow")}};
}

// Every step of a unit that is past due and was not told before, and the card for all of them. A
// unit that answers before its alarm was told is late all the same.
std::vector<Event> lateness(const Party& party, const Context& context) {
  std::vector<Event> events;
  const Whistle& whistle = *party.whistle;
  const Invited& unit = *party.unit;
  if (unit.released) return events;
  const policy::Unit* district = context.policy.unit_for(Tier::District, whistle.area, {});
  const int before = std::popcount(unit.missed);
  int missed = before;
  WhistleStep last{};
  for (const auto& step : kSpellings<WhistleStep>) {
    const Timestamp due = whistle.due(step.value);
    if (context.now <= due || unit.has_done(step.value) || unit.has_missed(step.value)) continue;
    events.emplace_back(WhistleMissed{.id = whistle.id,
                                      .unit = unit.unit,
                                      .step = step.value,
                                      .due = due,
                                      .copied = district != nullptr ? district->code : UnitCode{}});
    last = step.value;
    ++missed;
  }
  if (card_for(missed) > card_for(before)) {
    events.emplace_back(carded(party, card_for(missed), last, context));
  }
  return events;
}

// A unit that answers in any way has heard the whistle.
void acknowledge(const Party& party, const WorkerName& worker, const Context& context,
                 std::vector<Event>& events) {
  if (party.unit->acknowledged) return;
  events.emplace_back(WhistleAcknowledged{.id = party.whistle->id,
                                          .unit = party.unit->unit,
                                          .by = worker,
                                          .on_time = context.now <= party.whistle->acknowledge_by});
}

// ---- ending ----

bool everybody_has_rated(const Whistle& whistle, const UnitCode& from, const UnitCode& to) {
  return std::ranges::all_of(whistle.invited, [&](const Invited& unit) {
    const bool judged =
        unit.stars_from_whistler != 0 || (from == whistle.whistler && to == unit.unit);
    const bool judges = unit.stars_for_whistler != 0 || from == unit.unit;
    return judged && judges;
  });
}

}  // namespace

Decision on(const AcknowledgeWhistle& command, const Context& context) {
  const auto party = party_of(context, command.id, command.unit, command.worker);
  if (!party) return Failure{party.error()};
  if (party->unit->acknowledged) return Decided{{}, NoAnswer{}};
  if (party->unit->released) return released_already(*party->unit);
  std::vector<Event> events = lateness(*party, context);
  acknowledge(*party, command.worker, context, events);
  return Decided{std::move(events), NoAnswer{}};
}

Decision on(const ReportIn& command, const Context& context) {
  const auto party = party_of(context, command.id, command.unit, command.worker);
  if (!party) return Failure{party.error()};
  if (party->unit->arrived) return Decided{{}, NoAnswer{}};
  if (party->unit->released) return released_already(*party->unit);
  std::vector<Event> events = lateness(*party, context);
  acknowledge(*party, command.worker, context, events);
  events.emplace_back(UnitReportedIn{.id = command.id,
                                     .unit = command.unit,
                                     .by = command.worker,
                                     .on_time = context.now <= party->whistle->arrive_by,
                                     .note = command.note});
  return Decided{std::move(events), NoAnswer{}};
}

// Said twice it stands there twice, like a note of progress: a second plan may be a better one.
Decision on(const RecordMeasure& command, const Context& context) {
  const auto party = party_of(context, command.id, command.unit, command.worker);
  if (!party) return Failure{party.error()};
  if (party->unit->released) return released_already(*party->unit);
  std::vector<Event> events = lateness(*party, context);
  acknowledge(*party, command.worker, context, events);
  events.emplace_back(MeasureRecorded{.id = command.id,
                                      .unit = command.unit,
                                      .by = command.worker,
                                      .plan = command.plan,
                                      .note = command.note});
  return Decided{std::move(events), NoAnswer{}};
}

Decision on(const ReleaseUnit& command, const Context& context) {
  const auto party = party_of(context, command.id, command.unit, command.worker);
  if (!party) return Failure{party.error()};
  const Whistle& whistle = *party->whistle;
  const bool by_whistler = command.by_unit == whistle.whistler;
  if (!by_whistler && whistle.hold) {
    return refuse(Reason::WhistlerOnly,
                  "nobody leaves before " + whistle.whistler.value + " says so");
  }
  if (!by_whistler && command.by_unit != command.unit) {
    return refuse(Reason::NotPermitted, whistle.whistler.value + " releases it, or " +
                                            command.unit.value + " says that it is done");
  }
  if (party->unit->released) return Decided{{}, NoAnswer{}};
  if (!by_whistler && whistle.arrive_by != kNever && !party->unit->arrived) {
    return refuse(Reason::WrongState, command.unit.value +
                                          " has not reported in: it reports in "
                                          "first, or " +
                                          whistle.whistler.value + " releases it");
  }
  std::vector<Event> events = lateness(*party, context);
  if (!by_whistler) acknowledge(*party, command.worker, context, events);
  events.emplace_back(UnitReleased{.id = command.id,
                                   .unit = command.unit,
                                   .by = command.worker,
                                   .on_time = context.now <= whistle.finish_by,
                                   .note = command.note});
  return Decided{std::move(events), NoAnswer{}};
}

Decision on(const CloseWhistle& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "say who closes it");
  const auto found = known_whistle(context, command.id);
  if (!found) return Failure{found.error()};
  const Whistle& whistle = **found;
  if (command.by_unit != whistle.whistler) {
    return refuse(Reason::WhistlerOnly, "only " + whistle.whistler.value + " closes it");
  }
  if (whistle.closed) return Decided{{}, NoAnswer{}};
  std::string still_there;
  for (const Invited& unit : whistle.invited) {
    if (!unit.released) still_there = joined(still_there, unit.unit.value);
  }
  if (!still_there.empty()) {
    return refuse(Reason::WrongState, "release these first: " + still_there);
  }
  const policy::WhistleRule* rule = context.policy.whistle(whistle.kind);
  const bool rates = rule != nullptr && rule->rate;
  const Timestamp rate_by =
      rates ? context.policy.calendar(rule->calendar).due(context.now, *rule->rate) : kNever;
  Decided decided;
  decided.events.emplace_back(WhistleClosed{
      .id = command.id, .by = command.worker, .rate_by = rate_by, .note = command.note});
  // Without a time to rate nothing is left to wait for.
  if (rate_by == kNever) {
    decided.events.emplace_back(WhistleSettled{.id = command.id, .rule = {"no_time_to_rate"}});
  }
  return decided;
}

Decision on(const RateWhistle& command, const Context& context) {
  if (!command.worker) return refuse(Reason::MissingIdentity, "say who rates");
  const auto found = known_whistle(context, command.id);
  if (!found) return Failure{found.error()};
  const Whistle& whistle = **found;
  const bool by_whistler = command.from == whistle.whistler;
  const UnitCode& unit_code = by_whistler ? command.to : command.from;
  const Invited* unit = whistle.find(unit_code);
  if (unit == nullptr) return not_invited(whistle, unit_code);
  if (!by_whistler && command.to != whistle.whistler) {
    return refuse(Reason::NotPermitted,
                  command.from.value + " rates " + whistle.whistler.value + " only");
  }
  if (command.stars < 1 || command.stars > kStarsMax) {
    return refuse(Reason::BadValue, "give 1 to " + std::to_string(kStarsMax) + " stars");
  }
  if (!whistle.closed) {
    return refuse(Reason::WrongState, "both sides rate when the whistle is closed");
  }
  const std::uint8_t given = by_whistler ? unit->stars_from_whistler : unit->stars_for_whistler;
  if (given == command.stars) return Decided{{}, NoAnswer{}};
  if (given != 0) {
    return refuse(Reason::AlreadyTaken,
                  command.from.value + " has rated: " + std::to_string(given) + " stars");
  }
  if (context.now > whistle.rate_by) {
    return refuse(Reason::WrongState, "the time to rate is over");
  }
  Decided decided;
  decided.events.emplace_back(WhistleRated{.id = command.id,
                                           .from = command.from,
                                           .to = command.to,
                                           .stars = static_cast<std::uint8_t>(command.stars),
                                           .by = command.worker,
                                           .note = command.note});
  if (everybody_has_rated(whistle, command.from, command.to)) {
    decided.events.emplace_back(WhistleSettled{.id = command.id, .rule = {"rated"}});
  }
  return decided;
}

// After an outage all that came due is told in one turn; each step once, so the alarm moves on.
std::vector<Event> fire(const Whistle& item, const Context& context) {
  std::vector<Event> events;
  if (item.closed) {
    if (context.now > item.rate_by) {
      events.emplace_back(WhistleSettled{.id = item.id, .rule = {"rating_time_over"}});
    }
    return events;
  }
  for (const Invited& unit : item.invited) {
    append(events, lateness({&item, &unit}, context));
  }
  return events;
}

}  // namespace whistle::casework
