#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "engine/casework/chapters/chapters.h"
#include "engine/casework/limits.h"

// Lists that people claim from (清单制、认领制、时限制): a wish is listed, claimed until a date,
// pledged for, done, rated by the public and closed by the centre, never by who did it. Hours earn
// points.
namespace whistle::casework {
namespace {

constexpr std::uint32_t kMinutesMax = 24 * 60;  // of one piece of work
constexpr std::uint32_t kClaimDaysMax = 3660;   // keeps dates within the calendars

std::optional<Refusal> empty(const std::string& value, const char* field) {
  if (!value.empty()) return std::nullopt;
  return Refusal{Reason::MissingIdentity, std::string(field) + ": is empty"};
}

Outcome<const ListEntry*, Refusal> open_entry(const Context& context, EntryId id) {
  const Registers& registers = context.state.registers();
  if (const ListEntry* entry = registers.find(id)) return entry;
  const bool was = id && id <= registers.counters().last_entry;
  return refuse(Reason::UnknownEntry,
                was ? "entry " + std::to_string(id.value) + " is closed or was withdrawn"
                    : "there is no entry " + std::to_string(id.value));
}

Failure<Refusal> wrong_status(const ListEntry& entry, const std::string& allowed) {
  return refuse(Reason::WrongState, "entry " + std::to_string(entry.id.value) + " is " +
                                        std::string(whistle::to_word(entry.status)) + "; " +
                                        allowed);
}

// A claim counts to its very last millisecond, whether or not its end was told.
bool has_lapsed(const ListEntry& entry, Timestamp now) {
  return entry.status == EntryStatus::Claimed && now > entry.due;
}

EntryLapsed lapse(const ListEntry& entry) {
  return {.id = entry.id, .claimant = entry.claimant, .due = entry.due};
}

// Money that households put together for works of their own (Longkou: 户均50元限额).
std::optional<Refusal> check_fund(const ListWish& command, const policy::ListRules& rules) {
  if (command.fund_fen == 0) return std::nullopt;
  if (command.households == 0) {
    return Refusal{Reason::BadValue, "households: is 0; a fund is put together by households"};
  }
  const std::uint64_t each = rules.fund_fen_per_household;
  // Rounded up, the share is within the bound exactly when the sum is; no product can overflow.
  const std::uint64_t share =
      command.fund_fen / command.households + (command.fund_fen % command.households != 0 ? 1 : 0);
  if (each == 0 || share <= each) return std::nullopt;
  return Refusal{Reason::CapExceeded, "fund_fen: " + std::to_string(command.fund_fen) + " for " +
                                          std::to_string(command.households) +
                                          " households, at most " + std::to_string(each) +
                                          " for each"};
}

std::uint32_t points_for(std::uint32_t minutes, std::uint32_t per_hour) {
  const std::uint64_t points = std::uint64_t{minutes} * per_hour / 60;
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(points, kMax));
}

}  // namespace

Decision on(const ListWish& command, const Context& context) {
  const policy::Policy& policy = context.policy;
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  if (command.title.empty()) return refuse(Reason::MissingText, "title: is empty");
  if (context.state.registers().entries().size() >= kEntriesMax) {
    return refuse(Reason::LimitReached,
                  std::to_string(kEntriesMax) + " entries are open; close or withdraw some first");
  }
  if (command.title.size() > policy.settings().text_bytes_max) {
    return refuse(Reason::TextTooLong, "title: " + std::to_string(command.title.size()) +
                                           " bytes, at most " +
                                           std::to_string(policy.settings().text_bytes_max));
  }
  const policy::Unit* unit = policy.unit(command.unit);
  if (unit == nullptr) {
    return refuse(Reason::UnknownUnit,
                  "unit: no unit " + command.unit.value + " in rule book " + policy.book().name);
  }
  if (command.area && policy.area(command.area) == nullptr) {
    return refuse(Reason::UnknownArea, "area: no area " + std::to_string(command.area.value) +
                                           " in rule book " + policy.book().name);
  }
  if (command.from > context.state.counters().last_case) {
    return refuse(Reason::UnknownCase,
                  "from: there is no case " + std::to_string(command.from.value));
  }
  if (const auto refusal = check_fund(command, policy.settings().lists)) return Failure{*refusal};
  const EntryId id{context.state.registers().counters().last_entry.value + 1};
  return Decided{{EntryListed{.id = id,
                              .list = command.list,
                              .title = command.title,
                              .area = command.area ? command.area : unit->area,
                              .unit = command.unit,
                              .by = command.by,
                              .from = command.from,
                              .households = command.households,
                              .fund_fen = command.fund_fen,
                              .skill = command.skill}},
                 NumberAnswer{.id = id.value}};
}

