#include "engine/service/matter.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/casework/limits.h"
#include "engine/journal/row_codec.h"
#include "engine/service/case_reader.h"
#include "engine/service/complaint_reader.h"
#include "engine/service/wire_codec.h"

namespace whistle::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Complaints of one case that are looked at for their source; a storm may have thousands.
constexpr std::size_t kComplaintsMax = 64;
constexpr std::size_t kAssistsMax = 16;

Failure<Problem> unknown_case(CaseId id) {
  return Failure{
      Problem{kNotFound, "UNKNOWN_CASE", "there is no case " + std::to_string(id.value), 0}};
}

// A field of a message by its path; the message it stands in moves along.
const FieldDescriptor* find(const Message*& message, std::string_view path) {
  for (;;) {
    const std::size_t dot = path.find('.');
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
    if (field == nullptr || dot == std::string_view::npos) return field;
    message = &message->GetReflection()->GetMessage(*message, field);
    path.remove_prefix(dot + 1);
  }
}

std::string text_at(const Message* message, std::string_view path) {
  const FieldDescriptor* field = find(message, path);
  WHISTLE_CHECK(field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_STRING);
  return message->GetReflection()->GetString(*message, field);
}

std::vector<AreaCode> areas_at(const Message* message, std::string_view path) {
  std::vector<AreaCode> areas;
  const FieldDescriptor* field = find(message, path);
  if (field == nullptr) return areas;
  WHISTLE_CHECK(field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64);
  if (field->is_repeated()) {
    for (int i = 0; i < message->GetReflection()->FieldSize(*message, field); ++i) {
      areas.push_back({message->GetReflection()->GetRepeatedUInt64(*message, field, i)});
    }
  } else if (const std::uint64_t area = message->GetReflection()->GetUInt64(*message, field)) {
    areas.push_back({area});
  }
  return areas;
}

// The cases of a repeated message that names one each, as far as there may be so many.
std::set<CaseId> cases_at(const Message* message, std::string_view path) {
  constexpr int kListedMax = casework::kPullMax;
  std::set<CaseId> cases;
  const FieldDescriptor* field = find(message, path);
  WHISTLE_CHECK(field != nullptr && field->is_repeated());
  const FieldDescriptor* id = field->message_type()->FindFieldByName("case_id");
  const int count = std::min(message->GetReflection()->FieldSize(*message, field), kListedMax);
  for (int i = 0; i < count; ++i) {
    const Message& each = message->GetReflection()->GetRepeatedMessage(*message, field, i);
    cases.insert({each.GetReflection()->GetUInt64(each, id)});
  }
  return cases;
}

std::vector<UnitCode> units_at(const Message* message, std::string_view path) {
  std::vector<UnitCode> units;
  const FieldDescriptor* field = find(message, path);
  if (field == nullptr) return units;
  for (int i = 0; i < message->GetReflection()->FieldSize(*message, field); ++i) {
    units.push_back({message->GetReflection()->GetRepeatedString(*message, field, i)});
  }
  return units;
}

struct StoredCase {
  casework::Case item;
  std::string unit;
};

Outcome<StoredCase, Problem> stored_case(CaseId id, const journal::Journal& journal) {
  const auto row = journal.case_row(id);
  if (!row && row.error().kind == journal::Error::Kind::NotFound) return unknown_case(id);
  if (!row) return Failure{to_problem(row.error())};
  casework::Symbols names;
  auto item = journal::decode_case(row->bytes, names);
  if (!item) return Failure{to_problem(item.error())};
  std::string unit = names.name(item->unit);
  return StoredCase{*std::move(item), std::move(unit)};
}

void add_sources(const casework::Case& item, const journal::Journal& journal, Matter::Case& to) {
  std::vector<ComplaintId> complaints{item.first_complaint};
  for (const casework::Joined& joined : item.dossier->joined) {
    if (complaints.size() < kComplaintsMax) complaints.push_back(joined.complaint);
  }
  for (const ComplaintId id : complaints) {
    if (!id) continue;
    const auto complaint = journal.text(id);
    // One that cannot be read is nobody's.
    if (complaint) to.sources.push_back(complaint->source);
  }
}

// Cases on disk, as far as a limit may be held against them.
class Cases {
 public:
  Cases(const journal::Journal& journal, bool with_sources)
      : journal_(journal), with_sources_(with_sources) {}

