#include "engine/app/corrections_verb.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <variant>

#include "engine/app/exit_codes.h"
#include "engine/app/load_rules.h"
#include "engine/app/wall_time.h"
#include "engine/journal/rocks_journal.h"
#include "engine/policy/policy.h"
#include "engine/triage/privacy.h"
#include "engine/triage/triage.h"

namespace whistle::app {
namespace {

constexpr std::size_t kRecordsAtOnce = 1'024;
constexpr std::size_t kDayLetters = 10;  // 2026-02-13

struct Correction {
  CategoryCode right;
  std::string_view how;
  Timestamp at{};
};

struct Known {
  ComplaintId complaint{};
  CategoryCode category;  // as it stands now
  std::optional<Correction> correction;
  // When a seat named the category at once: whether the rules would have, is asked of its text.
  std::optional<Timestamp> named_at{};
};

// Goes through the records in their order and remembers what people put right.
class Collecting {
 public:
  Collecting(const policy::Policy& policy, Timestamp from, Timestamp until)
      : policy_(policy), from_(from), until_(until) {}

  void take(const journal::Record& record) {
    const bool counts = from_ <= record.time && record.time < until_;
    for (const casework::Event& event : record.events) {
      if (const auto* filed = std::get_if<casework::CaseFiled>(&event)) {
        Known& known = cases_[filed->id];
        known = {filed->complaint, filed->findings->category.category, {}};
        const bool by_seat = filed->channel == Channel::Phone &&
                             filed->findings->category.certainty == triage::Certainty::Given;
        if (by_seat && counts) known.named_at = record.time;
      } else if (const auto* said = std::get_if<casework::CaseClassified>(&event)) {
        put_right(said->id, said->category, "triage desk", record.time, counts);
      } else if (const auto* back = std::get_if<casework::OrderReturned>(&event)) {
        if (back->suggested) take_return(*back, record.time, counts);
      }
    }
  }

  const std::map<CaseId, Known>& cases() const { return cases_; }
  std::size_t unclear() const { return unclear_; }

 private:
  // Assistances are cases that were never filed.
  void put_right(CaseId id, const CategoryCode& right, std::string_view how, Timestamp at,
                 bool counts) {
    const auto found = cases_.find(id);
    if (found == cases_.end()) return;
    found->second.category = right;
    if (counts) found->second.correction = Correction{right, how, at};
  }

  void take_return(const casework::OrderReturned& back, Timestamp at, bool counts) {
    const auto found = cases_.find(back.id);
    if (found == cases_.end()) return;
    const auto right = only_category_of(back.suggested);
    if (!right) {
      if (counts) ++unclear_;
      return;
    }
    // The category was right, the unit was not: nothing to learn about texts.
    if (*right == found->second.category) return;
    put_right(back.id, *right, "return", at, counts);
  }

  // The one category that the unit's department has, if it has one only.
  std::optional<CategoryCode> only_category_of(const UnitCode& code) const {
    const policy::Unit* unit = policy_.unit(code);
    if (unit == nullptr || !unit->department) return std::nullopt;
    std::optional<CategoryCode> only;
    for (const policy::Category& category : policy_.book().categories) {
      if (category.department != unit->department) continue;
      if (only) return std::nullopt;
      only = category.code;
    }
    return only;
  }

  const policy::Policy& policy_;
  Timestamp from_;
  Timestamp until_;
  std::map<CaseId, Known> cases_;
  std::size_t unclear_{};
};

Outcome<Done, journal::Error> walk(const journal::Journal& journal, Collecting& collecting) {
  const Sequence last = journal.head().sequence;
  for (Sequence next{journal.forgotten().sequence.value + 1}; next <= last;) {
    const auto records = journal.read(next, kRecordsAtOnce);
    if (!records) return Failure{records.error()};
    if (records->empty()) break;
    for (const journal::Record& record : *records) collecting.take(record);
    next = {records->back().sequence.value + 1};
  }
  return Done{};
}

// What the seat said, where the rules alone read something else; the patterns are compiled when the
// first text is to be read.
class SeatCheck {
 public:
  explicit SeatCheck(const policy::Policy& policy) : policy_(policy) {}

  Outcome<std::optional<Correction>, std::string> check(const Known& known, Complaint complaint) {
    if (known.correction || !known.named_at) return known.correction;
    if (!triage_) {
      auto made = triage::Triage::make(policy_);
      if (!made) return Failure{made.error()};
      triage_.emplace(*std::move(made));
    }
    complaint.category = {};
    const triage::CategoryFinding read = triage_->examine(complaint).category;
    const bool same =
        read.certainty >= triage::Certainty::Certain && read.category == known.category;
    if (same) return std::optional<Correction>{};
    return std::optional(Correction{known.category, "seat", *known.named_at});
  }

