#include "adapters/scenario/read_step.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <memory>

#include "adapters/cli/fact_words.h"
#include "adapters/client/message_fields.h"
#include "adapters/scenario/match.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::scenario {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

constexpr int kRowMax = 105;
constexpr int kTimesMax = 1000;

// A field by its name, or an instant by its name without _ms.
bool has_field(const Message& message, const std::string& name) {
  return client::field_named(message, name) != nullptr ||
         client::field_named(message, name + "_ms") != nullptr;
}

bool is_stage(std::string_view word) {
  static const std::set<std::string_view> stages{
      "accept",         "dispatch", "sign",       "contact",  "on_site",
      "initial_result", "resolve",  "post_check", "callback", "first_response",
      "at_door",        "rung",     "objection",  "transfer", "reminder_answer",
      "requester",      "assist"};
  return stages.contains(word);
}

const std::map<std::string_view, Check::Kind>& check_kinds() {
  static const std::map<std::string_view, Check::Kind> kinds{
      {"grants", Check::Kind::Grants},  {"case", Check::Kind::Case},
      {"due", Check::Kind::Due},        {"facts", Check::Kind::Facts},
      {"queue", Check::Kind::Queue},    {"register", Check::Kind::Register},
      {"score", Check::Kind::Score},    {"agenda", Check::Kind::Agenda},
      {"tallies", Check::Kind::Tallies}};
  return kinds;
}

// The last dot of "$burst.complaint" belongs to the name.
std::string name_in(const std::string& text) { return text.substr(1); }

}  // namespace

StepReader::StepReader(TomlReader& reader, const std::map<std::string, json>& names)
    : reader_(reader) {
  for (const auto& [name, value] : names) known_.insert(name);
}

Step StepReader::read(const toml::table& table) {
  reader_.check_keys(
      table, {"rows", "at", "say", "do", "as", "with", "refused", "times", "every", "expect"});
  Step step;
  step.line = TomlReader::line_of(table);
  step.say = reader_.text(table, "say").value_or("");
  step.as = reader_.text(table, "as").value_or("");
  step.refused = reader_.text(table, "refused").value_or("");
  step.verb = reader_.text(table, "do").value_or(step.verb);
  read_time(table, step);
  read_rows(table, step);
  read_repeat(table, step);
  const auto verb = verb_named(step.verb);
  if (!verb) {
    reader_.blame(*table.get("do"), "unknown verb '" + step.verb + "'");
    return step;
  }
  const bool idle = verb->kind == Verb::Kind::Nothing;
  for (const char* key : {"with", "as", "refused", "times"}) {
    if (idle && table.contains(key)) {
      reader_.blame(*table.get(key), "'" + std::string(key) + "' without something to 'do'");
    }
  }
  if (const auto* with = reader_.subtable(table, "with"); with != nullptr && !idle) {
    read_with(*with, *verb, step);
  }
  give(step);
  if (const auto* expect = reader_.subtable(table, "expect")) read_checks(*expect, *verb, step);
  return step;
}

void StepReader::read_time(const toml::table& table, Step& step) {
  const auto at = reader_.text(table, "at");
  if (!at) return;
  step.at = parse_when(*at);
  if (!step.at) {
    reader_.blame(*table.get("at"), "'" + *at +
                                        "' is no time: \"+5m\", \"14:05\", \"+1d 08:30\", "
                                        "\"2026-03-10 08:30\"");
  }
}

void StepReader::read_rows(const toml::table& table, Step& step) {
  const toml::node* node = table.get("rows");
  if (node == nullptr) return;
  const toml::array* rows = node->as_array();
  if (rows == nullptr) return reader_.blame(*node, "'rows' must be a list of numbers");
  for (const toml::node& row : *rows) {
    const std::int64_t number = row.value<std::int64_t>().value_or(0);
    if (number < 1 || number > kRowMax) {
      reader_.blame(row, "rows are numbers from 1 to " + std::to_string(kRowMax));
    }
    step.rows.insert(static_cast<int>(number));
  }
}

void StepReader::read_repeat(const toml::table& table, Step& step) {
  if (const auto times = reader_.number(table, "times")) {
    if (*times < 1 || *times > kTimesMax) {
      reader_.blame(*table.get("times"), "'times' is from 1 to " + std::to_string(kTimesMax));
    } else {
      step.times = static_cast<int>(*times);
    }
  }
  if (const auto every = reader_.text(table, "every")) {
    const auto span = parse_span(*every);
    if (!span) reader_.blame(*table.get("every"), "'" + *every + "' is no time such as \"5m\"");
    step.every = span.value_or(Span{});
  }
}

void StepReader::read_with(const toml::table& with, const Verb& verb, Step& step) {
  step.with_line = TomlReader::line_of(with);
  for (const auto& [key, node] : with) {
    const std::string name(key.str());
    const FieldDescriptor* field = field_meant(verb, name);
    if (field == nullptr) {
      reader_.blame(key.source().begin.line, "'" + step.verb + "' has no field '" + name + "'");
      continue;
    }
    const json value = reader_.value(node);
    check_field(node, *field, value, verb);
    // Several words may mean one field; the runner knows only fields.
    step.with[field->name()] = value;
  }
  if (verb.kind == Verb::Kind::Submit && !step.with.contains("text")) {
    reader_.blame(with, "'submit' needs a 'text'");
  }
}

