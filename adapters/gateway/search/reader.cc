#include "adapters/gateway/search/reader.h"

#include <algorithm>
#include <utility>

namespace whistle::gateway::search {
namespace {

// Beyond so many rows it is better to go along the order and look at each.
constexpr std::int64_t kSome = 10'000;

int is_over(void* until) {
  const auto end = *static_cast<std::chrono::steady_clock::time_point*>(until);
  return std::chrono::steady_clock::now() >= end ? 1 : 0;
}

client::Problem away(const std::string& why) {
  return {.code = client::kUnavailable,
          .reason = "COPY_AWAY",
          .message = "the copy cannot be read: " + why,
          .retry_after_ms = 1000};
}

}  // namespace

Reader::Reader(const std::filesystem::path& file, std::chrono::milliseconds patience)
    : database_(file.string(), Access::Read), patience_(patience) {
  database_.execute("PRAGMA cache_size = -65536");
  database_.execute("PRAGMA mmap_size = 1073741824");
  constexpr int kInstructions = 10'000;
  sqlite3_progress_handler(database_.handle(), kInstructions, is_over, &until_);
}

template <class Answer, class Read>
client::Result<Answer> Reader::within_patience(Read read) {
  until_ = std::chrono::steady_clock::now() + patience_;
  try {
    Transaction instant(database_, "BEGIN");
    return client::Result<Answer>(read());
  } catch (const Failed& failed) {
    if (failed.is_broken()) throw;
    if (failed.code() != SQLITE_INTERRUPT) return away(failed.what());
    return client::Problem{.code = client::kDeadlineExceeded,
                           .reason = "SEARCH_TOO_LONG",
                           .message = "this looks at too much; narrow the search"};
  }
}

std::int64_t Reader::count_some(const Query& query, const Condition& condition) {
  const bool by_key = condition.index == "rowid";
  std::string sql = "SELECT count(*) FROM (SELECT 1 FROM " + query.table;
  if (!by_key) sql += " INDEXED BY " + condition.index;
  sql += " WHERE " + condition.sql;
  std::vector<Value> values = condition.values;
  if (!query.between.sql.empty() && !by_key) {
    sql += " AND " + query.between.sql;
    values.insert(values.end(), query.between.values.begin(), query.between.values.end());
  }
  Statement count = database_.prepare(sql + " LIMIT " + std::to_string(kSome + 1) + ")");
  count.bind_all(values).step();
  return count.number(0);
}

Reader::Plan Reader::plan(const Query& query) {
  const Condition* best = nullptr;
  std::int64_t fewest = kSome + 1;
  for (const Condition& condition : query.conditions) {
    if (condition.index.empty()) continue;
    // Words are looked up anyway; the rest is looked at in what they find.
    const bool is_words = condition.wide.empty();
    const std::int64_t some = is_words ? 0 : count_some(query, condition);
    if (some < fewest) {
      fewest = some;
      best = &condition;
    }
    if (fewest == 0) break;
  }
  Plan plan;
  const std::string index = best == nullptr ? query.order_index : best->index;
  plan.from = query.table + (index == "rowid" ? " NOT INDEXED" : " INDEXED BY " + index);
  const auto add = [&plan](const std::string& sql, const std::vector<Value>& values) {
    plan.where += (plan.where.empty() ? " WHERE " : " AND ") + sql;
    plan.values.insert(plan.values.end(), values.begin(), values.end());
  };
  for (const Condition& condition : query.conditions) {
    const bool as_it_is = &condition == best || condition.wide.empty();
    add(as_it_is ? condition.sql : condition.wide, condition.values);
  }
  if (!query.between.sql.empty()) add(query.between.sql, query.between.values);
  return plan;
}

std::uint64_t Reader::total(const Plan& plan) {
  Statement count = database_.prepare("SELECT count(*) FROM (SELECT 1 FROM " + plan.from +
                                      plan.where + " LIMIT " + std::to_string(kDepth) + ")");
  count.bind_all(plan.values).step();
  return count.id(0);
}

Reader::Found Reader::find(const Query& query) {
  const Plan plan = this->plan(query);
  Found found;
  Statement read = database_.prepare("SELECT " + query.id + " FROM " + plan.from + plan.where +
                                     " ORDER BY " + query.order + " LIMIT ? OFFSET ?");
  std::vector<Value> values = plan.values;
  values.emplace_back(std::int64_t{query.page_size});
  values.emplace_back(std::int64_t{query.page - 1} * query.page_size);
  read.bind_all(values);
  while (read.step()) found.ids.push_back(read.id(0));
  // The last page counts itself.
  const bool is_last = !found.ids.empty() && found.ids.size() < query.page_size;
  found.total =
      is_last ? std::uint64_t{query.page - 1} * query.page_size + found.ids.size() : total(plan);
  return found;
}

std::optional<v1::CaseView> Reader::view(std::uint64_t case_id) {
  Statement read = database_.prepare("SELECT view FROM views WHERE case_id = ?");
  v1::CaseView view;
  if (!read.bind(1, case_id).step() || !view.ParseFromString(read.text(0))) return std::nullopt;
  return view;
}

client::Result<Cases> Reader::cases(const Wish& wish) {
  if (auto problem = check(wish)) return *problem;
  return within_patience<Cases>([&] {
    Cases answer;
    const Found found = find(query_of(wish));
    answer.total = found.total;
    for (const std::uint64_t id : found.ids) {
      if (auto shown = view(id)) answer.cases.push_back(*std::move(shown));
    }
    Statement complete = database_.prepare("SELECT value FROM meta WHERE name = 'complete'");
    if (complete.step()) answer.as_of_sequence = std::stoull(complete.text(0));
    return answer;
  });
}

std::optional<FoundComplaint> Reader::found(std::uint64_t complaint_id) {
  Statement read = database_.prepare(
      "SELECT c.case_id, c.updated_ms, c.closed_ms, c.note, r.reply FROM complaints c "
      "JOIN replies r USING (complaint_id) WHERE complaint_id = ?");
  FoundComplaint found;
  if (!read.bind(1, complaint_id).step()) return std::nullopt;
  if (!found.complaint.ParseFromString(read.text(4))) return std::nullopt;
  // The facts know better than the answer, which may be older than a merger.
  const std::uint64_t case_id = read.id(0);
  found.complaint.set_case_id(case_id);
  found.updated_ms = read.number(1);
  found.closed_ms = read.number(2);
  found.note = read.text(3);
  if (case_id != 0) found.item = view(case_id).value_or(v1::CaseView{});
  return found;
}

client::Result<Complaints> Reader::complaints(const ComplaintWish& wish) {
  if (auto problem = check(wish)) return *problem;
  return within_patience<Complaints>([&] {
    Complaints answer;
    const Found ids = find(query_of(wish));
    answer.total = ids.total;
    for (const std::uint64_t id : ids.ids) {
      if (auto one = found(id)) answer.complaints.push_back(*std::move(one));
    }
    return answer;
  });
}

client::Result<Updates> Reader::updates(const UpdateWish& wish) {
  if (auto problem = check(wish)) return *problem;
  return within_patience<Updates>([&] {
    Updates answer;
    const Query query = query_of(wish);
    const Plan plan = this->plan(query);
    answer.total = total(plan);
    Statement read = database_.prepare(
        "SELECT sequence, idx, time_ms, complaint_id, case_id, event, status, note FROM " +
        plan.from + plan.where + " ORDER BY " + query.order + " LIMIT ? OFFSET ?");
    std::vector<Value> values = plan.values;
    values.emplace_back(std::int64_t{query.page_size});
    values.emplace_back(std::int64_t{query.page - 1} * query.page_size);
    read.bind_all(values);
    while (read.step()) {
      answer.updates.push_back({.sequence = read.id(0),
                                .index = static_cast<std::uint32_t>(read.number(1)),
                                .time_ms = read.number(2),
                                .complaint_id = read.id(3),
                                .case_id = read.id(4),
                                .event = read.text(5),
                                .status = read.text(6),
                                .note = read.text(7)});
    }
    return answer;
  });
}

client::Result<std::vector<Load>> Reader::loads(std::int64_t now_ms,
                                                const std::vector<std::uint64_t>& within_areas) {
  return within_patience<std::vector<Load>>([&] {
    std::vector<Load> loads;
    // Of units that serve a place there, or below it.
    std::string where;
    if (!within_areas.empty()) {
      where = "WHERE u.area_code IN (" + marks(within_areas.size()) +
              ") OR u.area_code IN (SELECT code FROM area_below WHERE ancestor IN (" +
              marks(within_areas.size()) + ")) ";
    }
    Statement read = database_.prepare(
        "SELECT l.unit, l.tier, l.red, l.yellow, l.blue, l.oldest, u.name, u.area_code FROM "
        "(SELECT unit, tier, sum(rank = 0) red, sum(rank = 1) yellow, sum(rank >= 2) blue, "
        "min(received_ms) oldest FROM cases INDEXED BY cases_load WHERE open = 1 "
        "GROUP BY unit, tier) l LEFT JOIN units u ON u.code = l.unit " +
        where + "ORDER BY l.unit, l.tier");
    int at = 0;
    for (int twice = 0; twice < 2; ++twice) {
      for (const std::uint64_t area : within_areas) {
        read.bind(++at, static_cast<std::int64_t>(area));
      }
    }
    while (read.step()) {
      Load load;
      load.unit = read.text(0);
      load.tier = read.text(1);
      load.red = static_cast<std::uint32_t>(read.number(2));
      load.yellow = static_cast<std::uint32_t>(read.number(3));
      load.blue = static_cast<std::uint32_t>(read.number(4));
      load.oldest_received_ms = read.number(5);
      load.unit_name = read.text(6);
      load.area_code = read.id(7);
      loads.push_back(std::move(load));
    }
    constexpr std::int64_t kHour = 3'600'000;
    Statement climbed = database_.prepare(
        "SELECT unit, count(*) FROM escalations WHERE time_ms > ? AND time_ms <= ? GROUP BY unit");
    climbed.bind(1, now_ms - kHour).bind(2, now_ms);
    while (climbed.step()) {
      const std::string unit = climbed.text(0);
      const auto load = std::ranges::find(loads, unit, &Load::unit);
      if (load == loads.end()) continue;
      load->escalations_last_hour = static_cast<std::uint32_t>(climbed.number(1));
    }
    return loads;
  });
}

}  // namespace whistle::gateway::search
