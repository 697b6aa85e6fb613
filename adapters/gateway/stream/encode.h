#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/client/result.h"
#include "whistle/v1/watch.pb.h"

// Server-sent events, as bytes. Data is the JSON of the protocol's messages, on one line.
namespace whistle::gateway::stream {

// id: the sequence; event: record; data: {"sequence":"..","facts":[..]}
std::string record_event(std::uint64_t sequence, const std::vector<v1::Fact>& facts);

// event: hello; data: {"journal_id","head","start"}: what follows comes after `start`. No id: a
// browser that is cut off now resumes where it was before.
std::string hello_event(const std::string& journal_id, std::uint64_t head, std::uint64_t start);

// event: snapshot; data: {"begin"}, {"as_of_sequence","cases"} or {"end","cases"}. Only the last
// has an id, the watermark: who is cut off in the middle gets a new snapshot.
std::string snapshot_event(const v1::WatchEvents& events);

// event: reset; data: {"reason","message","first_available","journal_id"}. Its empty id makes the
// browser forget where it was: left to itself it comes back and sees what happens from then on.
std::string reset_event(const client::Problem& why, const std::string& journal_id);

// A comment, and, when `seen` is not 0, an id without an event: nothing that matches has been
// missed up to there.
std::string ping(std::uint64_t seen);

std::string retry(std::uint32_t pause_ms);

}  // namespace whistle::gateway::stream
