#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "adapters/hotline/feed.h"
#include "adapters/hotline/instant.h"
#include "adapters/hotline/line_reader.h"
#include "adapters/hotline/utf8.h"
#include "adapters/hotline/words.h"

namespace whistle::hotline {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 17> kKeys{
    "external_id", "occurred_at",      "channel",      "text",
    "subject",     "requester",        "area_code",    "point",
    "category",    "condition",        "request_type", "requester_kind",
    "answered",    "finish_after_min", "rating",       "classify_as",
    "labels"};
constexpr std::array<std::string_view, 3> kRequesterKeys{"name", "phone_hash", "id"};
constexpr std::array<std::string_view, 3> kPointKeys{"lat", "lon", "datum"};
constexpr std::array<std::string_view, 2> kClassifyKeys{"category", "area_code"};

// Reads one line. The first problem found is the one reported.
class RowReader {
 public:
  RowReader(RowPlace place, const std::string& line)
      : row_{std::move(place), {}, {}}, line_(line) {}

  Row read(const std::string& source, bool forward_bad_text) && {
    const json row = parsed(forward_bad_text);
    if (!problem_) fill(row, source);
    if (problem_) return BadRow{row_.place, *std::move(problem_), line_};
    if (carried_) restore();
    return std::move(row_);
  }

 private:
  json parsed(bool forward_bad_text) {
    std::string_view text = line_;
    std::string carried;
    if (const auto broken = broken_utf8_at(line_)) {
      auto carriers = carry_broken_bytes(line_);
      if (!forward_bad_text || !carriers) {
        blame_byte(*broken, "broken UTF-8");
        return {};
      }
      carried = *std::move(carriers);
      text = carried;
      carried_ = true;
    }
    try {
      return json::parse(text);
    } catch (const json::parse_error& error) {
      // Where the text is at fault, in bytes from 1; one past the end when it is cut off.
      blame_byte(error.byte == 0 ? 0 : error.byte - 1, "not JSON");
    } catch (const json::out_of_range&) {
      blame_byte(0, "a number is too large");
    }
    return {};
  }

  void fill(const json& row, const std::string& source) {
    if (!row.is_object()) return blame_byte(0, "not a JSON object");
    check_keys(row, kKeys, "");
    v1::Complaint& to = row_.complaint;
    to.set_source(source);
    to.set_external_id(string_at(row, "external_id", true));
    to.set_text(string_at(row, "text", true));
    to.set_subject(string_at(row, "subject", false));
    to.set_category(string_at(row, "category", false));
    to.set_condition(string_at(row, "condition", false));
    to.set_channel(word_at(row, "channel", kChannels));
    to.set_request_type(word_at(row, "request_type", kRequestTypes));
    to.set_requester_kind(word_at(row, "requester_kind", kRequesterKinds));
    to.set_answered(string_at(row, "answered", false));
    to.set_area_code(area_at(row, "area_code"));
    const std::string occurred = string_at(row, "occurred_at", true);
    const auto instant = parse_instant(occurred);
    if (!instant) blame("occurred_at", "bad time " + shown_value(occurred));
    to.set_occurred_at_ms(instant.value_or(0));
    read_requester(row);
    read_point(row);
    read_aftermath(row);
  }

  void read_requester(const json& row) {
    const json* requester = object_at(row, "requester", kRequesterKeys);
    if (requester == nullptr) return;
    row_.complaint.set_requester_name(string_at(*requester, "name", false));
    const std::string id = string_at(*requester, "id", false);
    const std::string hash = string_at(*requester, "phone_hash", false);
    row_.complaint.set_requester(id.empty() ? hash : id);
  }

  void read_point(const json& row) {
    const json* point = object_at(row, "point", kPointKeys);
    if (point == nullptr) return;
    const auto degrees = [&](const char* key, double limit) {
      const auto found = point->find(key);
      const double value = found != point->end() && found->is_number() ? found->get<double>() : 999;
      if (!(value >= -limit && value <= limit)) blame(key, "no number of degrees", "point");
      return value;
    };
    row_.complaint.set_has_point(true);
    row_.complaint.set_latitude(degrees("lat", 90));
    row_.complaint.set_longitude(degrees("lon", 180));
    row_.complaint.set_datum(word_at(*point, "datum", kDatums));
  }

  void read_aftermath(const json& row) {
    Aftermath& after = row_.aftermath;
    if (const json* minutes = present(row, "finish_after_min")) {
      if (!minutes->is_number_integer() || minutes->get<std::int64_t>() < 0) {
        return blame("finish_after_min", "must be a whole number of minutes");
      }
      after.finish_after_min = minutes->get<std::int64_t>();
    }
    after.rating = word_at(row, "rating", kRatings);
    const json* labels = present(row, "labels");
    const json& holder = labels != nullptr && labels->is_object() ? *labels : row;
    const json* classify = object_at(holder, "classify_as", kClassifyKeys);
    if (classify == nullptr) return;
    after.classify_category = string_at(*classify, "category", false);
    after.classify_area = area_at(*classify, "area_code");
  }

