#include "tests/gateway/open311/city.h"

#include <algorithm>
#include <utility>

#include "adapters/gateway/people/person.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::int64_t kHour = 60LL * 60 * 1000;
constexpr std::int64_t kDay = 24 * kHour;

using Values = std::vector<std::pair<std::string, std::string>>;

void add_attribute(v1::CategoryView& category, const std::string& code, const std::string& datatype,
                   bool required, const Values& values = {}) {
  v1::AttributeForm& form = *category.add_attributes();
  form.set_code(code);
  form.set_variable(true);
  form.set_datatype(datatype);
  form.set_required(required);
  form.set_order(static_cast<std::uint32_t>(category.attributes_size()));
  form.set_description("What about " + code + "?");
  for (const auto& [key, name] : values) {
    auto& value = *form.add_values();
    value.set_key(key);
    value.set_name(name);
  }
}

v1::CategoryView& add_category(v1::RulesReply& rules, const std::string& code,
                               const std::string& name, const std::string& name_en,
                               const std::string& type) {
  v1::CategoryView& category = *rules.add_categories();
  category.set_code(code);
  category.set_name(name);
  category.set_name_en(name_en);
  category.set_major("市容环境类");
  category.set_type(type);
  return category;
}

v1::RulesReply rules_of_the_city() {
  v1::RulesReply rules;
  rules.set_policy_version("p1");
  rules.set_city_title("长泰");
  v1::CategoryView& pothole = add_category(rules, "06013", "道路破损", "potholes", "realtime");
  pothole.set_description("路面坑洼、破损");
  pothole.add_keywords("road");
  pothole.add_keywords("pothole");
  add_attribute(pothole, "SIZE", "singlevaluelist", true,
                {{"s", "Small"}, {"l", "Large & <deep>"}});
  add_attribute(pothole, "HAZARDS", "multivaluelist", false, {{"car", "Cars"}, {"bike", "Bikes"}});
  add_attribute(pothole, "DEPTH", "number", false);
  add_attribute(pothole, "SEEN", "datetime", false);
  add_attribute(pothole, "MARK", "string", false);
  add_attribute(pothole, "WORDS", "text", false);
  v1::AttributeForm& told = *pothole.add_attributes();
  told.set_code("NOTICE");
  told.set_datatype("text");
  told.set_description("We fill holes on weekdays.");
  add_category(rules, "noise", "噪音扰民", "noise", "realtime");
  add_category(rules, "tree", "树木倒伏", "fallen tree", "batch");
  add_category(rules, "adm-1", "内部事项", "internal", "realtime");
  v1::AreaView& area = *rules.add_areas();
  area.set_code(350625001001);
  area.set_name("兴泰社区");
  return rules;
}

search::FoundComplaint complaint(std::uint64_t id, std::uint64_t case_id,
                                 const std::string& category, const std::string& text,
                                 std::int64_t received_ms) {
  search::FoundComplaint found;
  v1::ComplaintReply& reply = found.complaint;
  reply.set_complaint_id(id);
  reply.set_case_id(case_id);
  reply.set_disposition(case_id == 0 ? "declined" : "filed");
  reply.set_received_at_ms(received_ms);
  reply.mutable_complaint()->set_source("fms");
  reply.mutable_complaint()->set_external_id("e" + std::to_string(id));
  reply.mutable_complaint()->set_requester("somebody");
  reply.mutable_complaint()->set_requester_name("Secret Name");
  reply.mutable_complaint()->set_category(category);
  reply.mutable_complaint()->set_text(text);
  found.updated_ms = received_ms;
  if (case_id == 0) return found;
  found.item.set_case_id(case_id);
  found.item.set_category(category);
  found.item.set_status("signed_for");
  found.item.set_severity("yellow");
  found.item.set_tier("community");
  found.item.set_area_code(350625001001);
  found.item.set_area_name("兴泰社区");
  found.item.set_unit_name("兴泰社区居委会");
  found.item.set_worker("secret.worker");
  found.item.set_complaints(1);
  return found;
}

