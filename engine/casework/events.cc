#include "engine/casework/events.h"

namespace whistle::casework {
namespace {

CaseId id_of(const ComplaintDeclined&) { return {}; }
template <class Fact>
CaseId id_of(const Fact& event) {
  return event.id;
}

}  // namespace

CaseId case_of(const Event& event) {
  return std::visit([](const auto& fact) { return id_of(fact); }, event);
}

}  // namespace whistle::casework