Decision on(const ClaimEntry& command, const Context& context) {
  if (const auto refusal = empty(command.claimant.value, "claimant")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (command.unit && context.policy.unit(command.unit) == nullptr) {
    return refuse(Reason::UnknownUnit, "unit: no unit " + command.unit.value + " in rule book " +
                                           context.policy.book().name);
  }
  const std::uint32_t most =
      std::clamp(context.policy.settings().lists.claim_days, 1U, kClaimDaysMax);
  if (command.within_days > most) {
    return refuse(Reason::CapExceeded, "within_days: " + std::to_string(command.within_days) +
                                           ", at most " + std::to_string(most));
  }
  Decided decided;
  if (has_lapsed(entry, context.now)) {
    decided.events.emplace_back(lapse(entry));
  } else if (entry.status == EntryStatus::Claimed) {
    if (entry.claimant == command.claimant) return decided;
    return refuse(Reason::AlreadyTaken, "entry " + std::to_string(entry.id.value) +
                                            " is claimed by " + entry.claimant.value +
                                            "; pledge for it, or wait until the claim lapses");
  } else if (entry.status != EntryStatus::Listed) {
    return wrong_status(entry, "only what is listed can be claimed");
  }
  const std::uint32_t days = command.within_days == 0 ? most : command.within_days;
  const auto& calendar = context.policy.calendar(context.policy.book().default_calendar);
  const Timestamp due =
      calendar.due(context.now, {static_cast<std::int32_t>(days), calendar::LimitUnit::NaturalDay});
  decided.events.emplace_back(
      EntryClaimed{.id = entry.id, .claimant = command.claimant, .unit = command.unit, .due = due});
  return decided;
}

Decision on(const PledgeEntry& command, const Context& context) {
  if (const auto refusal = empty(command.member.value, "member")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (entry.has_pledged(command.member)) return Decided{{}, NoAnswer{}};
  if (entry.status != EntryStatus::Listed && entry.status != EntryStatus::Claimed) {
    return wrong_status(entry, "members pledge for what is listed or claimed");
  }
  if (entry.pledges.size() >= kPledgesMax) {
    return refuse(Reason::LimitReached, "entry " + std::to_string(entry.id.value) + " has " +
                                            std::to_string(kPledgesMax) + " pledges, enough");
  }
  return Decided{{EntryPledged{.id = entry.id, .member = command.member, .note = command.note}},
                 NoAnswer{}};
}

Decision on(const FinishEntry& command, const Context& context) {
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (command.minutes > kMinutesMax) {
    return refuse(Reason::BadValue, "minutes: " + std::to_string(command.minutes) + ", at most " +
                                        std::to_string(kMinutesMax));
  }
  if (entry.status == EntryStatus::Listed) {
    return wrong_status(entry, "claim it before it can be done");
  }
  if (!entry.works_on(command.by)) {
    return refuse(Reason::NotPermitted, "by: only the claimant " + entry.claimant.value +
                                            " or a member who pledged says that it is done, not " +
                                            command.by.value);
  }
  // The same wish again, after a lost answer; or a colleague said it first.
  if (entry.status != EntryStatus::Claimed) return Decided{{}, NoAnswer{}};
  if (has_lapsed(entry, context.now)) {
    return wrong_status(entry, "but the time for it is over; claim it again");
  }
  Decided decided;
  decided.events.emplace_back(EntryDone{
      .id = entry.id, .by = command.by, .minutes = command.minutes, .note = command.note});
  const std::uint32_t per_hour = context.policy.settings().lists.points_per_hour;
  const std::uint32_t points = points_for(command.minutes, per_hour);
  if (points > 0) {
    decided.events.emplace_back(
        PointsEarned{.holder = command.by,
                     .points = points,
                     .entry = entry.id,
                     .rule = {"lists.points_per_hour:" + std::to_string(per_hour)}});
  }
  return decided;
}

Decision on(const RateEntry& command, const Context& context) {
  if (const auto refusal = empty(command.by, "by")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (entry.status != EntryStatus::Done) {
    return wrong_status(entry, "the public rates what is done, once");
  }
  if (entry.works_on({command.by})) {
    return refuse(Reason::NotPermitted, "by: " + command.by + " did it; the public rates it");
  }
  return Decided{{EntryRated{.id = entry.id,
                             .by = command.by,
                             .satisfaction = command.satisfaction,
                             .note = command.note}},
                 NoAnswer{}};
}

Decision on(const CloseEntry& command, const Context& context) {
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (entry.status != EntryStatus::Done && entry.status != EntryStatus::Rated) {
    return wrong_status(entry, "only what is done can be closed; withdraw it instead");
  }
  if (entry.works_on({command.by.value})) {
    return refuse(Reason::NotPermitted,
                  "by: " + command.by.value + " took part; the centre closes, not who did it");
  }
  return Decided{{EntryClosed{.id = entry.id, .by = command.by}}, NoAnswer{}};
}

Decision on(const WithdrawEntry& command, const Context& context) {
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  const auto found = open_entry(context, command.id);
  if (!found) return Failure{found.error()};
  const ListEntry& entry = **found;
  if (command.reason.empty()) return refuse(Reason::MissingReason, "reason: is empty");
  if (entry.status != EntryStatus::Listed && entry.status != EntryStatus::Claimed) {
    return wrong_status(entry, "what is done is closed, not withdrawn");
  }
  return Decided{{EntryWithdrawn{.id = entry.id, .by = command.by, .reason = command.reason}},
                 NoAnswer{}};
}

Decision on(const RedeemPoints& command, const Context& context) {
  if (const auto refusal = empty(command.holder.value, "holder")) return Failure{*refusal};
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  if (command.points == 0) return refuse(Reason::BadValue, "points: is 0; at least 1");
  const auto& accounts = context.state.registers().accounts();
  const auto found = accounts.find(command.holder);
  const std::uint64_t left =
      found != accounts.end() ? found->second.earned - found->second.spent : 0;
  if (command.points > left) {
    return refuse(Reason::NotEnoughPoints, "points: " + command.holder.value + " has " +
                                               std::to_string(left) + ", not " +
                                               std::to_string(command.points));
  }
  return Decided{{PointsRedeemed{.holder = command.holder,
                                 .points = command.points,
                                 .by = command.by,
                                 .purpose = command.purpose}},
                 NoAnswer{}};
}

Decision on(const RateUnit& command, const Context& context) {
  if (const auto refusal = empty(command.by.value, "by")) return Failure{*refusal};
  if (context.policy.unit(command.unit) == nullptr) {
    return refuse(Reason::UnknownUnit, "unit: no unit " + command.unit.value + " in rule book " +
                                           context.policy.book().name);
  }
  if (command.stars < 1 || command.stars > 5) {
    return refuse(Reason::BadValue, "stars: " + std::to_string(command.stars) + ", must be 1 to 5");
  }
  return Decided{{UnitRated{.unit = command.unit,
                            .rater = command.rater,
                            .stars = static_cast<std::uint8_t>(command.stars),
                            .by = command.by,
                            .note = command.note}},
                 NoAnswer{}};
}

std::vector<Event> fire(const ListEntry& item, const Context&) { return {lapse(item)}; }

}  // namespace whistle::casework
