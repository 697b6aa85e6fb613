#pragma once

#include <string>

#include "engine/core/complaint.h"
#include "engine/core/words.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::bench {

// The complaint as an adapter sends it.
inline v1::SubmitRequest request_of(const Complaint& complaint) {
  v1::SubmitRequest request;
  v1::Complaint& body = *request.mutable_complaint();
  body.set_source(complaint.source);
  body.set_external_id(complaint.external_id);
  body.set_channel(std::string(to_word(complaint.channel)));
  body.set_occurred_at_ms(complaint.occurred_at.time_since_epoch().count());
  body.set_requester(complaint.requester);
  body.set_text(complaint.text);
  return request;
}

}  // namespace whistle::bench
