#include <charconv>
#include <set>
#include <unordered_map>
#include <utility>

#include "adapters/hotline/csv_reader.h"
#include "adapters/hotline/feed.h"
#include "adapters/hotline/instant.h"
#include "adapters/hotline/names.h"
#include "adapters/hotline/words.h"

namespace whistle::hotline {
namespace {

// A mapping bound to the header of one file and the tables of one pack.
class CsvFeed final : public Feed {
 public:
  CsvFeed(CsvReader reader, std::string file, const Mapping& mapping, std::string source, Zone zone)
      : reader_(std::move(reader)),
        file_(std::move(file)),
        mapping_(mapping),
        source_(std::move(source)),
        zone_(zone) {}

  // The problems of the header and the tables.
  std::vector<Problem> bind(const std::string& pack) {
    std::vector<Problem> problems = bind_columns();
    for (const FieldRule* rule : {&mapping_.category, &mapping_.condition, &mapping_.area,
                                  &mapping_.channel, &mapping_.request_type}) {
      if (rule->table.empty() || tables_.contains(rule->table)) continue;
      if (pack.empty()) {
        problems.push_back({rule->at, "the table '" + rule->table + "' needs a pack to be in"});
        continue;
      }
      auto names = load_names(pack, rule->table);
      if (names) {
        tables_.emplace(rule->table, *std::move(names));
      } else {
        problems.push_back(names.problem());
      }
    }
    return problems;
  }

  std::optional<Row> next() override {
    auto row = reader_.next();
    if (!row) return std::nullopt;
    const RowPlace place{{file_, row->line, 1}, ++rows_, row->end_offset};
    if (!row->problem && row->fields.size() != columns_.size()) {
      row->problem = Problem{{file_, row->line, 1},
                             "the row has " + std::to_string(row->fields.size()) +
                                 " fields, the header " + std::to_string(columns_.size())};
    }
    if (row->problem) return BadRow{place, *std::move(row->problem), std::move(row->raw)};
    row_ = &*row;
    problem_.reset();
    GoodRow good = read_row(place);
    if (problem_) return BadRow{place, *std::exchange(problem_, {}), std::move(row->raw)};
    return good;
  }

  const std::optional<Problem>& failure() const override { return reader_.failure(); }
  std::vector<Problem> take_warnings() override { return std::exchange(warnings_, {}); }

 private:
  std::vector<Problem> bind_columns() {
    std::vector<Problem> problems;
    const auto header = reader_.next();
    if (!header) {
      problems.push_back(failure().value_or(Problem{{file_}, "the file has no header"}));
      return problems;
    }
    if (header->problem) return {*header->problem};
    std::set<std::string> known(mapping_.ignored.begin(), mapping_.ignored.end());
    for (const auto& use : mapping_.uses()) known.insert(use.column);
    for (std::size_t i = 0; i < header->fields.size(); ++i) {
      const CsvField& column = header->fields[i];
      const Place at{file_, column.line, column.column};
      if (!known.contains(column.text)) {
        problems.push_back({at, "unknown column '" + column.text +
                                    "': neither used nor ignored by " + mapping_.file});
      }
      if (!columns_.emplace(column.text, i).second) {
        problems.push_back({at, "the column '" + column.text + "' is there twice"});
      }
    }
    for (const auto& use : mapping_.uses()) {
      if (columns_.contains(use.column)) continue;
      problems.push_back(
          {use.at, "the column '" + use.column + "' is not in the header of " + file_});
    }
    return problems;
  }

  GoodRow read_row(const RowPlace& place) {
    GoodRow row{place, {}, {}};
    v1::Complaint& complaint = row.complaint;
    complaint.set_source(source_);
    complaint.set_external_id(required(mapping_.external_id));
    complaint.set_occurred_at_ms(time(mapping_.occurred_at, true).value_or(0));
    complaint.set_text(filled(mapping_.text));
    complaint.set_subject(filled(mapping_.subject));
    complaint.set_category(looked_up(mapping_.category, true));
    complaint.set_condition(looked_up(mapping_.condition, false));
    complaint.set_channel(word(mapping_.channel, kChannels, "channel"));
    complaint.set_request_type(word(mapping_.request_type, kRequestTypes, "request type"));
    read_area(complaint);
    read_point(complaint);
    row.aftermath.closed_at_ms = time(mapping_.closed_at, false);
    row.aftermath.target_ms = time(mapping_.target, false);
    if (const CsvField* verdict = field(mapping_.on_time); verdict != nullptr) {
      if (verdict->text == "ONTIME") row.aftermath.on_time = true;
      if (verdict->text == "OVERDUE") row.aftermath.on_time = false;
    }
    return row;
  }

  // The field a rule reads in the present row, or nullptr when the mapping has no such rule.
  const CsvField* field(const FieldRule& rule) const {
    if (!rule.is_set()) return nullptr;
    return &row_->fields[columns_.at(rule.column)];
  }
  // The first problem of a row is the one reported.
  void blame(const CsvField& at, std::string what) {
    if (!problem_) problem_ = Problem{{file_, at.line, at.column}, std::move(what)};
  }