std::vector<search::FoundComplaint> complaints_of_the_city() {
  search::FoundComplaint open = complaint(
      10, 70, "06013", "A <b>hole</b> & more \"quotes\"\r\nsecond line\x01 end", kNow - kHour);
  v1::Complaint& words = *open.complaint.mutable_complaint();
  words.set_has_point(true);
  words.set_latitude(24.625461);
  words.set_longitude(118);
  words.set_address("人民路 12 号 & 旁");
  words.add_media_urls("/api/v1/attachments/abc");
  words.add_media_urls("https://example.org/2.jpg");
  v1::Attribute& size = *words.add_attributes();
  size.set_code("SIZE");
  size.add_values("l");
  v1::Attribute& mark = *words.add_attributes();
  mark.set_code("MARK");
  mark.add_values("call 13812345678");
  v1::ClockView& clock = *open.item.add_clocks();
  clock.set_stage("resolve");
  clock.set_due_ms(kNow + kDay);
  open.updated_ms = kNow - kHour / 2;
  open.note = "明天上午施工。";

  search::FoundComplaint merged = complaint(9, 60, "noise", "Noise at night", kNow - 2 * kDay);
  merged.complaint.set_disposition("merged");
  merged.item.set_status("closed");
  merged.updated_ms = kNow - kDay;
  merged.closed_ms = kNow - kDay;

  search::FoundComplaint declined = complaint(8, 0, "noise", "A court has it", kNow - 3 * kDay);
  declined.complaint.set_decline_ground("litigation");
  declined.closed_ms = declined.updated_ms;

  search::FoundComplaint triage = complaint(7, 50, "", "Something", kNow - 100 * kDay);
  triage.item.set_status("awaits_triage");
  triage.item.clear_unit_name();
  return {open, merged, declined, triage};
}

template <class Value>
bool among(const std::vector<Value>& wanted, const Value& value) {
  return wanted.empty() || std::ranges::count(wanted, value) > 0;
}

bool within(std::int64_t value, std::optional<std::int64_t> since,
            std::optional<std::int64_t> until) {
  return value >= since.value_or(value) && (!until || value < *until);
}

bool within(const v1::Complaint& complaint, const std::optional<search::ComplaintWish::Box>& box) {
  if (!box) return true;
  return complaint.has_point() && complaint.latitude() >= box->south &&
         complaint.latitude() <= box->north && complaint.longitude() >= box->west &&
         complaint.longitude() <= box->east;
}

bool fits(const search::FoundComplaint& found, const search::ComplaintWish& wish) {
  const v1::ComplaintReply& reply = found.complaint;
  return among(wish.complaints, std::uint64_t{reply.complaint_id()}) &&
         among(wish.categories, std::string(reply.complaint().category())) &&
         (!wish.open || *wish.open == (found.closed_ms == 0)) &&
         within(reply.received_at_ms(), wish.received_since, wish.received_until) &&
         within(found.updated_ms, wish.updated_since, wish.updated_until) &&
         within(reply.complaint(), wish.box) &&
         reply.complaint().text().find(wish.text) != std::string::npos;
}

template <class Item>
std::vector<Item> page_of(const std::vector<Item>& all, std::size_t page, std::size_t size) {
  const std::size_t from = std::min((page - 1) * size, all.size());
  const std::size_t until = std::min(from + size, all.size());
  return {all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(until)};
}

Caller caller(const std::string& name, const std::string& source) {
  Caller caller;
  caller.person.name = name;
  caller.person.roles = {"intake"};
  caller.source = source;
  return caller;
}

client::Problem away() {
  return {.code = client::kUnavailable, .reason = "BEHIND", .message = "away"};
}

client::Problem unknown(const std::string& reason) {
  return {.code = client::kNotFound, .reason = reason, .message = "there is none"};
}

}  // namespace

boost::asio::awaitable<client::Result<search::Cases>> FakeIndex::cases(search::Wish) {
  co_return search::Cases{};
}

boost::asio::awaitable<client::Result<search::Complaints>> FakeIndex::complaints(
    search::ComplaintWish wish) {
  wishes.push_back(wish);
  if (away) co_return open311::away();
  std::vector<search::FoundComplaint> fitting;
  std::ranges::copy_if(all, std::back_inserter(fitting),
                       [&](const auto& found) { return fits(found, wish); });
  search::Complaints answer;
  answer.total = fitting.size();
  answer.complaints = page_of(fitting, wish.page, wish.page_size);
  co_return answer;
}

boost::asio::awaitable<client::Result<search::Updates>> FakeIndex::updates(
    search::UpdateWish wish) {
  update_wishes.push_back(wish);
  if (away) co_return open311::away();
  std::vector<search::Update> fitting;
  std::ranges::copy_if(told, std::back_inserter(fitting), [&](const search::Update& update) {
    return among(wish.complaints, update.complaint_id) &&
           within(update.time_ms, wish.since, wish.until);
  });
  search::Updates answer;
  answer.total = fitting.size();
  answer.updates = page_of(fitting, wish.page, wish.page_size);
  co_return answer;
}

boost::asio::awaitable<client::Result<std::vector<search::Load>>> FakeIndex::loads(
    std::int64_t, std::vector<std::uint64_t>) {
  co_return std::vector<search::Load>{};
}

std::optional<Caller> FakeKeys::find(std::string_view key) const {
  if (key == kKey) {
    return caller("fixmystreet", "fms");
  }
  if (key == "another") return caller("another", "other");
  return std::nullopt;
}

