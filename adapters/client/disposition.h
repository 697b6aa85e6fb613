#pragma once

#include "whistle/v1/complaint.pb.h"

// What became of a complaint, for those who go on working with the case.
namespace whistle::client {

inline constexpr char kTriageDesk[] = "triage";

inline bool is_told_to_emergency_lines(const v1::SubmitReply& reply) {
  return reply.disposition() == "emergency_transferred";
}
// A case of its own that went to a unit. Told to an emergency line it stays with that unit.
inline bool is_filed(const v1::SubmitReply& reply) {
  return reply.disposition() == "filed" ||
         (is_told_to_emergency_lines(reply) && reply.unit() != kTriageDesk);
}
// A case of its own that a person must read first.
inline bool awaits_triage(const v1::SubmitReply& reply) {
  return reply.disposition() == "awaits_triage" ||
         (is_told_to_emergency_lines(reply) && reply.unit() == kTriageDesk);
}

}  // namespace whistle::client
