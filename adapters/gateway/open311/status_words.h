#pragma once

#include <string>
#include <string_view>

#include "adapters/gateway/open311/settings.h"
#include "adapters/gateway/search/index.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"

// How a complaint stands, in the words that clients of Open311 know.
namespace whistle::gateway::open311 {

// open or closed. Closed is what the centre has struck off, and what never became a case. Work that
// is finished still waits for the resident's word.
bool is_open(const v1::ComplaintReply& complaint, const v1::CaseView& item);

// Another's complaint was there first, or the same person's: it became a part of that case.
bool is_joined(std::string_view disposition);

// The extended status of mySociety's clients: open in_progress planned investigating for_triage
// internal_referral reopen closed duplicate no_further_action not_councils_responsibility.
std::string extended_status(const v1::ComplaintReply& complaint, const v1::CaseView& item);
// The same of what was told: as the case stood then, or what has just happened to it.
std::string extended_status(const search::Update& update);

// What a resident reads where there is no note; never empty.
std::string words_of_status(std::string_view extended, Language language);
// Why a complaint was not taken, from a ground of declines.csv; never empty.
std::string words_of_ground(std::string_view ground, Language language);
// What a resident reads of an update; never empty.
std::string words_of_update(const search::Update& update, Language language);

}  // namespace whistle::gateway::open311
