#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// Who sits together over a case, and whether its time rests meanwhile.
namespace whistle::casework {

void State::on(const PanelConvened& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->panel == PanelKind{} && event.kind != PanelKind{});
  Dossier& dossier = item.dossier.edit();
  dossier.panel = event.kind;
  dossier.panel_stops_clocks = event.stops_clocks;
  dossier.panel_until = event.until;
  arm(item);
}

void State::on(const PanelConcluded& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->panel == event.kind);
  Dossier& dossier = item.dossier.edit();
  dossier.panel = PanelKind{};
  dossier.panel_stops_clocks = false;
  dossier.panel_until = kNever;
  arm(item);
}

}  // namespace whistle::casework
