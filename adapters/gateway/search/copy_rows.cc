#include <algorithm>
#include <limits>

#include "adapters/gateway/search/copy.h"
#include "adapters/gateway/search/datum.h"

// The rows of what the engine has said.
namespace whistle::gateway::search {

int rank_of(std::string_view severity) {
  if (severity == "red") return 0;
  if (severity == "yellow") return 1;
  return severity == "blue" ? 2 : 3;
}

std::int64_t due_of(const v1::CaseView& view) {
  std::int64_t due = std::numeric_limits<std::int64_t>::max();
  for (const v1::ClockView& clock : view.clocks()) {
    if (clock.running() && clock.due_ms() != 0) due = std::min(due, clock.due_ms());
  }
  return due;
}

void Copy::store(const Read<v1::CaseView>& cases, const Read<v1::ComplaintReply>& complaints) {
  const Position position_before = position_;
  const std::size_t unread_before = unread_count_;
  try {
    Transaction transaction(*database_);
    const auto read = [this](Kind kind, std::uint64_t id) {
      sql("DELETE FROM unread WHERE kind = ? AND id = ?")
          .bind(1, static_cast<std::int64_t>(kind))
          .bind(2, id)
          .run();
      unread_count_ -= static_cast<std::size_t>(database_->changes());
    };
    // Complaints first: a case gives them its category.
    for (const auto& [id, reply] : complaints) {
      if (reply) put(*reply);
      read(Kind::Complaint, id);
    }
    for (const auto& [id, view] : cases) {
      if (view) put(*view);
      read(Kind::Case, id);
    }
    note_position();
    transaction.commit();
  } catch (const Failed&) {
    position_ = position_before;
    unread_count_ = unread_before;
    throw;
  }
}

void Copy::store_open(const std::vector<v1::CaseView>& cases) {
  const std::size_t unread_before = unread_count_;
  try {
    Transaction transaction(*database_);
    for (const v1::CaseView& view : cases) {
      const auto belongs = [&](std::uint64_t complaint) {
        if (complaint == 0) return;
        sql("INSERT INTO complaints(complaint_id, case_id) VALUES(?1, ?2) "
            "ON CONFLICT(complaint_id) DO UPDATE SET case_id = ?2")
            .bind(1, complaint)
            .bind(2, view.case_id())
            .run();
        mark(Kind::Complaint, complaint);
      };
      belongs(view.first_complaint_id());
      for (const v1::JoinedView& joined : view.joined()) belongs(joined.complaint_id());
      put(view);
    }
    transaction.commit();
  } catch (const Failed&) {
    unread_count_ = unread_before;
    throw;
  }
}

void Copy::put(const v1::CaseView& view) {
  const bool open = view.status() != "closed";
  sql("INSERT OR REPLACE INTO cases VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(1, view.case_id())
      .bind(2, view.received_at_ms())
      .bind(3, std::int64_t{open ? 1 : 0})
      .bind(4, std::int64_t{rank_of(view.severity())})
      .bind(5, due_of(view))
      .bind(6, view.area_code())
      .bind(7, std::string_view(view.category()))
      .bind(8, std::string_view(view.severity()))
      .bind(9, std::string_view(view.status()))
      .bind(10, std::string_view(view.unit()))
      .bind(11, std::string_view(view.tier()))
      .bind(12, std::string_view(view.worker()))
      .run();
  v1::CaseView shown = view;
  shown.clear_subject();
  shown.clear_text();
  sql("INSERT OR REPLACE INTO views VALUES(?, ?)")
      .bind(1, view.case_id())
      .bind_bytes(2, shown.SerializeAsString())
      .run();
  // Until a person has read it, a case has no category; what the resident chose stands.
  sql("UPDATE complaints SET category = iif(?2 = '', category, ?2), open = ?3 WHERE case_id = ?1")
      .bind(1, view.case_id())
      .bind(2, std::string_view(view.category()))
      .bind(3, std::int64_t{open ? 1 : 0})
      .run();
}

namespace {

std::string said_in(const v1::ComplaintReply& reply) {
  const v1::Complaint& complaint = reply.complaint();
  return complaint.subject() + '\n' + complaint.text() + '\n' + complaint.address();
}

}  // namespace

void Copy::put(const v1::ComplaintReply& reply) {
  const v1::Complaint& complaint = reply.complaint();
  Statement& old = sql("SELECT reply FROM replies WHERE complaint_id = ?");
  old.bind(1, reply.complaint_id());
  v1::ComplaintReply before;
  const bool was_there = old.step() && before.ParseFromString(old.text(0));
  old.reset();
  // Its case is known from the facts, in their order; the answer may be younger than they are.
  sql("INSERT INTO complaints(complaint_id, case_id, ready, received_ms, open, source, requester,"
      " category) VALUES(?1, ?2, 1, ?3, ?2 <> 0, ?4, ?5, ?6) ON CONFLICT(complaint_id) DO UPDATE"
      " SET ready = 1, received_ms = ?3, source = ?4, requester = ?5, category = iif(category = '',"
      " ?6, category), updated_ms = max(updated_ms, ?3)")
      .bind(1, reply.complaint_id())
      .bind(2, reply.case_id())
      .bind(3, reply.received_at_ms())
      .bind(4, std::string_view(complaint.source()))
      .bind(5, std::string_view(complaint.requester()))
      .bind(6, std::string_view(complaint.category()))
      .run();
  put_words(reply, was_there ? said_in(before) : std::string{});
  put_point(reply);
  sql("INSERT OR REPLACE INTO replies VALUES(?, ?)")
      .bind(1, reply.complaint_id())
      .bind_bytes(2, reply.SerializeAsString())
      .run();
}

// An index without the texts must be told what it is to forget.
void Copy::put_words(const v1::ComplaintReply& reply, const std::string& before) {
  const std::string said = said_in(reply);
  if (said == before) return;
  if (!before.empty()) {
    sql("INSERT INTO words(words, rowid, said) VALUES('delete', ?, ?)")
        .bind(1, reply.complaint_id())
        .bind(2, std::string_view(before))
        .run();
  }
  sql("INSERT INTO words(rowid, said) VALUES(?, ?)")
      .bind(1, reply.complaint_id())
      .bind(2, std::string_view(said))
      .run();
}

void Copy::put_point(const v1::ComplaintReply& reply) {
  const v1::Complaint& complaint = reply.complaint();
  if (!complaint.has_point()) return;
  const Point at = to_wgs84({complaint.latitude(), complaint.longitude()}, complaint.datum());
  sql("UPDATE complaints SET latitude = ?2, longitude = ?3 WHERE complaint_id = ?1")
      .bind(1, reply.complaint_id())
      .bind(2, at.latitude)
      .bind(3, at.longitude)
      .run();
  sql("INSERT OR REPLACE INTO points VALUES(?1, ?2, ?2, ?3, ?3)")
      .bind(1, reply.complaint_id())
      .bind(2, at.latitude)
      .bind(3, at.longitude)
      .run();
}

std::string Copy::policy_version() {
  Statement& read = sql("SELECT value FROM meta WHERE name = 'policy_version'");
  std::string version = read.step() ? read.text(0) : std::string{};
  read.reset();
  return version;
}

void Copy::set_geography(const Geography& geography) {
  Transaction transaction(*database_);
  database_->execute("DELETE FROM area_below");
  database_->execute("DELETE FROM units");
  std::map<std::uint64_t, std::uint64_t> parents;
  for (const v1::AreaView& area : geography.areas) parents[area.code()] = area.parent();
  for (const v1::AreaView& area : geography.areas) {
    std::uint64_t above = area.code();
    // A book whose areas go round would be refused by the engine; here it ends all the same.
    for (int steps = 0; above != 0 && steps < 32; ++steps) {
      sql("INSERT OR IGNORE INTO area_below VALUES(?, ?)")
          .bind(1, above)
          .bind(2, area.code())
          .run();
      const auto parent = parents.find(above);
      above = parent == parents.end() ? 0 : parent->second;
    }
  }
  for (const v1::UnitView& unit : geography.units) {
    sql("INSERT OR REPLACE INTO units VALUES(?, ?, ?, ?)")
        .bind(1, std::string_view(unit.code()))
        .bind(2, std::string_view(unit.name()))
        .bind(3, std::string_view(unit.tier()))
        .bind(4, unit.area())
        .run();
  }
  set_meta("policy_version", geography.policy_version);
  transaction.commit();
}

std::size_t Copy::forget_closed_before(std::int64_t time_ms, std::size_t at_most) {
  std::vector<std::uint64_t> complaints;
  Statement& old =
      sql("SELECT complaint_id FROM complaints WHERE open = 0 AND closed_ms > 0 AND closed_ms < ?1 "
          "AND received_ms < ?1 ORDER BY received_ms LIMIT ?2");
  old.bind(1, time_ms).bind(2, static_cast<std::int64_t>(at_most));
  while (old.step()) complaints.push_back(old.id(0));
  if (complaints.empty()) return 0;
  Transaction transaction(*database_);
  for (const std::uint64_t id : complaints) forget_complaint(id);
  transaction.commit();
  return complaints.size();
}

void Copy::forget_complaint(std::uint64_t id) {
  Statement& old =
      sql("SELECT c.case_id, r.reply FROM complaints c LEFT JOIN replies r USING (complaint_id) "
          "WHERE complaint_id = ?");
  old.bind(1, id);
  if (!old.step()) return;
  const std::uint64_t case_id = old.id(0);
  v1::ComplaintReply reply;
  const std::string bytes = old.text(1);
  old.reset();
  if (!bytes.empty() && reply.ParseFromString(bytes)) {
    sql("INSERT INTO words(words, rowid, said) VALUES('delete', ?, ?)")
        .bind(1, id)
        .bind(2, std::string_view(said_in(reply)))
        .run();
  }
  for (const char* statement :
       {"DELETE FROM points WHERE complaint_id = ?", "DELETE FROM replies WHERE complaint_id = ?",
        "DELETE FROM updates WHERE complaint_id = ?",
        "DELETE FROM complaints WHERE complaint_id = ?"}) {
    sql(statement).bind(1, id).run();
  }
  if (case_id != 0 && complaints_of(case_id).empty()) forget_case(case_id);
}

void Copy::forget_case(std::uint64_t id) {
  sql("DELETE FROM views WHERE case_id = ?").bind(1, id).run();
  sql("DELETE FROM cases WHERE case_id = ?").bind(1, id).run();
}

}  // namespace whistle::gateway::search