 private:
  const policy::Policy& policy_;
  std::optional<triage::Triage> triage_;
};

std::string csv_field(const std::string& text) {
  std::string field = "\"";
  for (const char letter : text) {
    if (letter == '"') field += '"';
    field += letter;
  }
  return field + "\"";
}

struct Row {
  CaseId id{};
  std::string subject;
  std::string text;
  Correction correction;
  std::string at;
};

void print_csv(const Row& row, std::ostream& out) {
  out << "case-" << row.id.value << ',' << csv_field(row.correction.right.value) << ','
      << csv_field(row.subject) << ',' << csv_field(row.text) << ',' << row.correction.how << ','
      << row.at << '\n';
}

void print_json(const Row& row, std::ostream& out) {
  const nlohmann::ordered_json json{{"group", "case-" + std::to_string(row.id.value)},
                                    {"label", row.correction.right.value},
                                    {"subject", row.subject},
                                    {"text", row.text},
                                    {"how", row.correction.how},
                                    {"at", row.at}};
  out << json.dump() << '\n';
}

// A day alone is its beginning.
std::optional<Timestamp> time_of(const std::string& text, std::string_view option,
                                 const calendar::TimeZone& zone, std::ostream& err) {
  const auto at = read_time(text.size() == kDayLetters ? text + " 00:00" : text, zone);
  if (at) return *at;
  err << option << ": " << at.error() << '\n';
  return std::nullopt;
}

}  // namespace

CLI::App* add_corrections_verb(CLI::App& app, CorrectionsRequest& request) {
  auto* verb = app.add_subcommand(
      "corrections", "Print what people put right as rows for `train`, personal data masked");
  verb->add_option("--from", request.from, "Since this day or time, 2026-03-01 or with an hour");
  verb->add_option("--to", request.until, "Before this day or time");
  auto* json = verb->add_flag("--json", request.json, "JSON Lines (the default)");
  verb->add_flag("--csv", request.csv, "CSV with a header")->excludes(json);
  return verb;
}

int run_corrections(const config::EngineSettings& settings, const CorrectionsRequest& request,
                    std::ostream& out, std::ostream& err) {
  auto book = load_rules(settings, err);
  if (!book) return kBadRules;
  const policy::Policy policy(*std::move(book));
  const calendar::TimeZone& zone = policy.calendar(policy.book().default_calendar).rules().zone;
  std::optional<Timestamp> from = Timestamp::min();
  std::optional<Timestamp> until = Timestamp::max();
  if (!request.from.empty()) from = time_of(request.from, "--from", zone, err);
  if (!request.until.empty()) until = time_of(request.until, "--to", zone, err);
  if (!from || !until) return kUsage;

  const auto journal =
      journal::RocksJournal::open(settings.data_dir, {.create = false, .read_only = true});
  if (!journal) {
    err << journal.error().message << '\n';
    return kBadJournal;
  }
  const journal::Forgotten forgotten = (*journal)->forgotten();
  if (forgotten.sequence && *from <= forgotten.time) {
    err << "what was decided up to " << time_text(forgotten.time, zone)
        << " is no longer kept (journal_keep_days); what was put right until then is left out\n";
  }
  Collecting collecting(policy, *from, *until);
  if (const auto walked = walk(**journal, collecting); !walked) {
    err << walked.error().message << '\n';
    return kBadJournal;
  }
  if (request.csv) out << "group,label,subject,text,how,at\n";
  SeatCheck seats(policy);
  for (const auto& [id, known] : collecting.cases()) {
    if (!known.correction && !known.named_at) continue;
    const auto complaint = (*journal)->text(known.complaint);
    if (!complaint) {
      err << complaint.error().message << '\n';
      return kBadJournal;
    }
    const auto correction = seats.check(known, *complaint);
    if (!correction) {
      err << correction.error() << '\n';
      return kBadRules;
    }
    if (!*correction) continue;
    const auto masked = [](const std::string& text) {
      return triage::mask_personal_data(text, triage::Plates::Sought);
    };
    // As triage reads them: the address stands after the text.
    std::string text = masked(complaint->text);
    if (!complaint->address.empty()) text += "\n" + masked(complaint->address);
    const Row row{id, masked(complaint->subject), std::move(text), **correction,
                  iso_text((*correction)->at, zone)};
    request.csv ? print_csv(row, out) : print_json(row, out);
  }
  if (collecting.unclear() > 0) {
    err << collecting.unclear()
        << " return(s) named a unit that has several categories or none; they teach nothing\n";
  }
  return 0;
}

}  // namespace whistle::app
