#include "engine/casework/events/events.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace whistle::casework {
namespace {

template <class Fact>
CaseId id_of(const Fact& event) {
  if constexpr (requires { requires std::is_same_v<decltype(event.id), CaseId>; }) {
    return event.id;
  } else {
    return {};
  }
}

// Fields that name a case besides the one a fact belongs to.
template <class Fact>
void visit_others(const Fact& fact, const std::function<void(CaseId)>& visit) {
  const auto named = [&visit](CaseId id) {
    if (id) visit(id);
  };
  if constexpr (requires { requires std::is_same_v<decltype(fact.parent), CaseId>; }) {
    named(fact.parent);
  }
  if constexpr (requires { requires std::is_same_v<decltype(fact.assist), CaseId>; }) {
    named(fact.assist);
  }
  if constexpr (requires { requires std::is_same_v<decltype(fact.from), CaseId>; }) {
    named(fact.from);
  }
  if constexpr (requires { requires std::is_same_v<decltype(fact.into), CaseId>; }) {
    named(fact.into);
  }
  if constexpr (requires { requires std::is_same_v<decltype(fact.cases), std::vector<CaseId>>; }) {
    for (const CaseId id : fact.cases) named(id);
  }
}

}  // namespace

CaseId case_of(const Event& event) {
  return std::visit([](const auto& fact) { return id_of(fact); }, event);
}

void cases_of(const Event& event, const std::function<void(CaseId)>& visit) {
  const CaseId own = case_of(event);
  if (own) visit(own);
  std::visit([&visit](const auto& fact) { visit_others(fact, visit); }, event);
}

bool strikes_off(const Event& event) {
  return std::holds_alternative<CaseStruckOff>(event) ||
         std::holds_alternative<AssistWithdrawn>(event) ||
         std::holds_alternative<CaseMerged>(event);
}

Event::Event() = default;
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
// The variant's own assignments have a function for each alternative that destroys each other one.
Event& Event::operator=(const Event& other) { return *this = Event(other); }
Event& Event::operator=(Event&& other) noexcept {
  if (this == &other) return *this;
  std::destroy_at(this);
  return *std::construct_at(this, std::move(other));
}
Event::~Event() = default;
bool operator==(const Event& left, const Event& right) {
  return static_cast<const Event::variant&>(left) == static_cast<const Event::variant&>(right);
}

}  // namespace whistle::casework
