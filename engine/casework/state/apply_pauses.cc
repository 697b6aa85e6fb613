#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// Suspended and resumed, extended, deferred and reviewed. The clocks are moved by facts of their
// own.
namespace whistle::casework {

void State::on(const CaseSuspended& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::SignedFor && !item.dossier->suspended);
  Dossier& dossier = item.dossier.edit();
  dossier.suspended = true;
  dossier.pause_reason = event.reason;
  dossier.pause_until = event.until;
  dossier.pause_stops_requester = event.stops_requester;
  arm(item);
}

void State::on(const CaseResumed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->suspended);
  Dossier& dossier = item.dossier.edit();
  dossier.suspended = false;
  dossier.pause_reason = {};
  dossier.pause_until = kNever;
  dossier.pause_stops_requester = false;
  arm(item);
}

void State::on(const ExtensionAsked& event) {
  Dossier& dossier = existing(event.id).dossier.edit();
  WHISTLE_CHECK(!dossier.extension_asked && event.more.value > 0);
  dossier.extension_asked = true;
  dossier.extension_more = event.more.value;
  dossier.extension_unit = static_cast<std::uint8_t>(event.more.unit);
}

void State::on(const ExtensionRuled& event) {
  Dossier& dossier = existing(event.id).dossier.edit();
  WHISTLE_CHECK(dossier.extension_asked);
  WHISTLE_CHECK(event.number == dossier.extensions + (event.granted ? 1 : 0));
  dossier.extension_asked = false;
  dossier.extension_more = 0;
  dossier.extension_unit = 0;
  dossier.extensions = event.number;
}

void State::on(const CaseDeferred& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(!item.dossier->suspended && event.review_at != kNever);
  move(item, Status::Deferred);
  leave_place(item);
  enter(item, Place::Ledger);
  // Whoever held the order holds nothing any more.
  item.worker = 0;
  item.token = {};
  item.lease_token = {};
  item.lease_until = kNever;
  Dossier& dossier = item.dossier.edit();
  dossier.review_at = event.review_at;
  dossier.review_due = false;
  arm(item);
}

void State::on(const ReviewDue& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::Deferred && !item.dossier->review_due);
  item.dossier.edit().review_due = true;
  arm(item);
}

void State::on(const DeferralReviewed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::Deferred);
  WHISTLE_CHECK(event.resumes == (event.review_at == kNever));
  Dossier& dossier = item.dossier.edit();
  dossier.review_at = event.review_at;
  dossier.review_due = false;
  arm(item);
}

}  // namespace whistle::casework
