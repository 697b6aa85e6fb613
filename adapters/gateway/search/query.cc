#include "adapters/gateway/search/query.h"

#include "adapters/gateway/search/grams.h"

namespace whistle::gateway::search {
namespace {

constexpr std::size_t kValuesMax = 256;
constexpr std::size_t kTextMax = 256;

client::Problem violation(const std::string& message) {
  return {.code = client::kInvalidArgument, .reason = "FIELD_VIOLATION", .message = message};
}

std::optional<client::Problem> check_page(std::uint32_t page, std::uint32_t page_size) {
  if (page == 0) return violation("page: the first is 1");
  if (page_size == 0 || page_size > 1000) return violation("page_size: 1 to 1000");
  if (std::uint64_t{page} * page_size > kDepth) {
    return violation("page: only the first " + std::to_string(kDepth) +
                     " can be leafed through; narrow the search");
  }
  return std::nullopt;
}

std::optional<client::Problem> check_text(const std::string& text) {
  if (text.size() > kTextMax) return violation("text: at most 256 bytes");
  if (!text.empty() && match_of(text).empty()) return violation("text: at least one character");
  return std::nullopt;
}

template <class... List>
bool too_long(const List&... lists) {
  return ((lists.size() > kValuesMax) || ...);
}

Value value_of(std::uint64_t number) { return static_cast<std::int64_t>(number); }
Value value_of(const std::string& text) { return text; }

template <class T>
std::vector<Value> values_of(const std::vector<T>& list) {
  std::vector<Value> values;
  for (const T& each : list) values.push_back(value_of(each));
  return values;
}

template <class T>
void any_of(Query& query, const std::string& column, const std::vector<T>& list,
            const std::string& index = {}) {
  if (list.empty()) return;
  const std::string in = " IN (" + marks(list.size()) + ")";
  query.conditions.push_back({column + in, values_of(list), index, '+' + column + in});
}

void below(Query& query, const std::vector<std::uint64_t>& areas) {
  if (areas.empty()) return;
  std::string in = " IN (SELECT code FROM area_below WHERE ancestor IN (" + marks(areas.size()) +
                   ") UNION VALUES ";
  for (std::size_t i = 0; i < areas.size(); ++i) in += i == 0 ? "(?)" : ",(?)";
  in += ')';
  std::vector<Value> values = values_of(areas);
  const std::vector<Value> again = values;
  values.insert(values.end(), again.begin(), again.end());
  query.conditions.push_back({"area_code" + in, values, "cases_area", "+area_code" + in});
}

void add_time(Query& query, const std::string& column, std::optional<std::int64_t> since,
              std::optional<std::int64_t> until) {
  const auto add = [&](const std::string& sql, std::int64_t value) {
    if (!query.between.sql.empty()) query.between.sql += " AND ";
    query.between.sql += column + sql;
    query.between.values.emplace_back(value);
  };
  if (since) add(" >= ?", *since);
  if (until) add(" < ?", *until);
}

std::string complaints_saying(bool oldest) {
  return "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid " +
         std::string(oldest ? "ASC" : "DESC") + " LIMIT " + std::to_string(kDepth);
}

// The rows themselves, found one by one.
constexpr const char* kByKey = "rowid";

}  // namespace

std::string marks(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ",?";
  return text;
}

std::optional<client::Problem> check(const Wish& wish) {
  if (auto problem = check_page(wish.page, wish.page_size)) return problem;
  if (auto problem = check_text(wish.text)) return problem;
  const bool long_list =
      too_long(wish.cases, wish.complaints, wish.areas, wish.within_areas, wish.categories,
               wish.severities, wish.statuses, wish.units, wish.tiers, wish.workers);
  if (long_list) return violation("at most 256 values in a list");
  return std::nullopt;
}

std::optional<client::Problem> check(const ComplaintWish& wish) {
  if (auto problem = check_page(wish.page, wish.page_size)) return problem;
  if (auto problem = check_text(wish.text)) return problem;
  if (too_long(wish.categories) || wish.complaints.size() > 1000) {
    return violation("at most 256 categories and 1000 complaints");
  }
  return std::nullopt;
}

std::optional<client::Problem> check(const UpdateWish& wish) {
  if (auto problem = check_page(wish.page, wish.page_size)) return problem;
  if (wish.complaints.size() > 1000) return violation("at most 1000 complaints");
  return std::nullopt;
}

Query query_of(const Wish& wish) {
  Query query{.table = "cases",
              .id = "case_id",
              .conditions = {},
              .order = {},
              .order_index = {},
              .page = wish.page,
              .page_size = wish.page_size};
  const bool oldest = wish.order == Wish::Order::Oldest;
  if (!wish.text.empty()) {
    query.conditions.push_back(
        {"case_id IN (SELECT case_id FROM complaints WHERE complaint_id IN (" +
             complaints_saying(oldest) + "))",
         {match_of(wish.text)},
         kByKey});
  }
  if (!wish.requester.empty()) {
    query.conditions.push_back(
        {"case_id IN (SELECT case_id FROM complaints WHERE requester = ? LIMIT 10000)",
         {wish.requester},
         kByKey});
  }
  if (!wish.complaints.empty()) {
    query.conditions.push_back(
        {"case_id IN (SELECT case_id FROM complaints WHERE complaint_id IN (" +
             marks(wish.complaints.size()) + "))",
         values_of(wish.complaints), kByKey});
  }
  any_of(query, "case_id", wish.cases, kByKey);
  if (wish.nothing) query.conditions.push_back({"0", {}});
  below(query, wish.areas);
  below(query, wish.within_areas);
  any_of(query, "category", wish.categories, "cases_category");
  any_of(query, "severity", wish.severities);
  any_of(query, "status", wish.statuses);
  any_of(query, "unit", wish.units, "cases_unit");
  any_of(query, "tier", wish.tiers);
  any_of(query, "worker", wish.workers, "cases_worker");
  if (wish.open) {
    // Ordered by urgency, open ones are together already.
    const bool ordered = wish.order == Wish::Order::MostUrgent;
    query.conditions.push_back(
        {"open = ?", {std::int64_t{*wish.open}}, "cases_open", ordered ? "open = ?" : "+open = ?"});
  }
  add_time(query, "received_ms", wish.received_since, wish.received_until);
  query.order = oldest ? "received_ms, case_id" : "received_ms DESC, case_id DESC";
  query.order_index = "cases_received";
  if (wish.order == Wish::Order::MostUrgent) {
    query.order = "open DESC, rank, due_ms, case_id";
    query.order_index = "cases_urgent";
  }
  return query;
}

Query query_of(const ComplaintWish& wish) {
  Query query{.table = "complaints",
              .id = "complaint_id",
              .conditions = {},
              .order = "received_ms DESC, complaint_id DESC",
              .order_index = "complaints_received",
              .page = wish.page,
              .page_size = wish.page_size};
  query.conditions.push_back({"ready = 1", {}});
  any_of(query, "complaint_id", wish.complaints, kByKey);
  if (!wish.text.empty()) {
    query.conditions.push_back(
        {"complaint_id IN (" + complaints_saying(false) + ")", {match_of(wish.text)}, kByKey});
  }
  any_of(query, "category", wish.categories, "complaints_category");
  const auto is = [&](const std::string& column, Value value) {
    query.conditions.push_back(
        {column + " = ?", {std::move(value)}, "complaints_" + column, '+' + column + " = ?"});
  };
  if (wish.open) is("open", std::int64_t{*wish.open});
  if (!wish.requester.empty()) is("requester", wish.requester);
  if (!wish.source.empty()) is("source", wish.source);
  if (wish.updated_since || wish.updated_until) {
    constexpr auto kEver = std::numeric_limits<std::int64_t>::max();
    const std::vector<Value> range{wish.updated_since.value_or(0),
                                   wish.updated_until.value_or(kEver)};
    query.conditions.push_back({"updated_ms >= ? AND updated_ms < ?", range, "complaints_updated",
                                "+updated_ms >= ? AND +updated_ms < ?"});
  }
  if (wish.box) {
    const auto& box = *wish.box;
    const std::string exact =
        "latitude >= ? AND latitude <= ? AND longitude >= ? AND longitude <= ?";
    // The tree rounds outwards; the columns say exactly.
    query.conditions.push_back({exact, {box.south, box.north, box.west, box.east}});
    query.conditions.push_back(
        {"complaint_id IN (SELECT complaint_id FROM points WHERE north >= ? AND south <= ? AND "
         "east >= ? AND west <= ?)",
         {box.south, box.north, box.west, box.east},
         kByKey,
         "? <= ? AND ? <= ?"});
  }
  add_time(query, "received_ms", wish.received_since, wish.received_until);
  return query;
}

Query query_of(const UpdateWish& wish) {
  Query query{.table = "updates",
              .id = "sequence",
              .conditions = {},
              .order = "time_ms, sequence, idx, complaint_id",
              .order_index = "updates_time",
              .page = wish.page,
              .page_size = wish.page_size};
  any_of(query, "complaint_id", wish.complaints, "updates_complaint");
  add_time(query, "time_ms", wish.since, wish.until);
  return query;
}

}  // namespace whistle::gateway::search
