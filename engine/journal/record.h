#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/casework/events/events.h"
#include "engine/casework/state/registers.h"
#include "engine/casework/state/state.h"
#include "engine/core/caller.h"
#include "engine/core/complaint.h"
#include "engine/core/ids.h"
#include "engine/core/shared.h"
#include "engine/core/time_point.h"
#include "engine/journal/hash_bytes.h"
#include "engine/journal/kept_answer.h"
#include "engine/journal/standing.h"

namespace whistle::journal {

// One decision that changed something: who wished what, when, under which rules, and the facts that
// followed. The facts carry every consequence, so a replay reads nothing else.
struct Record {
  Sequence sequence{};  // 1, 2, 3, ... without gaps
  Timestamp time{};     // never before the record before it
  // Version of the rule book; the same words for all records of one.
  Shared<std::string> policy{};
  std::string verb;
  std::string actor;  // who wished it, as the wish says
  std::vector<casework::Event> events;
  Caller caller{};  // whose key the wish came under
};

// A complaint's text as received, written once.
struct TextRow {
  ComplaintId id{};
  Complaint complaint;
};
struct ReceiptRow {
  std::string source;
  std::string external_id;
  casework::Receipt receipt;
};
// A case's row as bytes of row.proto, made by the writer, who alone may look at the state.
struct CaseRow {
  CaseId id{};
  std::string bytes;
};

// A row of the registers as bytes of row.proto; nothing: it is gone.
struct RegisterRow {
  casework::RegisterKey key;
  std::optional<std::string> bytes;
};

// Everything decided since the last fsync; becomes one WriteBatch, written with one sync: all of it
// is durable, or none.
struct Group {
  std::vector<Record> records;  // ascending, not empty
  std::vector<CaseRow> open;    // rows that changed, the latest version of each
  std::vector<CaseRow> closed;  // their last row: moves from `cases` to `archive`
  std::vector<TextRow> texts;
  std::vector<ReceiptRow> receipts;
  std::vector<RegisterRow> registers;  // rows that changed, the latest version of each
  std::vector<Trail> trails;           // ascending by record; of cases that the records touched
  std::vector<CursorChange> cursors;   // of those who watch
  std::vector<KeptAnswer> answers;     // ascending by number; of wishes that carried a key
  // Of cases from this one on somebody may still ask for what happened: none before it is open, or
  // can be appealed. 0: nobody has looked, so it may be any.
  CaseId oldest_needed{};
  casework::Counters counters;
  casework::Tallies tallies;
  casework::Registers::Counters register_counters;
};

}  // namespace whistle::journal
