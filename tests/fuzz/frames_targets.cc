#include <array>
#include <cstddef>
#include <string>
#include <vector>
#include <zmq.hpp>

#include "adapters/client/frames.h"
#include "engine/journal/memory_journal.h"
#include "engine/service/act_codec.h"
#include "engine/service/read_frames.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wish_keys.h"
#include "tests/fuzz/requests.h"
#include "tests/fuzz/targets.h"

namespace whistle::fuzz {

void try_frames(std::string_view bytes) {
  Cutter cutter(bytes);
  std::vector<zmq::message_t> frames;
  frames.emplace_back(std::string("peer"));
  while (!cutter.empty()) frames.emplace_back(std::string(cutter.piece()));
  service::Request request;
  const auto problem = service::read_frames(std::move(frames), request);
  WHISTLE_FUZZ_EXPECT(request.peer == "peer");
  WHISTLE_FUZZ_EXPECT(!problem || (problem->code != 0 && !problem->reason.empty()));
  WHISTLE_FUZZ_EXPECT(problem || request.header.kind() == v1::KIND_REQUEST);
  WHISTLE_FUZZ_EXPECT(problem || request.body.size() <= service::kBodyBytesMax);
  if (problem) return;
  static const journal::MemoryJournal journal;
  const auto bad_key = service::look_up_key(request, journal, {});
  WHISTLE_FUZZ_EXPECT(!bad_key || bad_key->reason == "FIELD_VIOLATION");
  WHISTLE_FUZZ_EXPECT(!bad_key || request.terms.key == nullptr);
}

void try_bodies(std::string_view bytes) {
  Cutter cutter(bytes);
  const unsigned kind = cutter.byte();
  const auto read = command_of(kind, cutter.rest());
  if (!read) {
    WHISTLE_FUZZ_EXPECT(read.error().code != 0 && !read.error().reason.empty());
    return;
  }
  if (*read) WHISTLE_FUZZ_EXPECT(!casework::verb_of(**read).empty());
}

void try_answers(std::string_view bytes) {
  Cutter cutter(bytes);
  std::vector<std::string_view> frames;
  while (!cutter.empty()) frames.push_back(cutter.piece());
  const auto received = client::read_frames(frames);
  if (!received) return;
  WHISTLE_FUZZ_EXPECT(frames.size() == client::kFrames);
  WHISTLE_FUZZ_EXPECT(received->body.size() <= client::kAnswerBytesMax);
}

}  // namespace whistle::fuzz
