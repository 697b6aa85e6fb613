#include "engine/service/complaint_reader.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "engine/journal/row_codec.h"
#include "engine/service/case_reader.h"
#include "engine/service/fields.h"
#include "engine/service/wire_words.h"
#include "engine/triage/privacy.h"

namespace whistle::service {
namespace {

// A complaint moves from case to case as often as somebody says so: a few times at most.
constexpr int kMovesMax = 16;
// Of a case's history, from its end: it is looked at for where a complaint went.
constexpr std::size_t kRecordsMax = 1'024;

Failure<Problem> unknown(const std::string& which) {
  return Failure{Problem{kNotFound, "UNKNOWN_COMPLAINT", "there is no complaint " + which, 0}};
}

std::string named(const v1::ComplaintRequest& asked) {
  if (asked.complaint_id() != 0) return std::to_string(asked.complaint_id());
  return asked.source() + " " + asked.external_id();
}

struct StoredCase {
  casework::Case item;
  bool closed{};
};

Outcome<StoredCase, Problem> stored_case(CaseId id, const journal::Journal& journal) {
  const auto row = journal.case_row(id);
  if (!row) return Failure{to_problem(row.error())};
  casework::Symbols names;
  auto item = journal::decode_case(row->bytes, names);
  if (!item) return Failure{to_problem(item.error())};
  return StoredCase{*std::move(item), row->closed};
}

bool holds(const casework::Case& item, ComplaintId id) {
  if (item.first_complaint == id) return true;
  const auto& joined = item.dossier->joined;
  return std::ranges::find(joined, id, &casework::Joined::complaint) != joined.end();
}

// Where a fact says that the complaint went; none: it says nothing of the kind.
CaseId moved_by(const casework::Event& event, CaseId from, ComplaintId id) {
  if (const auto* merged = std::get_if<casework::CaseMerged>(&event)) {
    return merged->id == from ? merged->into : CaseId{};
  }
  if (const auto* split = std::get_if<casework::CaseSplit>(&event)) {
    return split->from == from && split->complaint == id ? split->id : CaseId{};
  }
  return {};
}

// The last thing the case's history says of where the complaint went.
Outcome<CaseId, Problem> moved_on(CaseId from, ComplaintId id, const journal::Journal& journal) {
  const auto trail = journal.trail(from);
  if (!trail) return Failure{to_problem(trail.error())};
  std::size_t read = 0;
  for (auto at = trail->rbegin(); at != trail->rend() && read < kRecordsMax; ++at, ++read) {
    const auto records = journal.read(*at, 1);
    if (!records) {
      // What is older is not kept either, and the complaint is where it was last seen.
      if (records.error().kind == journal::Error::Kind::Forgotten) break;
      return Failure{to_problem(records.error())};
    }
    for (const journal::Record& record : *records) {
      for (const casework::Event& event : record.events) {
        if (const CaseId to = moved_by(event, from, id)) return to;
      }
    }
  }
  return CaseId{};
}

// The case a complaint belongs to now, from the one it came into.
Outcome<CaseId, Problem> case_of(ComplaintId id, CaseId came_into,
                                 const journal::Journal& journal) {
  CaseId at = came_into;
  for (int moves = 0; at && moves < kMovesMax; ++moves) {
    const auto stored = stored_case(at, journal);
    if (!stored) return Failure{stored.error()};
    // The row of a case that became one with another stays as it was.
    if (holds(stored->item, id) && !stored->closed) return at;
    const auto next = moved_on(at, id, journal);
    if (!next) return Failure{next.error()};
    if (!*next) return at;
    at = *next;
  }
  return at;
}

Outcome<ComplaintId, Problem> number_of(const v1::ComplaintRequest& asked,
                                        const journal::Journal& journal) {
  if (asked.complaint_id() != 0) return ComplaintId{asked.complaint_id()};
  if (asked.source().empty() || asked.external_id().empty()) {
    return violation("complaint_id: is missing; a number, or source and external_id");
  }
  const auto receipt = journal.receipt(asked.source(), asked.external_id());
  if (!receipt) return Failure{to_problem(receipt.error())};
  if (!*receipt) return unknown(named(asked));
  return (*receipt)->complaint;
}

}  // namespace

Outcome<FoundComplaint, Problem> find_complaint(const v1::ComplaintRequest& asked,
                                                const journal::Journal& journal) {
  const auto id = number_of(asked, journal);
  if (!id) return Failure{id.error()};
  auto words = journal.text(*id);
  if (!words) {
    if (words.error().kind == journal::Error::Kind::NotFound) return unknown(named(asked));
    return Failure{to_problem(words.error())};
  }
  auto receipt = journal.receipt(words->source, words->external_id);
  if (!receipt) return Failure{to_problem(receipt.error())};
  if (!*receipt) return unknown(named(asked));
  const auto now_in = case_of(*id, (*receipt)->id, journal);
  if (!now_in) return Failure{now_in.error()};
  return FoundComplaint{
      .id = *id, .words = *std::move(words), .receipt = **std::move(receipt), .now_in = *now_in};
}

namespace {

using Readable = std::string (*)(const std::string&);

std::string whole(const std::string& text) { return text; }
std::string masked(const std::string& text) {
  return triage::mask_personal_data(text, triage::Plates::Sought);
}

// Who has signed for the case must speak with the requester.
bool must_speak(const v1::ComplaintRequest& asked, CaseId id, const journal::Journal& journal) {
  if (asked.token() == 0 || !id) return false;
  const auto stored = stored_case(id, journal);
  return stored && stored->item.place == casework::Place::Hands &&
         stored->item.token == Token{asked.token()};
}

void show_place(const Complaint& words, v1::Complaint& shown) {
  shown.set_area_code(words.area.value);
  if (!words.point) return;
  shown.set_has_point(true);
  shown.set_latitude(words.point->latitude);
  shown.set_longitude(words.point->longitude);
  shown.set_datum(std::string(to_word(words.point->datum)));
}

void show(const Complaint& words, Readable readable, v1::Complaint& shown) {
  shown.set_source(words.source);
  shown.set_external_id(words.external_id);
  shown.set_channel(std::string(to_word(words.channel)));
  shown.set_occurred_at_ms(to_ms(words.occurred_at));
  shown.set_requester(words.requester);
  shown.set_requester_kind(std::string(to_word(words.requester_kind)));
  show_place(words, shown);
  shown.set_category(words.category.value);
  shown.set_condition(words.condition.value);
  if (words.request_type) shown.set_request_type(std::string(to_word(*words.request_type)));
  for (const std::string& url : words.media_urls) shown.add_media_urls(url);
  for (const ComplaintAttribute& attribute : words.attributes) {
    v1::Attribute& given = *shown.add_attributes();
    given.set_code(attribute.code);
    for (const std::string& value : attribute.values) given.add_values(readable(value));
  }
}

}  // namespace

Outcome<v1::ComplaintReply, Problem> show_complaint(const v1::ComplaintRequest& asked,
                                                    const journal::Journal& journal) {
  const auto found = find_complaint(asked, journal);
  if (!found) return Failure{found.error()};
  const Complaint& words = found->words;
  const bool speaks = must_speak(asked, found->now_in, journal);
  const Readable readable = speaks ? whole : masked;
  v1::ComplaintReply reply;
  reply.set_complaint_id(found->id.value);
  reply.set_case_id(found->now_in.value);
  reply.set_disposition(std::string(to_word(found->receipt.disposition)));
  reply.set_decline_ground(found->receipt.ground);
  reply.set_received_at_ms(to_ms(found->receipt.received));
  reply.set_answered(readable(words.answered));
  v1::Complaint& shown = *reply.mutable_complaint();
  show(words, readable, shown);
  if (speaks) shown.set_requester_name(words.requester_name);
  if (!asked.with_text()) return reply;
  shown.set_subject(readable(words.subject));
  shown.set_text(readable(words.text));
  shown.set_address(readable(words.address));
  return reply;
}

}  // namespace whistle::service