void StepReader::check_field(const toml::node& node, const FieldDescriptor& field,
                             const json& value, const Verb& verb) {
  check_names(node, value);
  if (value.is_object() || value.is_array() != field.is_repeated()) {
    return reader_.blame(
        node, "'" + field.name() + "' must be " + (field.is_repeated() ? "a list" : "one value"));
  }
  const std::unique_ptr<Message> scratch(verb.fields->New());
  for (const json& one : value.is_array() ? value : json::array({value})) {
    const std::string text = text_of(one);
    if (text.starts_with('$') || text.find("{n}") != std::string::npos) continue;
    const bool instant = field.name().ends_with("_ms");
    if (instant && (parse_when(text) || text == "0")) continue;
    const auto wrong = client::set_from_text(*scratch, field, text);
    if (instant || wrong) {
      reader_.blame(node, field.name() + ": " + wrong.value_or("no time such as \"+2h\""));
    }
  }
}

void StepReader::check_names(const toml::node& node, const json& value) {
  if (value.is_structured()) {
    for (const json& child : value) check_names(node, child);
  } else if (value.is_string()) {
    check_name(node, value.get<std::string>());
  }
}

void StepReader::check_name(const toml::node& node, const std::string& text) {
  if (!text.starts_with('$') || known_.contains(name_in(text))) return;
  reader_.blame(node, "nothing is named '" + text + "' before this step");
}

void StepReader::give(const Step& step) {
  if (step.as.empty()) return;
  const auto add = [&](const std::string& name) {
    known_.insert(name);
    if (step.verb == "submit") known_.insert(name + ".complaint");
  };
  add(step.as);
  for (int n = 1; step.times > 1 && n <= step.times; ++n) add(numbered(step.as, n));
}

void StepReader::read_checks(const toml::table& expect, const Verb& verb, Step& step) {
  for (const auto& [key, node] : expect) {
    const toml::array* list = node.as_array();
    const bool several = list != nullptr && !list->empty() && list->front().is_table();
    if (!several) {
      read_check(key.str(), node, verb, step);
      continue;
    }
    for (const toml::node& one : *list) read_check(key.str(), one, verb, step);
  }
  // In the order of the file; a table forgets it.
  std::ranges::stable_sort(step.checks, {}, &Check::line);
}

void StepReader::read_check(std::string_view name, const toml::node& node, const Verb& verb,
                            Step& step) {
  const auto kind = check_kinds().find(name);
  if (kind != check_kinds().end() && kind->second == Check::Kind::Facts) {
    return read_facts(node, step);
  }
  Check check;
  check.line = TomlReader::line_of(node);
  const json value = reader_.value(node);
  check_names(node, value);
  if (kind == check_kinds().end()) {
    const std::string field(name);
    if (verb.answer == nullptr || !has_field(*verb.answer, field)) {
      reader_.blame(node, "nothing can be expected of '" + field +
                              "': it is no check and no field "
                              "of the answer");
    }
    check.expected = json::object({{field, value}});
  } else {
    check.kind = kind->second;
    check.expected = value;
    check_shape(node, check);
  }
  step.checks.push_back(std::move(check));
}

void StepReader::read_facts(const toml::node& node, Step& step) {
  Check check;
  check.kind = Check::Kind::Facts;
  check.line = TomlReader::line_of(node);
  const toml::array* list = node.as_array();
  if (list == nullptr) return reader_.blame(node, "'facts' must be a list of texts");
  for (const toml::node& one : *list) {
    const auto text = one.value<std::string>();
    auto parsed = parse_fact(text.value_or(""));
    if (const auto* wrong = std::get_if<std::string>(&parsed)) {
      reader_.blame(one, *wrong);
      continue;
    }
    FactPattern& pattern = std::get<FactPattern>(parsed);
    if (!cli::title_of_event(pattern.event)) {
      reader_.blame(one, "unknown event '" + pattern.event + "'");
    }
    for (const FactPattern::Condition& condition : pattern.conditions) {
      check_name(one, condition.value);
    }
    check.facts.push_back(std::move(pattern));
  }
  step.checks.push_back(std::move(check));
}

void StepReader::check_shape(const toml::node& node, const Check& check) {
  const bool is_list = check.kind == Check::Kind::Grants;
  if (is_list ? !check.expected.is_array() : !check.expected.is_object()) {
    return reader_.blame(node, is_list ? "must be a list" : "must be a table");
  }
  if (is_list) return;
  // What each may say besides fields of the message it is compared with.
  static const std::map<Check::Kind, std::pair<const Message*, std::set<std::string>>> shapes{
      {Check::Kind::Case, {&v1::CaseView::default_instance(), {"id", "case"}}},
      {Check::Kind::Queue, {&v1::QueueView::default_instance(), {"cases"}}},
      {Check::Kind::Score,
       {&v1::ScoreLine::default_instance(), {"period", "gone", "dimension", "key"}}},
      {Check::Kind::Agenda, {&v1::AgendaReply::default_instance(), {"panel", "cases"}}},
      {Check::Kind::Tallies, {&v1::Tallies::default_instance(), {}}}};
  const auto shape = shapes.find(check.kind);
  for (const auto& [key, value] : check.expected.items()) {
    bool right = true;
    if (check.kind == Check::Kind::Due) {
      right = key == "case" || key == "id" || is_stage(key);
    } else if (shape != shapes.end()) {
      const auto& [message, others] = shape->second;
      right = others.contains(key) || has_field(*message, key.substr(0, key.find('.')));
    }
    if (!right) reader_.blame(node, "unknown field '" + key + "'");
  }
  if (check.kind == Check::Kind::Register && !check.expected.contains("kind")) {
    reader_.blame(node, "'kind' is missing");
  }
}

}  // namespace whistle::scenario