std::string FakePseudonyms::of(Identity kind, std::string_view identity) const {
  constexpr const char* kKinds[] = {"phone", "email", "account", "device"};
  return std::string(kKinds[static_cast<int>(kind)]) + "#" + std::string(identity);
}

boost::asio::awaitable<client::Result<std::string>> FakeAttachments::keep(std::string bytes) {
  if (!bytes.starts_with("\xFF\xD8\xFF")) {
    co_return client::Problem{.code = client::kInvalidArgument,
                              .reason = "BAD_PICTURE",
                              .message = "a picture must be JPEG, PNG or WebP"};
  }
  kept.push_back(std::move(bytes));
  co_return "/api/v1/attachments/" + std::to_string(kept.size());
}

City::City(Settings settings)
    : rules(rules_of_the_city()),
      georeport({desk, index, keys, pseudonyms, attachments, [this] { return now_ms; }}, [&] {
        if (settings.hidden.empty()) settings.hidden = {"adm-*"};
        if (settings.base_url.empty()) settings.base_url = "https://311.example.org";
        return std::move(settings);
      }()) {
  index.all = complaints_of_the_city();
  for (const auto& found : index.all) engine[found.complaint.complaint_id()] = found;
  index.told = {{812, 0, kNow - 2 * kDay, 9, 60, "case_filed", "dispatched", ""},
                {813, 1, kNow - kDay, 9, 60, "case_closed", "closed", "已处理 <完毕>。"},
                {820, 0, kNow - kHour / 2, 10, 70, "order_signed", "signed_for", ""}};
  answer();
  georeport.add_to(router);
}

void City::answer() {
  using Asked = support::FakeDesk::Asked;
  using Bytes = client::Result<std::string>;
  desk.on(v1::METHOD_RULES, [this](const Asked&) { return Bytes(rules.SerializeAsString()); });
  desk.on(v1::METHOD_GET_COMPLAINT, [this](const Asked& asked) -> Bytes {
    const auto request = asked.as<v1::ComplaintRequest>();
    std::uint64_t id = request.complaint_id();
    if (id == 0 && receipts.contains(request.external_id())) id = receipts[request.external_id()];
    if (!engine.contains(id)) return unknown("UNKNOWN_COMPLAINT");
    return engine[id].complaint.SerializeAsString();
  });
  desk.on(v1::METHOD_GET_CASE, [this](const Asked& asked) -> Bytes {
    const auto request = asked.as<v1::CaseRequest>();
    for (const auto& [id, found] : engine) {
      if (found.item.case_id() != request.case_id()) continue;
      v1::CaseReply reply;
      *reply.mutable_case_() = found.item;
      return reply.SerializeAsString();
    }
    return unknown("UNKNOWN_CASE");
  });
  desk.on(v1::METHOD_SUBMIT, [this](const Asked& asked) -> Bytes {
    const auto sent = asked.as<v1::SubmitRequest>().complaint();
    const auto [receipt, is_new] = receipts.try_emplace(sent.external_id(), 100 + receipts.size());
    v1::SubmitReply reply;
    reply.set_complaint_id(receipt->second);
    reply.set_case_id(receipt->second + 500);
    reply.set_disposition("filed");
    reply.set_replayed(!is_new);
    if (is_new) {
      search::FoundComplaint found =
          complaint(receipt->second, receipt->second + 500, sent.category(), sent.text(), now_ms);
      *found.complaint.mutable_complaint() = sent;
      found.item.set_status("dispatched");
      engine[receipt->second] = found;
    }
    return reply.SerializeAsString();
  });
  desk.answers(v1::METHOD_ACT, v1::ActReply());
  desk.answers(v1::METHOD_CALL_BACK, v1::TokenReply());
}

http::Response City::post(const std::string& target, const std::string& form,
                          std::vector<std::pair<std::string, std::string>> headers) {
  if (std::ranges::none_of(headers, [](const auto& one) { return one.first == "content-type"; })) {
    headers.emplace_back("content-type", "application/x-www-form-urlencoded; charset=utf-8");
  }
  return support::post(router, target, form, std::move(headers));
}

std::vector<v1::Complaint> City::submitted() const {
  std::vector<v1::Complaint> all;
  for (const auto& asked : desk.asked()) {
    if (asked.method == v1::METHOD_SUBMIT) all.push_back(asked.as<v1::SubmitRequest>().complaint());
  }
  return all;
}

std::size_t City::asked(v1::Method method) const {
  return static_cast<std::size_t>(
      std::ranges::count(desk.asked(), method, &support::FakeDesk::Asked::method));
}

}  // namespace whistle::gateway::open311
