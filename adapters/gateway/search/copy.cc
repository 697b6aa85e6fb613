#include "adapters/gateway/search/copy.h"

#include <algorithm>
#include <limits>

#include "adapters/gateway/search/told.h"

namespace whistle::gateway::search {

Copy::Copy(std::filesystem::path file, Say say, std::uint64_t pages_max)
    : file_(std::move(file)), say_(std::move(say)), pages_max_(pages_max) {
  std::filesystem::create_directories(file_.parent_path());
  open();
}

void Copy::open() {
  database_.emplace(open_copy(file_, say_));
  if (pages_max_ != 0) {
    database_->execute("PRAGMA max_page_count = " + std::to_string(pages_max_));
  }
  const auto meta = [this](std::string_view name) {
    Statement& read = sql("SELECT value FROM meta WHERE name = ?");
    read.bind(1, name);
    std::string value = read.step() ? read.text(0) : std::string{};
    read.reset();
    return value;
  };
  const auto number = [&](std::string_view name) -> std::uint64_t {
    const std::string value = meta(name);
    return value.empty() ? 0 : std::stoull(value);
  };
  position_ = {meta("journal_id"), number("taken"), number("complete")};
  unread_count_ = static_cast<std::size_t>(database_->number("SELECT count(*) FROM unread"));
}

void Copy::make_anew(const std::string& why) {
  say_("the copy " + file_.string() + " is made anew: " + why);
  statements_.clear();
  database_.reset();
  delete_copy(file_);
  open();
}

Statement& Copy::sql(std::string_view text) {
  const auto found = statements_.find(text);
  if (found != statements_.end()) return found->second;
  return statements_.emplace(std::string(text), database_->prepare(text)).first->second;
}

void Copy::set_meta(std::string_view name, const Value& value) {
  sql("INSERT OR REPLACE INTO meta VALUES(?, ?)").bind_all({std::string(name), value}).run();
}

void Copy::note_position() {
  if (unread_count_ == 0) position_.complete = position_.taken;
  set_meta("journal_id", position_.journal_id);
  set_meta("taken", std::to_string(position_.taken));
  set_meta("complete", std::to_string(position_.complete));
}

namespace {

// What the object remembers goes back with the transaction.
template <class Position>
class Remembered {
 public:
  Remembered(Position& position, std::size_t& unread)
      : position_(position), unread_(unread), position_before_(position), unread_before_(unread) {}
  ~Remembered() {
    if (done_) return;
    position_ = position_before_;
    unread_ = unread_before_;
  }
  Remembered(const Remembered&) = delete;
  Remembered& operator=(const Remembered&) = delete;
  void keep() { done_ = true; }

