#include <algorithm>

#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// Who presses, watches and answers; and callbacks to nobody.
namespace whistle::casework {

void State::on(const CaseReminded& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(event.number == item.reminders + 1);
  item.reminders = event.number;
}

void State::on(const CaseSupervised& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(event.how > item.dossier->supervision);
  item.dossier.edit().supervision = event.how;
}

void State::on(const EscalationAcknowledged& event) {
  Case& item = existing(event.id);
  Dossier& dossier = item.dossier.edit();
  dossier.acknowledged_until = event.until;
  dossier.acknowledged_by = event.by;
  arm(item);
}

void State::on(const AcknowledgementExpired& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->acknowledged_until != kNever);
  Dossier& dossier = item.dossier.edit();
  dossier.acknowledged_until = kNever;
  dossier.acknowledged_by = {};
  arm(item);
}

void State::on(const CallbackTried& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::Replied);
  Dossier& dossier = item.dossier.edit();
  if (!event.complaint || event.complaint == item.first_complaint) {
    dossier.callback_attempts = event.attempt;
    return;
  }
  const auto joined = std::ranges::find(dossier.joined, event.complaint, &Joined::complaint);
  WHISTLE_CHECK(joined != dossier.joined.end());
  joined->callback_attempts = event.attempt;
}

}  // namespace whistle::casework