  Outcome<Matter::Case, Problem> at(CaseId id) const {
    const auto stored = stored_case(id, journal_);
    if (!stored) return Failure{stored.error()};
    const casework::Case& item = stored->item;
    Matter::Case found{.area = item.area, .units = {{stored->unit}}, .sources = {}};
    if (item.dossier->transferred_from) found.units.push_back(item.dossier->transferred_from);
    // Who helps may look at what it helps with.
    for (std::size_t i = 0; i < item.dossier->assists.size() && i < kAssistsMax; ++i) {
      const auto assist = stored_case(item.dossier->assists[i], journal_);
      if (assist) found.units.push_back({assist->unit});
    }
    if (with_sources_) add_sources(item, journal_, found);
    return found;
  }

  Outcome<Matter::Listed, Problem> at(const std::set<CaseId>& ids) const {
    Matter::Listed listed;
    for (const CaseId id : ids) {
      auto found = at(id);
      if (!found && found.error().code != kNotFound) return Failure{found.error()};
      listed[id] = found ? std::optional(*std::move(found)) : std::nullopt;
    }
    return listed;
  }

 private:
  const journal::Journal& journal_;
  const bool with_sources_;
};

// A complaint is seen as its case is; one without a case belongs to its source.
Outcome<Done, Problem> about_complaint(const Message& message, const Cases& cases,
                                       const journal::Journal& journal, Matter& matter) {
  const auto complaint = find_complaint(static_cast<const v1::ComplaintRequest&>(message), journal);
  if (!complaint) return Failure{complaint.error()};
  if (!complaint->now_in) {
    matter.source = complaint->words.source;
    matter.has_no_case = true;
    return Done{};
  }
  auto found = cases.at(complaint->now_in);
  if (!found) return Failure{found.error()};
  matter.item = *std::move(found);
  return Done{};
}

}  // namespace

Outcome<const Permission*, Problem> permission_of(const Request& request) {
  Verb verb{.method = request.header.method()};
  if (verb.method == v1::METHOD_ACT) {
    const auto act = parse<v1::ActRequest>(request);
    if (!act) return Failure{act.error()};
    verb.wish = static_cast<int>(act->wish_case());
  }
  if (const Permission* permission = permission_for(verb)) return permission;
  return Failure{Problem{kUnimplemented, "METHOD",
                         "header.method: " + std::to_string(verb.method) +
                             " is not known, or its wish is none that this engine knows",
                         0}};
}

Outcome<Matter, Problem> matter_of(const Request& request, const Permission& permission,
                                   bool with_sources, const journal::Journal& journal) {
  const auto body = body_of(request);
  if (!body) return Failure{body.error()};
  const Message* message = body->get();
  if (message != nullptr && permission.verb.method == v1::METHOD_ACT) {
    message = &message->GetReflection()->GetMessage(
        *message, message->GetDescriptor()->FindFieldByNumber(permission.verb.wish));
  }
  const Subject& subject = permission.subject;
  Matter matter;
  if (!subject.source_field.empty()) matter.source = text_at(message, subject.source_field);
  if (!subject.unit_field.empty()) matter.unit = UnitCode{text_at(message, subject.unit_field)};
  if (!subject.also_field.empty()) matter.also = units_at(message, subject.also_field);
  if (!subject.area_field.empty()) matter.areas = areas_at(message, subject.area_field);
  if (!subject.units_field.empty()) matter.units = units_at(message, subject.units_field);
  const Cases cases(journal, with_sources);
  if (!subject.case_field.empty()) {
    const FieldDescriptor* field = find(message, subject.case_field);
    WHISTLE_CHECK(field != nullptr);
    auto found = cases.at(CaseId{message->GetReflection()->GetUInt64(*message, field)});
    if (!found) return Failure{found.error()};
    matter.item = *std::move(found);
  }
  if (!subject.cases_field.empty()) {
    auto listed = cases.at(cases_at(message, subject.cases_field));
    if (!listed) return Failure{listed.error()};
    matter.listed = *std::move(listed);
  }
  if (subject.is_complaint) {
    auto found = about_complaint(*message, cases, journal, matter);
    if (!found) return Failure{found.error()};
  }
  return matter;
}

}  // namespace whistle::service