  std::string required(const FieldRule& rule) {
    const CsvField* from = field(rule);
    if (from->text.empty()) blame(*from, "'" + rule.column + "' is empty");
    return from->text;
  }

  std::optional<std::int64_t> time(const FieldRule& rule, bool needed) {
    const CsvField* from = field(rule);
    if (from == nullptr || (from->text.empty() && !needed)) return std::nullopt;
    if (const auto instant = parse_instant(from->text)) return instant;
    const auto wall = parse_wall_time(from->text);
    if (wall) return zone_.to_utc_ms(*wall);
    blame(*from, "bad time " + shown_value(from->text) + " in '" + rule.column + "'");
    return std::nullopt;
  }

  std::string filled(const Template& text) const {
    std::string made;
    for (const Template::Piece& piece : text.pieces) {
      made += piece.is_column ? row_->fields[columns_.at(piece.text)].text : piece.text;
    }
    return made;
  }

  // A value that no table and no translation knows makes the row bad where it is `needed`, and is
  // left out with a warning, once, where it is not.
  std::string looked_up(const FieldRule& rule, bool needed) {
    const CsvField* from = field(rule);
    if (from == nullptr) return {};
    const std::string& value = from->text.empty() ? rule.empty : from->text;
    if (value.empty()) return {};
    std::string why = "unknown";
    if (!rule.table.empty()) {
      const Names::Found found = tables_.at(rule.table).find(value);
      if (found.match == Names::Match::One) return found.code;
      if (found.match == Names::Match::Several) why = "ambiguous";
    } else if (!rule.values.empty()) {
      auto word = rule.values.find(value);
      if (word == rule.values.end()) word = rule.values.find("*");
      if (word != rule.values.end()) return word->second;
    } else {
      return value;
    }
    std::string what = why + " value " + shown_value(value) + " in '" + rule.column + "'";
    if (needed) {
      blame(*from, std::move(what));
    } else if (warned_.insert(what).second) {
      warnings_.push_back({{file_, from->line, from->column}, what + "; left out"});
    }
    return {};
  }

  template <std::size_t kCount>
  std::string word(const FieldRule& rule, const std::array<std::string_view, kCount>& words,
                   const char* kind) {
    std::string word = looked_up(rule, true);
    if (!word.empty() && !is_one_of(words, word)) {
      blame(*field(rule), std::string("unknown ") + kind + " " + shown_value(word));
    }
    return word;
  }

  void read_area(v1::Complaint& complaint) {
    const std::string code = looked_up(mapping_.area, true);
    if (code.empty()) return;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), number);
    if (error != std::errc() || end != code.data() + code.size() || code.size() > 18) {
      return blame(*field(mapping_.area), "'" + code + "' is no area code");
    }
    complaint.set_area_code(number);
  }

  std::optional<double> degrees(const CsvField& from, double limit) {
    double value = 0;
    const char* last = from.text.data() + from.text.size();
    const auto [end, error] = std::from_chars(from.text.data(), last, value);
    if (error == std::errc() && end == last && value >= -limit && value <= limit) return value;
    blame(from, "'" + from.text + "' is no number of degrees");
    return std::nullopt;
  }

  void read_point(v1::Complaint& complaint) {
    const CsvField* lat = field(mapping_.lat);
    const CsvField* lon = field(mapping_.lon);
    if (lat == nullptr || lon == nullptr || (lat->text.empty() && lon->text.empty())) return;
    const auto latitude = degrees(*lat, 90);
    const auto longitude = degrees(*lon, 180);
    if (!latitude || !longitude) return;
    complaint.set_has_point(true);
    complaint.set_latitude(*latitude);
    complaint.set_longitude(*longitude);
    complaint.set_datum(mapping_.datum);
  }

  CsvReader reader_;
  std::string file_;
  Mapping mapping_;
  std::string source_;
  Zone zone_;
  std::unordered_map<std::string, std::size_t> columns_;
  std::unordered_map<std::string, Names> tables_;
  std::uint64_t rows_ = 0;
  std::set<std::string> warned_;
  std::vector<Problem> warnings_;
  // The row at work and the first problem found in it.
  const CsvRow* row_ = nullptr;
  std::optional<Problem> problem_;
};

}  // namespace

OpenedFeed make_csv_feed(std::unique_ptr<ByteSource> source, const std::string& file,
                         const Mapping& mapping, const FeedOptions& options) {
  const auto zone = Zone::find(mapping.time_zone);
  if (!zone) return {nullptr, {{{mapping.file}, zone.problem().what}}};
  auto feed = std::make_unique<CsvFeed>(CsvReader(std::move(source), file), file, mapping,
                                        options.source, *zone);
  auto problems = feed->bind(options.pack);
  if (!problems.empty()) return {nullptr, std::move(problems)};
  return {std::move(feed), {}};
}

}  // namespace whistle::hotline
