#include "engine/journal/row_journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/check.h"
#include "engine/journal/case_loading.h"
#include "engine/journal/corrupt.h"
#include "engine/journal/hash.h"
#include "engine/journal/keys.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"

namespace whistle::journal {
namespace {

using OptionalBytes = Outcome<std::optional<std::string>, Error>;

// A journal nothing was ever appended to has no such row.
Outcome<std::optional<HeadRow>, Error> stored_head(const RowStore::View& view) {
  const OptionalBytes bytes = view.get(Table::Meta, kHeadKey);
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return std::optional<HeadRow>{};
  auto row = decode_head(**bytes);
  if (!row) return Failure{row.error()};
  return std::optional<HeadRow>{*std::move(row)};
}

// Leads a cursor to where a chain must be read from, for the records from `from` on.
ChainReader begin_chain(RowStore::Cursor& cursor, Sequence from, const Forgotten& forgotten) {
  // One record earlier: its hash is what the first wanted one is chained to.
  const Sequence anchor{std::max<std::uint64_t>(from.value, 2) - 1};
  if (!forgotten.sequence || anchor > forgotten.sequence) {
    cursor.seek_at_or_before(as_bytes(key_of(anchor)));
    return ChainReader(from);
  }
  cursor.seek(as_bytes(key_of(from)));
  return {from, forgotten};
}

Outcome<std::vector<Record>, Error> read_records(const RowStore::View& view, const Head& head,
                                                 Sequence from, std::size_t max) {
  std::vector<Record> records;
  if (from > head.sequence || max == 0) return records;
  const auto forgotten = stored_forgotten(view);
  if (!forgotten) return Failure{forgotten.error()};
  if (from <= forgotten->sequence) {
    return Failure{Error{Error::Kind::Forgotten,
                         fmt::format("record {} is no longer kept; the journal begins after record "
                                     "{}",
                                     from.value, forgotten->sequence.value)}};
  }
  records.reserve(std::min<std::uint64_t>(max, head.sequence.value - from.value + 1));
  const auto cursor = view.cursor(Table::Journal, {});
  ChainReader chain = begin_chain(*cursor, from, *forgotten);
  for (; cursor->valid() && records.size() < max; cursor->next()) {
    const Sequence first{number_at(cursor->key(), 0).value_or(0)};
    const auto done = chain.read(cursor->value(), first, max, records);
    if (!done) return Failure{done.error()};
  }
  if (records.size() < max) {
    const auto ended = cursor->end();
    if (!ended) return Failure{ended.error()};
  }
  const Head& end = chain.head();
  if (end.sequence > head.sequence || (records.size() < max && end.sequence != head.sequence)) {
    return corrupt(fmt::format("the journal ends at record {}, its head is {}", end.sequence.value,
                               head.sequence.value));
  }
  if (end.sequence == head.sequence && (end.hash != head.hash || end.time != head.time)) {
    return corrupt(fmt::format("record {} is not the head that was stored", end.sequence.value));
  }
  return records;
}

// The version these rows were written in; nothing when they are new.
Outcome<std::optional<std::uint32_t>, Error> stored_format(const RowStore::View& view) {
  const OptionalBytes bytes = view.get(Table::Meta, kFormatKey);
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return std::optional<std::uint32_t>{};
  const auto version = decode_format(**bytes);
  if (!version) return Failure{version.error()};
  if (*version > kFormatVersion) {
    return Failure{Error{Error::Kind::Foreign,
                         fmt::format("the journal has format {}; this program knows {} and older",
                                     *version, kFormatVersion)}};
  }
  return std::optional<std::uint32_t>{*version};
}

// A journal that has forgotten something says so by its format and by a row, and goes on from what
// is said there.
Outcome<Done, Error> check_beginning(const RowStore::View& view, const Head& head,
                                     std::uint32_t format) {
  const auto forgotten = stored_forgotten(view);
  if (!forgotten) return Failure{forgotten.error()};
  const bool has_forgotten = bool{forgotten->sequence};
  if (has_forgotten != (format > kFormatOfAllRecords)) {
    return corrupt(has_forgotten ? "records are forgotten in a journal of a format that keeps all"
                                 : "where the journal begins is missing");
  }
  if (!has_forgotten) return Done{};
  if (forgotten->sequence >= head.sequence) {
    return corrupt(fmt::format("records up to {} are forgotten, and the head is {}",
                               forgotten->sequence.value, head.sequence.value));
  }
  const auto first = read_records(view, head, {forgotten->sequence.value + 1}, 1);
  if (!first) return Failure{first.error()};
  return Done{};
}

// Empty when there is none, or what is there is none.
std::string stored_id(const RowStore::View& view) {
  const OptionalBytes bytes = view.get(Table::Meta, kIdKey);
  if (!bytes || !*bytes) return {};
  const auto id = decode_id(**bytes);
  return id ? *id : std::string{};
}

// An empty one when they cannot be read, which begin() has refused.
AnswerShelf stored_answers(const RowStore::View& view) {
  auto shelf = AnswerShelf::open(view);
  return shelf ? *std::move(shelf) : AnswerShelf{};
}

Forgetting stored_forgetting(const RowStore::View& view) {
  auto forgetting = Forgetting::open(view);
  return forgetting ? *std::move(forgetting) : Forgetting{};
}

// The head of rows that are a journal; an empty one when nothing was ever appended.
Outcome<Head, Error> checked_head(const RowStore::View& view, std::uint32_t format) {
  const auto row = stored_head(view);
  if (!row) return Failure{row.error()};
  const Head head = *row ? (*row)->head : Head{};
  const auto begins = check_beginning(view, head, format);
  if (!begins) return Failure{begins.error()};
  if (!*row) {
    const auto cursor = view.cursor(Table::Journal, {});
    cursor->seek({});
    if (cursor->valid()) return corrupt("the journal has records but no head");
    const auto ended = cursor->end();
    if (!ended) return Failure{ended.error()};
    return head;
  }
  // Two, so that a record behind the head is met as well.
  const auto last = read_records(view, head, head.sequence, 2);
  if (!last) return Failure{last.error()};
  return head;
}

Outcome<Done, Error> restore_registers(const RowStore::View& view, casework::State& state) {
  const auto cursor = view.cursor(Table::Registers, {});
  for (cursor->seek({}); cursor->valid(); cursor->next()) {
    auto row = decode_register(cursor->value());
    if (!row) return Failure{row.error()};
    const casework::RegisterKey key = casework::key_of(*row);
    if (cursor->key() != register_key(key.kind, key.name)) {
      return corrupt(
          fmt::format("register {} {} stands under the key of another", key.kind, key.name));
    }
    state.restore(*std::move(row));
  }
  return cursor->end();
}

}  // namespace

RowJournal::RowJournal(std::shared_ptr<RowStore> rows, const Head& head)
    : rows_(std::move(rows)),
      id_(stored_id(*rows_->view())),
      shelf_(stored_answers(*rows_->view())),
      forgetting_(stored_forgetting(*rows_->view())),
      head_(head),
      answers_(shelf_.kept()),
      forgotten_(forgetting_.forgotten()) {
  head_.answers = answers_.last;
}

Outcome<Head, Error> RowJournal::begin(RowStore& rows) {
  Head head;
  bool must_write = false;
  std::uint32_t becomes = kFormatOfAllRecords;
  {
    const auto view = rows.view();
    const auto format = stored_format(*view);
    if (!format) return Failure{format.error()};
    const std::uint32_t version = format->value_or(0);
    auto checked = checked_head(*view, version);
    if (!checked) return checked;
    const auto answers = AnswerShelf::open(*view);
    if (!answers) return Failure{answers.error()};
    if (!*format && checked->sequence) return corrupt("the journal has a head but no format");
    const bool is_current = version >= kFormatOfAllRecords;
    if (is_current && !stored_id(*view).empty()) return checked;
    head = *checked;
    must_write = !is_current;
    if (is_current) becomes = version;
  }
  // New, or older: from here on an older program must not write it.
  const auto batch = rows.batch(0);
  batch->put(Table::Meta, kFormatKey, encode_format(becomes));
  batch->put(Table::Meta, kIdKey, encode_id(random_id()));
  const auto committed = batch->commit();
  // Who only reads gives no id to a journal that has none yet.
  if (!committed && must_write) return Failure{committed.error()};
  return head;
}

Outcome<Done, Error> RowJournal::append(const Group& group) {
  WHISTLE_CHECK(!group.records.empty());
  const GroupEncoder::Encoded encoded = encoder_.encode(head(), group.records);
  const auto batch = rows_->batch(2 * encoded.bytes.size());
  put_records(group, encoded, *batch);
  put_rows(group, *batch);
  auto answered = shelf_.turn_over(group.answers, group.records.back().time, *rows_, *batch);
  if (!answered) return answered;
  auto forgot = forgetting_.take_turn(group, head(), *rows_, *batch);
  if (!forgot) return forgot;
  auto committed = batch->commit();
  if (!committed) return committed;
  publish(encoded.head);
  return Done{};
}

void RowJournal::publish(Head head) {
  const std::lock_guard lock(head_mutex_);
  head_ = head;
  answers_ = shelf_.kept();
  head_.answers = answers_.last;
  forgotten_ = forgetting_.forgotten();
}

void RowJournal::put_records(const Group& group, const GroupEncoder::Encoded& encoded,
                             RowStore::Batch& batch) {
  batch.put(Table::Journal, as_bytes(key_of(group.records.front().sequence)), encoded.bytes);
  for (const Record& record : group.records) put_trails(record, group.trails, batch);
  batch.put(Table::Meta, kHeadKey,
            encode_head(encoded.head, group.counters, group.tallies, group.register_counters));
}

void RowJournal::put_trails(const Record& record, const std::vector<Trail>& kept,
                            RowStore::Batch& batch) {
  touched_.clear();
  for (const casework::Event& event : record.events) {
    casework::cases_of(event, [this](CaseId id) { touched_.push_back(id); });
  }
  std::ranges::sort(touched_);
  touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  const auto of_record = std::ranges::equal_range(kept, record.sequence, {}, &Trail::sequence);
  for (const CaseId id : touched_) {
    const auto stood = std::ranges::find(of_record, id, &Trail::id);
    batch.put(Table::Trails, as_bytes(trail_key(id, record.sequence)),
              stood == of_record.end() ? std::string{} : encode_trail(*stood));
  }
}

void RowJournal::put_cursors(const std::vector<CursorChange>& changes, RowStore::Batch& batch) {
  for (const CursorChange& change : changes) {
    const std::string key = std::string(kCursorKeyStart) + change.name;
    if (change.cursor) {
      batch.put(Table::Meta, key, encode_cursor(*change.cursor));
    } else {
      batch.erase(Table::Meta, key);
    }
  }
}

void RowJournal::put_rows(const Group& group, RowStore::Batch& batch) {
  for (const CaseRow& row : group.open)
    batch.put(Table::Cases, as_bytes(key_of(row.id)), row.bytes);
  for (const CaseRow& row : group.closed) {
    batch.erase(Table::Cases, as_bytes(key_of(row.id)));
    batch.put(Table::Archive, as_bytes(key_of(row.id)), row.bytes);
  }
  for (const TextRow& row : group.texts) {
    batch.put(Table::Texts, as_bytes(key_of(row.id)), encode_text(row.complaint));
  }
  for (const ReceiptRow& row : group.receipts) {
    batch.put(Table::Receipts, receipt_key(row.source, row.external_id),
              encode_receipt(row.receipt));
  }
  for (const RegisterRow& row : group.registers) {
    const std::string key = register_key(row.key.kind, row.key.name);
    if (row.bytes) {
      batch.put(Table::Registers, key, *row.bytes);
    } else {
      batch.erase(Table::Registers, key);
    }
  }
  put_cursors(group.cursors, batch);
}

Outcome<BackupMade, Error> RowJournal::back_up(const BackupWish& wish) const {
  // What is durable before the copy begins is in it.
  const Sequence through = head().sequence;
  auto made = rows_->back_up(wish);
  if (made) made->through = through;
  return made;
}

Head RowJournal::head() const {
  const std::lock_guard lock(head_mutex_);
  return head_;
}

Outcome<std::vector<Record>, Error> RowJournal::read(Sequence from, std::size_t max) const {
  const auto view = rows_->view();
  const auto row = stored_head(*view);
  if (!row) return Failure{row.error()};
  if (!*row) return std::vector<Record>{};
  return read_records(*view, (*row)->head, std::max(from, Sequence{1}), max);
}

Outcome<std::vector<Sequence>, Error> RowJournal::trail(CaseId id) const {
  std::vector<Sequence> sequences;
  const auto view = rows_->view();
  const auto cursor = view->cursor(Table::Trails, as_bytes(trail_key({id.value + 1}, {})));
  for (cursor->seek(as_bytes(trail_key(id, {}))); cursor->valid(); cursor->next()) {
    const auto sequence = number_at(cursor->key(), sizeof(std::uint64_t));
    if (!sequence) return corrupt(fmt::format("case {}: its trail has a short key", id.value));
    sequences.push_back({*sequence});
  }
  const auto ended = cursor->end();
  if (!ended) return Failure{ended.error()};
  return sequences;
}

Outcome<std::optional<Trail>, Error> RowJournal::standing(CaseId id, Sequence sequence) const {
  const auto bytes = rows_->get(Table::Trails, as_bytes(trail_key(id, sequence)));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return std::optional<Trail>{};
  auto trail = decode_trail(**bytes);
  if (trail && *trail) {
    (*trail)->id = id;
    (*trail)->sequence = sequence;
  }
  return trail;
}

Outcome<Journal::OpenCases, Error> RowJournal::open_cases(CaseId after, std::size_t max) const {
  const auto view = rows_->view();
  const auto row = stored_head(*view);
  if (!row) return Failure{row.error()};
  OpenCases found;
  if (!*row) return found;
  found.as_of = (*row)->head.sequence;
  found.last_case = (*row)->counters.last_case;
  const auto cursor = view->cursor(Table::Cases, {});
  for (cursor->seek(as_bytes(key_of(CaseId{after.value + 1}))); cursor->valid(); cursor->next()) {
    found.more = found.rows.size() == max;
    if (found.more) return found;
    const auto id = number_at(cursor->key(), 0);
    if (!id) return corrupt("an open case has a short key");
    found.rows.push_back({{*id}, std::string(cursor->value())});
  }
  const auto ended = cursor->end();
  if (!ended) return Failure{ended.error()};
  return found;
}

Outcome<Journal::StoredCase, Error> RowJournal::case_row(CaseId id) const {
  // In this order: a case that is closed between the two looks is found by the second, and none
  // comes back.
  for (const Table table : {Table::Cases, Table::Archive}) {
    auto bytes = rows_->get(table, as_bytes(key_of(id)));
    if (!bytes) return Failure{bytes.error()};
    if (*bytes) return StoredCase{**std::move(bytes), table == Table::Archive};
  }
  return Failure{Error{Error::Kind::NotFound, fmt::format("case {}", id.value)}};
}

Outcome<Complaint, Error> RowJournal::text(ComplaintId id) const {
  const auto bytes = rows_->get(Table::Texts, as_bytes(key_of(id)));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return Failure{Error{Error::Kind::NotFound, fmt::format("complaint {}", id.value)}};
  return decode_text(**bytes);
}

Outcome<std::optional<casework::Receipt>, Error> RowJournal::receipt(
    const std::string& source, const std::string& external_id) const {
  const auto bytes = rows_->get(Table::Receipts, receipt_key(source, external_id));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return std::optional<casework::Receipt>{};
  auto receipt = decode_receipt(**bytes);
  if (!receipt) return Failure{receipt.error()};
  return std::optional<casework::Receipt>{*std::move(receipt)};
}

Outcome<Done, Error> RowJournal::recover(casework::State& state,
                                         const std::function<void(std::uint64_t)>& progress) const {
  const auto view = rows_->view();
  const auto row = stored_head(*view);
  if (!row) return Failure{row.error()};
  if (!*row) return Done{};
  state.restore((*row)->counters, (*row)->tallies);
  state.restore((*row)->registers);
  auto restored = restore_registers(*view, state);
  if (!restored) return restored;
  auto loaded = load_cases(*view, state, progress);
  if (!loaded) return loaded;
  return rows_->begin_compacting();
}

Outcome<Done, Error> RowJournal::recover_registers(casework::State& state) const {
  return restore_registers(*rows_->view(), state);
}

Outcome<Done, Error> RowJournal::renew_id() {
  const auto batch = rows_->batch(0);
  batch->put(Table::Meta, kIdKey, encode_id(random_id()));
  return batch->commit();
}

Outcome<Sequence, Error> RowJournal::first() const {
  const auto view = rows_->view();
  const auto cursor = view->cursor(Table::Journal, {});
  // Rows of what is forgotten may still be there.
  cursor->seek(as_bytes(number_key(forgotten().sequence.value + 1)));
  if (cursor->valid()) return Sequence{number_at(cursor->key(), 0).value_or(0)};
  const auto ended = cursor->end();
  if (!ended) return Failure{ended.error()};
  return Sequence{head().sequence.value + 1};
}

Forgotten RowJournal::forgotten() const {
  const std::lock_guard lock(head_mutex_);
  return forgotten_;
}

Outcome<Done, Error> RowJournal::keep_cursors(const std::vector<CursorChange>& changes) {
  const auto batch = rows_->batch(0);
  put_cursors(changes, *batch);
  return batch->commit();
}

Outcome<std::optional<KeptAnswer>, Error> RowJournal::answer(const std::string& principal,
                                                             const std::string& key) const {
  const auto bytes = rows_->get(Table::Answers, answer_key(principal, key));
  if (!bytes) return Failure{bytes.error()};
  if (!*bytes) return std::optional<KeptAnswer>{};
  auto kept = decode_answer(**bytes);
  if (!kept) return Failure{kept.error()};
  kept->principal = principal;
  kept->key = key;
  return std::optional<KeptAnswer>{*std::move(kept)};
}

KeptAnswers RowJournal::answers() const {
  const std::lock_guard lock(head_mutex_);
  return answers_;
}

Outcome<Done, Error> RowJournal::keep_answers(const std::vector<KeptAnswer>& answers) {
  WHISTLE_CHECK(!answers.empty());
  const auto batch = rows_->batch(0);
  auto answered = shelf_.turn_over(answers, answers.back().time, *rows_, *batch);
  if (!answered) return answered;
  auto committed = batch->commit();
  if (!committed) return committed;
  publish(head());
  return Done{};
}

Outcome<std::uint64_t, Error> RowJournal::check_answers() const {
  return journal::check_answers(*rows_->view());
}

Outcome<std::vector<WatchCursor>, Error> RowJournal::cursors() const {
  std::vector<WatchCursor> found;
  const auto view = rows_->view();
  const auto cursor = view->cursor(Table::Meta, kCursorKeysEnd);
  for (cursor->seek(kCursorKeyStart); cursor->valid(); cursor->next()) {
    auto kept = decode_cursor(cursor->value());
    if (!kept) return Failure{kept.error()};
    kept->name = cursor->key().substr(kCursorKeyStart.size());
    found.push_back(*std::move(kept));
  }
  const auto ended = cursor->end();
  if (!ended) return Failure{ended.error()};
  return found;
}

Outcome<Done, Error> RowJournal::keep_policy(const std::string& version, const std::string& bytes) {
  const auto kept = rows_->get(Table::Policies, version);
  if (!kept) return Failure{kept.error()};
  if (*kept) return Done{};
  const auto batch = rows_->batch(bytes.size());
  batch->put(Table::Policies, version, bytes);
  return batch->commit();
}

Outcome<std::optional<std::string>, Error> RowJournal::policy(const std::string& version) const {
  return rows_->get(Table::Policies, version);
}

}  // namespace whistle::journal