 private:
  Position& position_;
  std::size_t& unread_;
  Position position_before_;
  std::size_t unread_before_;
  bool done_ = false;
};

}  // namespace

std::vector<std::uint64_t> Copy::unread(Kind kind, std::size_t at_most) {
  Statement& read = sql("SELECT id FROM unread WHERE kind = ? ORDER BY id LIMIT ?");
  read.bind(1, static_cast<std::int64_t>(kind)).bind(2, static_cast<std::int64_t>(at_most));
  std::vector<std::uint64_t> ids;
  while (read.step()) ids.push_back(read.id(0));
  return ids;
}

void Copy::mark(Kind kind, std::uint64_t id) {
  sql("INSERT OR IGNORE INTO unread VALUES(?, ?)")
      .bind(1, static_cast<std::int64_t>(kind))
      .bind(2, id)
      .run();
  unread_count_ += static_cast<std::size_t>(database_->changes());
}

void Copy::take(const std::vector<v1::Fact>& facts, std::uint64_t up_to,
                const std::string& journal_id) {
  Remembered memory(position_, unread_count_);
  Transaction transaction(*database_);
  for (const v1::Fact& fact : facts) {
    // Sent again after a lost connection: taken already.
    if (fact.sequence() > position_.taken) take(fact);
  }
  position_.taken = std::max(position_.taken, up_to);
  position_.journal_id = journal_id;
  note_position();
  transaction.commit();
  memory.keep();
}

void Copy::take(const v1::Fact& fact) {
  for (const std::uint64_t id : cases_of(fact)) mark(Kind::Case, id);
  if (fact.event() == "policy_adopted" || fact.event() == "cases_migrated") {
    database_->execute("INSERT OR IGNORE INTO unread SELECT 1, case_id FROM cases WHERE open = 1");
    unread_count_ += static_cast<std::size_t>(database_->changes());
  }
  if (fact.event() == "case_escalated") {
    sql("INSERT INTO escalations VALUES(?, ?, ?)")
        .bind(1, fact.time_ms())
        .bind(2, fact.case_id())
        .bind(3, detail_of(fact, "to_unit"))
        .run();
    constexpr std::int64_t kDay = 86'400'000;
    sql("DELETE FROM escalations WHERE time_ms < ?").bind(1, fact.time_ms() - kDay).run();
  }
  // Who joins another case is told so; those who were there before are not.
  const bool joins = fact.event() == "case_merged";
  if (joins) tell(fact);
  link(fact);
  if (!joins) tell(fact);
}

// Who belongs to which case.
void Copy::link(const v1::Fact& fact) {
  if (fact.event() == "case_merged") {
    const std::uint64_t into = number_of(fact, "into");
    for (const std::uint64_t complaint : complaints_of(fact.case_id())) {
      mark(Kind::Complaint, complaint);
    }
    sql("UPDATE complaints SET case_id = ? WHERE case_id = ?")
        .bind(1, into)
        .bind(2, fact.case_id())
        .run();
    return;
  }
  const std::uint64_t complaint = number_of(fact, "complaint");
  if (complaint == 0) return;
  const std::string_view event = fact.event();
  const bool belongs =
      event == "case_filed" || event == "complaint_merged" || event == "case_split";
  const bool alone = event == "complaint_declined" || event == "complaint_answered";
  if (!belongs && !alone) return;
  mark(Kind::Complaint, complaint);
  sql("INSERT INTO complaints(complaint_id, case_id, open) VALUES(?1, ?2, ?3) "
      "ON CONFLICT(complaint_id) DO UPDATE SET case_id = ?2, open = ?3")
      .bind(1, complaint)
      .bind(2, belongs ? fact.case_id() : std::uint64_t{0})
      .bind(3, std::int64_t{belongs ? 1 : 0})
      .run();
}

std::vector<std::uint64_t> Copy::complaints_of(std::uint64_t case_id) {
  std::vector<std::uint64_t> ids;
  if (case_id == 0) return ids;
  Statement& read = sql("SELECT complaint_id FROM complaints WHERE case_id = ? ORDER BY 1");
  read.bind(1, case_id);
  while (read.step()) ids.push_back(read.id(0));
  return ids;
}

// Each complaint of the case is told, unless the fact is about one of them alone. Written as it was
// then: a complaint that leaves the case later keeps what it was told.
void Copy::tell(const v1::Fact& fact) {
  const auto told = told_of(fact);
  if (!told) return;
  const std::uint64_t one = number_of(fact, "complaint");
  const std::vector<std::uint64_t> complaints =
      one != 0 ? std::vector<std::uint64_t>{one} : complaints_of(fact.case_id());
  for (const std::uint64_t complaint : complaints) {
    tell(fact, complaint, told->status.empty() ? status_told(complaint) : told->status, told->note);
  }
}

void Copy::tell(const v1::Fact& fact, std::uint64_t complaint, const std::string& status,
                const std::string& note) {
  sql("INSERT OR REPLACE INTO updates VALUES(?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, fact.sequence())
      .bind(2, std::int64_t{fact.index()})
      .bind(3, complaint)
      .bind(4, fact.case_id())
      .bind(5, fact.time_ms())
      .bind(6, std::string_view(fact.event()))
      .bind(7, std::string_view(status))
      .bind(8, std::string_view(note))
      .run();
  sql("UPDATE complaints SET updated_ms = ?2, closed_ms = ?3, note = ?4 WHERE complaint_id = ?1")
      .bind(1, complaint)
      .bind(2, fact.time_ms())
      .bind(3, status == "closed" ? fact.time_ms() : std::int64_t{0})
      .bind(4, std::string_view(note))
      .run();
}

// What it was told last; of one that has just joined, what the others of its case were.
std::string Copy::status_told(std::uint64_t complaint) {
  Statement& own =
      sql("SELECT status FROM updates WHERE complaint_id = ? "
          "ORDER BY time_ms DESC, sequence DESC, idx DESC LIMIT 1");
  own.bind(1, complaint);
  std::string status = own.step() ? own.text(0) : std::string{};
  own.reset();
  if (!status.empty()) return status;
  Statement& others =
      sql("SELECT u.status FROM complaints c JOIN complaints o ON o.case_id = c.case_id "
          "JOIN updates u ON u.complaint_id = o.complaint_id WHERE c.complaint_id = ? "
          "AND c.case_id <> 0 AND u.status <> '' ORDER BY u.sequence DESC, u.idx DESC LIMIT 1");
  others.bind(1, complaint);
  status = others.step() ? others.text(0) : std::string{};
  others.reset();
  return status;
}

void Copy::mark_open_unread() {
  Remembered memory(position_, unread_count_);
  Transaction transaction(*database_);
  database_->execute("INSERT OR IGNORE INTO unread SELECT 1, case_id FROM cases WHERE open = 1");
  unread_count_ += static_cast<std::size_t>(database_->changes());
  note_position();
  transaction.commit();
  memory.keep();
}

}  // namespace whistle::gateway::search
