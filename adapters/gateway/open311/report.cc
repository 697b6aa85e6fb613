#include "adapters/gateway/open311/report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

#include "adapters/gateway/open311/characters.h"
#include "adapters/gateway/open311/instant.h"

namespace whistle::gateway::open311 {
namespace {

// Those of the engine's Complaint.
constexpr std::size_t kAddressBytesMax = 1024;
constexpr std::size_t kMediaUrlBytesMax = 2048;
constexpr std::size_t kValueBytesMax = 4096;
constexpr std::size_t kIdentityBytesMax = 256;

std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

bool starts_with_han(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.front()) >= 0xE3 &&
         static_cast<unsigned char>(text.front()) <= 0xE9;
}

// Reads one request and gathers what is wrong with it.
class Reader {
 public:
  Reader(const Arguments& arguments, const v1::CategoryView& service, const Services& services)
      : arguments_(arguments), service_(service), services_(services) {}

  void read_place() {
    const std::string_view latitude = arguments_.get("lat");
    const std::string_view longitude = arguments_.get("long");
    const std::string_view address = arguments_.get("address_string");
    const std::string_view area = arguments_.get("address_id");
    if (latitude.empty() != longitude.empty()) wrong("lat and long must be given together");
    if (latitude.empty() && longitude.empty() && address.empty() && area.empty()) {
      wrong("a location is missing: lat and long, address_string or address_id");
    }
    if (!latitude.empty() && !longitude.empty()) read_point(latitude, longitude);
    if (address.size() > kAddressBytesMax) wrong("address_string has more than 1024 bytes");
    complaint.set_address(std::string(address));
    if (!area.empty()) read_area(area);
  }

  void read_text() {
    const std::string_view description = arguments_.get("description");
    if (characters(description) > kDescriptionCharactersMax) {
      wrong("description has more than 4000 characters");
    }
    // The standard lets a request do without; the engine reads the text, so it says at least what
    // it is about.
    complaint.set_text(description.empty() ? services_.names.at(service_.code())
                                           : std::string(description));
  }

  void read_media() {
    for (const std::string& url : arguments_.get_all("media_url")) {
      const std::string scheme = in_lower_case(url.substr(0, url.find("://")));
      const bool is_url = (scheme == "http" || scheme == "https") && url.size() > scheme.size() + 3;
      const bool is_clean = std::ranges::all_of(url, [](char c) {
        return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '"' && c != '<' &&
               c != '>';
      });
      if (!is_url || !is_clean) wrong("media_url must be an http or https URL");
      if (url.size() > kMediaUrlBytesMax) wrong("media_url has more than 2048 bytes");
      complaint.add_media_urls(url);
    }
    const auto count =
        static_cast<std::size_t>(complaint.media_urls_size()) + arguments_.photos.size();
    if (count > kMediaMax) wrong("at most 16 media_url and pictures");
  }

  void read_identity() {
    for (const char* name :
         {"email", "phone", "first_name", "last_name", "device_id", "account_id"}) {
      if (arguments_.get(name).size() <= kIdentityBytesMax) continue;
      wrong(std::string(name) + " has more than 256 bytes");
    }
  }

  void read_attributes() {
    for (const v1::AttributeForm& form : service_.attributes()) {
      if (!form.variable()) continue;
      const auto values = arguments_.attribute(form.code());
      if (values.empty() && form.required()) {
        wrong("attribute[" + form.code() + "] is required by this service");
      }
      if (values.empty()) continue;
      check_values(form, values);
      v1::Attribute& attribute = *complaint.add_attributes();
      attribute.set_code(form.code());
      for (const std::string& value : values) attribute.add_values(value);
    }
  }

  v1::Complaint complaint;
  Failures failures;

 private:
  void wrong(std::string what) { failures.push_back({400, std::move(what), 0}); }

  void read_point(std::string_view latitude_text, std::string_view longitude_text) {
    const auto latitude = read_number(latitude_text);
    const auto longitude = read_number(longitude_text);
    if (!latitude || std::abs(*latitude) > 90) wrong("lat must be a number from -90 to 90");
    if (!longitude || std::abs(*longitude) > 180) wrong("long must be a number from -180 to 180");
    complaint.set_has_point(true);
    complaint.set_latitude(latitude.value_or(0));
    complaint.set_longitude(longitude.value_or(0));
    complaint.set_datum("wgs84");
  }

  void read_area(std::string_view text) {
    std::uint64_t code{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
    const bool is_number = error == std::errc{} && end == text.data() + text.size();
    if (!is_number || !services_.areas.contains(code)) {
      wrong("address_id is the code of no area of this city");
      return;
    }
    complaint.set_area_code(code);
  }

  void check_values(const v1::AttributeForm& form, const std::vector<std::string>& values) {
    const std::string name = "attribute[" + form.code() + "]";
    const std::string& type = form.datatype();
    if (type != "multivaluelist" && values.size() > 1) wrong(name + " takes one value");
    if (std::set(values.begin(), values.end()).size() != values.size()) {
      wrong(name + " has a value twice");
    }
    for (const std::string& value : values) {
      if (value.size() > kValueBytesMax) wrong(name + " has more than 4096 bytes");
      if (type == "number" && !read_number(value)) wrong(name + " must be a number");
      if (type == "datetime" && !read_instant(value)) {
        wrong(name + " must be a date and time, such as 2026-03-01T08:30:00Z");
      }
      const bool is_key = std::ranges::any_of(
          form.values(), [&](const auto& allowed) { return allowed.key() == value; });
      if (type.ends_with("valuelist") && !is_key) {
        wrong(name + " must be one of the keys of its values");
      }
    }
  }

  const Arguments& arguments_;
  const v1::CategoryView& service_;
  const Services& services_;
};

}  // namespace

Checked<v1::Complaint> read_report(const Arguments& arguments, const v1::CategoryView& service,
                                   const Services& services, const Pseudonyms& pseudonyms) {
  Reader reader(arguments, service, services);
  reader.read_place();
  reader.read_text();
  reader.read_media();
  reader.read_identity();
  reader.read_attributes();
  if (!reader.failures.empty()) return std::move(reader.failures);
  v1::Complaint& complaint = reader.complaint;
  complaint.set_category(service.code());
  complaint.set_channel("app");
  complaint.set_requester(requester_of(arguments, pseudonyms));
  complaint.set_requester_name(name_of(arguments));
  return std::move(complaint);
}

std::string requester_of(const Arguments& arguments, const Pseudonyms& pseudonyms) {
  constexpr std::array<std::pair<Identity, const char*>, 4> kByStrength{
      {{Identity::Phone, "phone"},
       {Identity::Email, "email"},
       {Identity::Account, "account_id"},
       {Identity::Device, "device_id"}}};
  for (const auto& [kind, name] : kByStrength) {
    const std::string_view value = arguments.get(name);
    if (value.empty()) continue;
    // Addresses are written this way and that.
    return pseudonyms.of(kind, kind == Identity::Email ? in_lower_case(value) : std::string(value));
  }
  return {};
}

std::string name_of(const Arguments& arguments) {
  const std::string first(arguments.get("first_name"));
  const std::string last(arguments.get("last_name"));
  if (first.empty() || last.empty()) return first + last;
  if (starts_with_han(first) && starts_with_han(last)) return last + first;
  return first + " " + last;
}

}  // namespace whistle::gateway::open311