  template <std::size_t kCount>
  void check_keys(const json& object, const std::array<std::string_view, kCount>& known,
                  std::string_view inside) {
    for (const auto& [key, value] : object.items()) {
      if (!is_one_of(known, key)) blame(key, "unknown field '" + key + "'", inside);
    }
  }

  // The value of a field, or nullptr when it is absent or null.
  static const json* present(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
  }

  template <std::size_t kCount>
  const json* object_at(const json& row, const char* key,
                        const std::array<std::string_view, kCount>& known) {
    const json* value = present(row, key);
    if (value == nullptr) return nullptr;
    if (!value->is_object()) {
      blame(key, "must be an object");
      return nullptr;
    }
    check_keys(*value, known, key);
    return value;
  }

  std::string string_at(const json& object, const char* key, bool needed) {
    const json* value = present(object, key);
    if (value == nullptr) {
      if (needed) blame(key, std::string("'") + key + "' is missing");
      return {};
    }
    if (!value->is_string()) {
      blame(key, std::string("'") + key + "' must be a string");
      return {};
    }
    return value->get<std::string>();
  }

  template <std::size_t kCount>
  std::string word_at(const json& row, const char* key,
                      const std::array<std::string_view, kCount>& words) {
    std::string word = string_at(row, key, false);
    if (!word.empty() && !is_one_of(words, word)) {
      blame(key, std::string("unknown ") + key + " " + shown_value(word));
    }
    return word;
  }

  std::uint64_t area_at(const json& object, const char* key) {
    const json* value = present(object, key);
    if (value == nullptr) return 0;
    if (value->is_number_unsigned()) return value->get<std::uint64_t>();
    const std::string code = value->is_string() ? value->get<std::string>() : "";
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
    if (code.empty() || error != std::errc() || end != code.data() + code.size()) {
      blame(key, "not an area code");
    }
    return number;
  }

  void restore() {
    v1::Complaint& complaint = row_.complaint;
    for (std::string* text : {complaint.mutable_text(), complaint.mutable_subject(),
                              complaint.mutable_external_id(), complaint.mutable_requester(),
                              complaint.mutable_requester_name(), complaint.mutable_category(),
                              complaint.mutable_condition(), complaint.mutable_answered()}) {
      *text = restore_broken_bytes(*text);
    }
  }

  void blame_byte(std::size_t byte, std::string what) {
    if (problem_) return;
    Place at = row_.place.at;
    at.column = characters(std::string_view(line_).substr(0, byte)) + 1;
    problem_ = Problem{std::move(at), std::move(what)};
  }
  // At the field's name. The parser forgets where it found a field; a quoted name before a colon is
  // nothing else in JSON, since quotes inside strings are escaped.
  void blame(std::string_view key, std::string what, std::string_view inside = "") {
    std::size_t from = inside.empty() ? 0 : key_at(inside, 0);
    if (from == std::string::npos) from = 0;
    const std::size_t at = key_at(key, from);
    blame_byte(at == std::string::npos ? 0 : at, std::move(what));
  }
  std::size_t key_at(std::string_view key, std::size_t from) const {
    const std::string quoted = '"' + std::string(key) + '"';
    for (auto at = line_.find(quoted, from); at != std::string::npos;
         at = line_.find(quoted, at + 1)) {
      const auto after = line_.find_first_not_of(" \t", at + quoted.size());
      if (after != std::string::npos && line_[after] == ':') return at;
    }
    return std::string::npos;
  }

  GoodRow row_;
  const std::string& line_;
  bool carried_ = false;
  std::optional<Problem> problem_;
};

class JsonFeed final : public Feed {
 public:
  JsonFeed(std::unique_ptr<ByteSource> source, std::string file, const FeedOptions& options)
      : lines_(std::move(source)), file_(std::move(file)), options_(options) {}

  std::optional<Row> next() override {
    for (;;) {
      auto line = lines_.next();
      if (!line) return std::nullopt;
      if (line->number == 1 && line->text.starts_with("\xEF\xBB\xBF")) line->text.erase(0, 3);
      if (line->text.find_first_not_of(" \t") == std::string::npos) continue;
      const RowPlace place{{file_, line->number, 1}, ++rows_, line->end_offset};
      if (line->too_long) {
        return BadRow{place, {place.at, "the line is longer than 1 MiB"}, std::move(line->text)};
      }
      return RowReader(place, line->text).read(options_.source, options_.forward_bad_text);
    }
  }
  const std::optional<Problem>& failure() const override { return lines_.failure(); }
  std::vector<Problem> take_warnings() override { return {}; }

 private:
  LineReader lines_;
  std::string file_;
  FeedOptions options_;
  std::uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<Feed> make_json_feed(std::unique_ptr<ByteSource> source, const std::string& file,
                                     const FeedOptions& options) {
  return std::make_unique<JsonFeed>(std::move(source), file, options);
}

}  // namespace whistle::hotline
