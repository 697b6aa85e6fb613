#include "tests/fuzz/targets.h"

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace whistle::fuzz {
namespace {

constexpr std::array<Target, 21> kTargets{{
    {"frames", try_frames, 20'000, "the frames and the header of a request"},
    {"bodies", try_bodies, 20'000, "the body of every request, into a command"},
    {"answers", try_answers, 20'000, "the frames of an answer, as the client reads them"},
    {"wishes", try_wishes, 1'500, "requests of strangers, decided by an engine"},
    {"record", try_record, 10'000, "a record of the journal"},
    {"group", try_group, 10'000, "a row of the journal and its hash chain"},
    {"rows", try_rows, 10'000, "cases, texts, receipts, registers, answers, the head"},
    {"toml", try_toml, 5'000, "TOML, with every getter"},
    {"csv", try_csv, 10'000, "CSV tables of a rule book"},
    {"bundle", try_bundle, 10'000, "the kept files of a rule book"},
    {"rule_book", try_rule_book, 60, "one file of a whole rule book"},
    {"feed_csv", try_feed_csv, 4'000, "a hotline's CSV export"},
    {"feed_json", try_feed_json, 4'000, "a hotline's JSON lines"},
    {"mapping", try_mapping, 4'000, "the mapping of an export"},
    {"http_target", try_http_target, 20'000, "the target of an HTTP request"},
    {"http_form", try_http_form, 20'000, "a posted form, or a query"},
    {"multipart", try_multipart, 20'000, "multipart/form-data, with its Content-Type"},
    {"arguments", try_arguments, 20'000, "what comes with a request of Open311"},
    {"json", try_json, 5'000, "JSON of the API, into a message"},
    {"query", try_query, 10'000, "arguments of the API, into a message"},
    {"text", try_text, 300, "what residents write, by triage"},
}};

}  // namespace

std::span<const Target> targets() { return kTargets; }

const Target* target_of(std::string_view name) {
  // It tells each broken text at length.
  google::protobuf::SetLogHandler(nullptr);
  const auto found = std::ranges::find(kTargets, name, &Target::name);
  return found != kTargets.end() ? &*found : nullptr;
}

void fail(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
  std::abort();
}

unsigned Cutter::byte() {
  if (rest_.empty()) return 0;
  const auto byte = static_cast<unsigned char>(rest_.front());
  rest_.remove_prefix(1);
  return byte;
}

std::string_view Cutter::piece() {
  const std::size_t wanted = byte() * 256U + byte();
  const std::string_view piece = rest_.substr(0, wanted);
  rest_.remove_prefix(piece.size());
  return piece;
}

}  // namespace whistle::fuzz
