#pragma once

#include <optional>

#include "engine/casework/receipt.h"
#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/journal/journal.h"
#include "engine/service/frames.h"
#include "whistle/v1/complaint.pb.h"

// Complaints as they were accepted, read from disk; the writer is not troubled. Thread: the service
// thread.
namespace whistle::service {

struct FoundComplaint {
  ComplaintId id{};
  Complaint words;
  casework::Receipt receipt;  // what became of it when it came in
  CaseId now_in{};            // none: it became no case
};

// By its number, or by source and external id when that is 0. NOT_FOUND / UNKNOWN_COMPLAINT when
// there is none, INVALID_ARGUMENT / FIELD_VIOLATION when nothing names it.
Outcome<FoundComplaint, Problem> find_complaint(const v1::ComplaintRequest& asked,
                                                const journal::Journal& journal);

// As it is shown. Personal data is masked, unless the token is that of who has signed for its case.
Outcome<v1::ComplaintReply, Problem> show_complaint(const v1::ComplaintRequest& asked,
                                                    const journal::Journal& journal);

}  // namespace whistle::service
