#include "engine/service/case_reader.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/journal/row_codec.h"
#include "engine/service/choices.h"
#include "engine/service/describe.h"
#include "engine/service/story.h"
#include "engine/service/wire_codec.h"
#include "engine/service/wire_words.h"
#include "engine/triage/privacy.h"

namespace whistle::service {

namespace {

void show_joined(const casework::Dossier& dossier, v1::CaseView& view) {
  for (const casework::Joined& joined : dossier.joined) {
    v1::JoinedView& shown = *view.add_joined();
    shown.set_complaint_id(joined.complaint.value);
    shown.set_received_at_ms(to_ms(joined.received));
    shown.set_called_back(joined.called_back);
    shown.set_repeat(joined.repeat);
  }
}

// What happened off the straight way.
void show(const casework::Dossier& dossier, v1::CaseView& view) {
  view.set_parent_case(dossier.parent.value);
  view.set_required(dossier.required);
  view.set_task(triage::mask_personal_data(dossier.task));
  for (const CaseId id : dossier.assists) view.add_assists(id.value);
  show_joined(dossier, view);
  view.set_first_called_back(dossier.first_called_back);
  view.set_mass(dossier.mass);
  for (const UnitCode& unit : dossier.returned_by) view.add_returned_by(unit.value);
  view.set_designated(dossier.designated);
  view.set_transferred_from(dossier.transferred_from.value);
  view.set_suspended(dossier.suspended);
  view.set_pause_reason(dossier.pause_reason.value);
  view.set_pause_until_ms(to_ms(dossier.pause_until));
  view.set_extensions(dossier.extensions);
  view.set_extension_asked(dossier.extension_asked);
  view.set_review_at_ms(to_ms(dossier.review_at));
  view.set_review_due(dossier.review_due);
  if (dossier.panel != PanelKind{}) view.set_panel(std::string(to_word(dossier.panel)));
  view.set_acknowledged_until_ms(to_ms(dossier.acknowledged_until));
  view.set_acknowledged_by(dossier.acknowledged_by.value);
  if (dossier.supervision != Supervision{}) {
    view.set_supervision(std::string(to_word(dossier.supervision)));
  }
  view.set_companion(dossier.companion.value);
  view.set_evidence(dossier.evidence);
  view.set_emergency_line(dossier.emergency_line);
  view.set_callback_attempts(dossier.callback_attempts);
}

// True when the fact is about this case, even if it belongs to another.
bool concerns(const casework::Event& event, CaseId id) {
  bool found = false;
  casework::cases_of(event, [&](CaseId named) { found = found || named == id; });
  return found;
}

}  // namespace

Problem to_problem(const journal::Error& error) {
  if (error.kind == journal::Error::Kind::NotFound) {
    return {kNotFound, "UNKNOWN_CASE", error.message, 0};
  }
  return {kUnavailable, "READ_FAILED", error.message, 1000};
}

// The book in force is here already; only older ones are looked for.
CaseReader::CaseReader(const journal::Journal& journal, const Rules& rules,
                       casework::BookOf book_of)
    : journal_(journal),
      rules_(rules),
      book_of_([&rules, older = std::move(book_of)](const std::string& version) {
        const bool is_in_force = version == rules.policy->book().version;
        return is_in_force || !older ? rules.policy.get() : older(version);
      }) {}

Outcome<v1::CaseView, Problem> CaseReader::view(CaseId id, bool with_text, Token token) {
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
  v1::CaseView view = shown(*item, names, row->closed);
  if (with_text && item->first_complaint) {
    const auto complaint = journal_.text(item->first_complaint);
    if (!complaint) return Failure{to_problem(complaint.error())};
    const bool must_speak = item->place == casework::Place::Hands && item->token == token;
    const auto readable = [must_speak](const std::string& text) {
      return must_speak ? text : triage::mask_personal_data(text, triage::Plates::Sought);
    };
    view.set_subject(readable(complaint->subject));
    view.set_text(readable(complaint->text));
    view.set_address(readable(complaint->address));
  }
  if (item->status == casework::Status::AwaitsTriage) show_choices(id, view);
  return view;
}

v1::CaseView CaseReader::shown(const casework::Case& item, const casework::Symbols& names,
                               bool closed) const {
  v1::CaseView view = to_view(item, names, closed, *rules_.policy);
  // Also one that was never finished: withdrawn, or found to be another's.
  if (closed) view.set_status("closed");
  view.set_kind(std::string(to_word(item.kind)));
  // An assistance came in by no channel and has no complaint of its own.
  if (item.channel == Channel{}) view.clear_channel();
  show(*item.dossier, view);
  view.set_assignee(names.name(item.assignee));
  view.set_storm(item.storm.value);
  return view;
}

// What triage could not decide helps the person who must. The case's first record has it; one that
// cannot be read takes no case away.
void CaseReader::show_choices(CaseId id, v1::CaseView& view) {
  const auto trail = journal_.trail(id);
  if (!trail || trail->empty()) return;
  const auto records = journal_.read(trail->front(), 1);
  if (!records) return;
  for (const journal::Record& record : *records) {
    for (const casework::Event& event : record.events) {
      const auto* filed = std::get_if<casework::CaseFiled>(&event);
      if (filed == nullptr || filed->id != id) continue;
      show_choices_of(*filed->findings, *rules_.policy, view);
    }
  }
}

Outcome<v1::ExplainReply, Problem> CaseReader::explain(CaseId id, bool with_text, Token token) {
  auto shown = view(id, with_text, token);
  if (!shown) return Failure{shown.error()};
  const auto trail = journal_.trail(id);
  if (!trail) return Failure{to_problem(trail.error())};
  v1::ExplainReply reply;
  *reply.mutable_case_() = *std::move(shown);
  // After the trail: what was forgotten before it was looked at is seen.
  journal::Forgotten forgotten = journal_.forgotten();
  bool is_whole = !forgotten.sequence || !forgotten.has_records_of(id, *trail);
  constexpr std::size_t kBytesMax = std::size_t{2} << 20U;
  std::size_t bytes = 0;
  std::vector<journal::Record> told;
  for (const Sequence sequence : *trail) {
    if (bytes > kBytesMax) {
      reply.set_truncated(true);
      break;
    }
    if (sequence <= forgotten.sequence) continue;
    auto records = journal_.read(sequence, 1);
    if (!records && records.error().kind == journal::Error::Kind::Forgotten) {
      forgotten = journal_.forgotten();
      is_whole = false;
      continue;
    }
    if (!records) return Failure{to_problem(records.error())};
    for (journal::Record& record : *records) {
      google::protobuf::RepeatedPtrField<v1::Fact> facts;
      // In the words of its time: what is told of the past does not change with the rules.
      const policy::Policy* then = book_of_(*record.policy);
      describe(record, then != nullptr ? *then : *rules_.policy, facts);
      for (int i = 0; i < facts.size(); ++i) {
        // One record may be about many cases, as a tick or a pull is.
        if (!concerns(record.events[static_cast<std::size_t>(i)], id)) continue;
        bytes += facts.at(i).ByteSizeLong();
        reply.add_facts()->Swap(facts.Mutable(i));
      }
      told.push_back(std::move(record));
    }
  }
  // A story without its beginning would be another one.
  *reply.mutable_story() = is_whole ? story_of(id, told, book_of_) : v1::Story{};
  if (!is_whole) reply.set_forgotten_until_ms(to_ms(forgotten.time));
  return reply;
}

}  // namespace whistle::service
