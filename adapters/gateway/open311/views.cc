#include "adapters/gateway/open311/views.h"

#include <cmath>
#include <utility>

#include "adapters/gateway/open311/instant.h"
#include "adapters/gateway/open311/status_words.h"

namespace whistle::gateway::open311 {
namespace {

constexpr const char* kSpecification = "http://wiki.open311.org/GeoReport_v2";

Node endpoint_view(const Settings& settings, const std::string& base_url, const char* type) {
  return record("endpoint", {{"specification", std::string(kSpecification)},
                             {"url", base_url + "/open311/v2"},
                             {"changeset", settings.changeset},
                             {"type", std::string(type)},
                             list("formats", {{"format", std::string("text/xml")},
                                              {"format", std::string("application/json")}})});
}

Node service_view(const v1::CategoryView& service, const Services& services, Language language) {
  const std::string& name = services.names.at(service.code());
  std::string keywords;
  for (const std::string& word : service.keywords()) {
    keywords += (keywords.empty() ? "" : ",") + word;
  }
  std::string description = service.description();
  if (description.empty() && language == Language::English) description = service.name_en();
  return record("service", {{"service_code", service.code()},
                            {"service_name", name},
                            {"description", description.empty() ? name : description},
                            {"metadata", service.attributes_size() > 0},
                            {"type", service.type() == "batch" ? std::string("batch")
                                                               : std::string("realtime")},
                            // Some clients cannot do without.
                            {"keywords", keywords.empty() ? name : keywords},
                            text_or_nothing("group", service.major())});
}

// Clients show it beside the field, and some cannot do without.
std::string words_of_datatype(const std::string& datatype, Language language) {
  const bool chinese = language == Language::Chinese;
  if (datatype == "number") return chinese ? "请填写数字" : "A number";
  if (datatype == "datetime") {
    return chinese ? "请填写日期和时间，如 2026-03-01T08:30:00Z"
                   : "A date and time, such as 2026-03-01T08:30:00Z";
  }
  if (datatype == "singlevaluelist") return chinese ? "请选择一项" : "One of the values";
  if (datatype == "multivaluelist") return chinese ? "可选择多项" : "Any of the values";
  return chinese ? "请填写文字" : "Text";
}

Node attribute_form_view(const v1::AttributeForm& form, std::int64_t order, Language language) {
  const std::string told = form.datatype_description().empty()
                               ? words_of_datatype(form.datatype(), language)
                               : form.datatype_description();
  std::vector<Node> fields{
      {"variable", form.variable()},
      {"code", form.code()},
      {"datatype", form.datatype()},
      {"required", form.required()},
      {"datatype_description", told},
      {"order", order},
      {"description", form.description().empty() ? form.code() : form.description()}};
  std::vector<Node> values;
  for (const auto& value : form.values()) {
    values.push_back(record("value", {{"key", value.key()}, {"name", value.name()}}));
  }
  if (!values.empty()) fields.push_back(list("values", std::move(values)));
  return record("attribute", std::move(fields));
}

// Seven decimals are a centimetre.
double degrees(double value) {
  constexpr double kParts = 1e7;
  const double rounded = std::round(value * kParts) / kParts;
  return rounded == 0 ? 0 : rounded;
}

std::string address_of(const v1::Complaint& complaint, const v1::CaseView& item,
                       const Services& services) {
  if (!complaint.address().empty()) return complaint.address();
  if (!item.area_name().empty()) return item.area_name();
  const auto area = services.areas.find(complaint.area_code());
  if (area != services.areas.end() && !area->second.empty()) return area->second;
  return services.city_title.empty() ? "-" : services.city_title;
}

std::int64_t due_of(const v1::CaseView& item) {
  for (const v1::ClockView& clock : item.clocks()) {
    if (clock.stage() == "resolve") return clock.due_ms();
  }
  return 0;
}

std::string absolute(const std::string& url, const std::string& base_url) {
  return url.starts_with('/') ? base_url + url : url;
}

std::string notes_of(const search::FoundComplaint& found, Language language) {
  const v1::ComplaintReply& complaint = found.complaint;
  if (complaint.disposition() == "declined" && complaint.case_id() == 0) {
    return words_of_ground(complaint.decline_ground(), language);
  }
  if (!found.note.empty()) return found.note;
  return words_of_status(extended_status(complaint, found.item), language);
}

const v1::AttributeForm* form_of(const v1::CategoryView* service, const std::string& code) {
  if (service == nullptr) return nullptr;
  for (const v1::AttributeForm& form : service->attributes()) {
    if (form.code() == code) return &form;
  }
  return nullptr;
}

std::string name_of_value(const v1::AttributeForm& form, const std::string& key) {
  for (const auto& value : form.values()) {
    if (value.key() == key) return value.name();
  }
  return key;
}

Node attributes_view(const v1::Complaint& complaint, const v1::CategoryView* service) {
  std::vector<Node> shown;
  for (const v1::Attribute& attribute : complaint.attributes()) {
    const v1::AttributeForm* form = form_of(service, attribute.code());
    if (form == nullptr || form->datatype() == "text" || form->datatype() == "string") continue;
    for (const std::string& value : attribute.values()) {
      shown.push_back(record(
          "attribute", {{"code", attribute.code()},
                        {"label", form->description().empty() ? form->code() : form->description()},
                        {"name", name_of_value(*form, value)},
                        {"value", value}}));
    }
  }
  return list("attributes", std::move(shown));
}

Node notes_view(const search::FoundComplaint& found, const Showing& showing) {
  std::vector<Node> notes;
  if (showing.updates != nullptr) {
    for (const search::Update& update : *showing.updates) {
      if (update.complaint_id != found.complaint.complaint_id()) continue;
      const std::string status = extended_status(update);
      const std::string told = update.note.empty() ? "" : words_of_update(update, showing.language);
      notes.push_back(record("note", {{"datetime", write_instant(update.time_ms)},
                                      {"summary", words_of_status(status, showing.language)},
                                      text_or_nothing("description", told),
                                      {"type", update.event},
                                      {"status", status}}));
    }
  }
  return list("notes", std::move(notes));
}

std::vector<Node> extension_view(const search::FoundComplaint& found, const Showing& showing) {
  const v1::ComplaintReply& complaint = found.complaint;
  const v1::CaseView& item = found.item;
  std::vector<Node> media;
  for (const std::string& url : complaint.complaint().media_urls()) {
    media.push_back({"media_url", absolute(url, showing.base_url)});
  }
  const std::string case_id = complaint.case_id() == 0 ? "" : std::to_string(complaint.case_id());
  Node extended =
      record("extended_attributes",
             {{"status", extended_status(complaint, item)},
              text_or_nothing("external_status_code",
                              item.status().empty() ? complaint.disposition() : item.status()),
              text_or_nothing("colour", item.severity()),
              text_or_nothing("tier", item.tier()),
              text_or_nothing("case_id", case_id),
              {"complaints", static_cast<std::int64_t>(item.complaints())},
              {"reminders", static_cast<std::int64_t>(item.reminders())},
              {"escalations", static_cast<std::int64_t>(item.escalations())},
              list("media_urls", std::move(media))});
  const v1::CategoryView* service = showing.services.find(complaint.complaint().category());
  std::vector<Node> fields;
  fields.push_back(std::move(extended));
  fields.push_back(attributes_view(complaint.complaint(), service));
  fields.push_back(notes_view(found, showing));
  return fields;
}

}  // namespace

Node discovery_view(const Settings& settings, const std::string& base_url) {
  const std::string& test = settings.test_base_url.empty() ? base_url : settings.test_base_url;
  return record("discovery", {{"changeset", settings.changeset},
                              {"contact", settings.contact},
                              {"key_service", settings.key_service},
                              list("endpoints", {endpoint_view(settings, base_url, "production"),
                                                 endpoint_view(settings, test, "test")})});
}

Node services_view(const Services& services, Language language) {
  std::vector<Node> all;
  for (const v1::CategoryView& service : services.offered) {
    all.push_back(service_view(service, services, language));
  }
  return list("services", std::move(all));
}

Node definition_view(const v1::CategoryView& service, Language language) {
  std::vector<Node> attributes;
  for (const v1::AttributeForm& form : service.attributes()) {
    const auto order = static_cast<std::int64_t>(attributes.size()) + 1;
    attributes.push_back(attribute_form_view(form, order, language));
  }
  return record("service_definition",
                {{"service_code", service.code()}, list("attributes", std::move(attributes))});
}

Node request_view(const search::FoundComplaint& found, const Showing& showing) {
  const v1::ComplaintReply& reply = found.complaint;
  const v1::Complaint& complaint = reply.complaint();
  const v1::CaseView& item = found.item;
  const bool open = is_open(reply, item);
  // What a person at the triage desk decided counts for more than what the resident chose.
  const std::string& code = item.category().empty() ? complaint.category() : item.category();
  const auto name = showing.services.names.find(code);
  const std::int64_t updated = !open && found.closed_ms > 0 ? found.closed_ms : found.updated_ms;
  const std::int64_t due = open ? due_of(item) : 0;
  const std::uint64_t area = item.area_code() != 0 ? item.area_code() : complaint.area_code();
  std::vector<Node> fields{
      {"service_request_id", std::to_string(reply.complaint_id())},
      {"status", std::string(open ? "open" : "closed")},
      {"status_notes", notes_of(found, showing.language)},
      text_or_nothing("service_name",
                      name == showing.services.names.end() ? item.category_name() : name->second),
      {"service_code", code.empty() ? std::string("-") : code},
      text_or_nothing("description", complaint.text()),
      text_or_nothing("agency_responsible", item.unit_name()),
      {"service_notice", Nothing{}},
      {"requested_datetime", write_instant(reply.received_at_ms())},
      {"updated_datetime", write_instant(updated > 0 ? updated : reply.received_at_ms())},
      {"expected_datetime", Nothing{}},
      {"address", address_of(complaint, item, showing.services)},
      text_or_nothing("address_id", area == 0 ? "" : std::to_string(area)),
      {"zipcode", Nothing{}},
      {"lat", Nothing{}},
      {"long", Nothing{}},
      {"media_url", Nothing{}}};
  const auto set = [&](const char* field, const auto& value) {
    for (Node& node : fields) {
      if (node.name == field) node.value = value;
    }
  };
  if (due > 0) set("expected_datetime", write_instant(due));
  const bool is_wgs84 = complaint.datum().empty() || complaint.datum() == "wgs84";
  if (complaint.has_point() && is_wgs84) {
    set("lat", degrees(complaint.latitude()));
    set("long", degrees(complaint.longitude()));
  }
  if (complaint.media_urls_size() > 0) {
    set("media_url", absolute(complaint.media_urls(0), showing.base_url));
  }
  if (showing.extended) {
    for (Node& node : extension_view(found, showing)) fields.push_back(std::move(node));
  }
  return record("request", std::move(fields));
}

Node update_view(const search::Update& update, Language language) {
  return record("request_update", {{"update_id", std::to_string(update.sequence) + "." +
                                                     std::to_string(update.index) + "." +
                                                     std::to_string(update.complaint_id)},
                                   {"service_request_id", std::to_string(update.complaint_id)},
                                   {"status", extended_status(update)},
                                   {"updated_datetime", write_instant(update.time_ms)},
                                   {"description", words_of_update(update, language)},
                                   text_or_nothing("external_status_code", update.event)});
}

}  // namespace whistle::gateway::open311
