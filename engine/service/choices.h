#pragma once

#include <string>

#include "engine/policy/policy.h"
#include "engine/triage/findings.h"
#include "engine/triage/guesses.h"

namespace whistle::service {

// What triage could not decide alone, for the person who must: the areas that may be meant and the
// categories it may be about, best first. `View`: a message with place_candidates and guesses.
template <class View>
void show_choices_of(const triage::Findings& findings, const policy::Policy& policy, View& view) {
  for (const triage::PlaceCandidate& candidate : findings.place.candidates) {
    auto& shown = *view.add_place_candidates();
    shown.set_area_code(candidate.area.value);
    const policy::Area* area = policy.area(candidate.area);
    if (area != nullptr) shown.set_area_name(area->name);
    shown.set_why(candidate.why.value);
  }
  for (const triage::Guess& guess : findings.category.guesses) {
    auto& shown = *view.add_guesses();
    shown.set_category(guess.category.value);
    const policy::Category* category = policy.category(guess.category);
    if (category != nullptr) shown.set_category_name(category->name);
    shown.set_strength(triage::to_text(guess));
  }
}

}  // namespace whistle::service
