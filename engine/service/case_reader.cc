#include "engine/service/case_reader.h"

#include <string>

#include "engine/journal/row_codec.h"
#include "engine/service/describe.h"
#include "engine/service/wire_codec.h"

namespace whistle::service {

Problem to_problem(const journal::Error& error) {
  if (error.kind == journal::Error::Kind::NotFound) {
    return {kNotFound, "UNKNOWN_CASE", error.message, 0};
  }
  return {kUnavailable, "READ_FAILED", error.message, 1000};
}

Outcome<v1::CaseView, Problem> CaseReader::view(CaseId id, bool with_text) {
  const auto row = journal_.case_row(id);
  if (!row) {
    if (row.error().kind == journal::Error::Kind::NotFound) {
      return Failure{
          Problem{kNotFound, "UNKNOWN_CASE", "there is no case " + std::to_string(id.value), 0}};
    }
    return Failure{to_problem(row.error())};
  }
  casework::Symbols names;
  const auto item = journal::decode_case(row->bytes, names);
  if (!item) return Failure{to_problem(item.error())};
  v1::CaseView view = to_view(*item, names, row->closed, policy_);
  if (with_text) {
    const auto complaint = journal_.text(item->first_complaint);
    if (!complaint) return Failure{to_problem(complaint.error())};
    view.set_subject(complaint->subject);
    view.set_text(complaint->text);
  }
  return view;
}

Outcome<v1::ExplainReply, Problem> CaseReader::explain(CaseId id, bool with_text) {
  auto shown = view(id, with_text);
  if (!shown) return Failure{shown.error()};
  const auto trail = journal_.trail(id);
  if (!trail) return Failure{to_problem(trail.error())};
  v1::ExplainReply reply;
  *reply.mutable_case_() = *std::move(shown);
  constexpr std::size_t kBytesMax = std::size_t{2} << 20U;
  std::size_t bytes = 0;
  for (const Sequence sequence : *trail) {
    if (bytes > kBytesMax) {
      reply.set_truncated(true);
      break;
    }
    const auto records = journal_.read(sequence, 1);
    if (!records) return Failure{to_problem(records.error())};
    google::protobuf::RepeatedPtrField<v1::Fact> facts;
    for (const journal::Record& record : *records) describe(record, policy_, facts);
    for (v1::Fact& fact : facts) {
      // One record may be about many cases, as a tick or a pull is.
      if (fact.case_id() != id.value) continue;
      bytes += fact.ByteSizeLong();
      reply.add_facts()->Swap(&fact);
    }
  }
  return reply;
}

}  // namespace whistle::service
