#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_table.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"
#include "adapters/cli/wish_words.h"
#include "adapters/client/message_fields.h"

// Every wish of proto/whistle/v1/act.proto, by its name and the names of its fields.
namespace whistle::cli {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

struct Typed {
  std::string verb;
  std::vector<std::string> fields;
  std::string json;
  bool list = false;
};

void print_wishes(Session& session) {
  Table table({{"wish", Side::Left}, {"fields", Side::Left}});
  for (const FieldDescriptor* wish : client::all_wishes()) {
    std::string before = wish->name();
    for (int i = 0; i < wish->message_type()->field_count(); ++i) {
      table.add({{before, Ink::Bold}, {field_help(*wish->message_type()->field(i))}});
      before.clear();
    }
  }
  table.print(session.out(), session.style().paint);
}

// The parts of a list, by commas.
std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size() && !text.empty()) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    parts.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return parts;
}

// Puts one "field=value" into the wish, or says what is wrong with it.
std::optional<std::string> put(Message& wish, const std::string& typed, const Zone& zone) {
  const std::size_t sign = typed.find('=');
  if (sign == std::string::npos) return "not field=value: " + typed;
  const std::string name = typed.substr(0, sign);
  const FieldDescriptor* field = client::field_named(wish, name);
  if (field == nullptr) field = client::field_named(wish, name + "_ms");
  if (field == nullptr) return "no field '" + name + "'; see whistle act --list";
  std::string value = typed.substr(sign + 1);
  if (field->name().ends_with("_ms")) {
    const auto time = zone.parse(value);
    if (!time) return name + ": not a time: " + value;
    value = std::to_string(*time);
  }
  const auto values = field->is_repeated() ? parts_of(value) : std::vector<std::string>{value};
  for (const std::string& one : values) {
    if (const auto wrong = client::set_from_text(wish, *field, one)) return name + ": " + *wrong;
  }
  return std::nullopt;
}

// Who acts is said once, for all verbs.
void put_worker(Message& wish, const std::string& worker) {
  for (const char* name : {"worker", "by"}) {
    const FieldDescriptor* field = client::field_named(wish, name);
    if (field != nullptr && wish.GetReflection()->GetString(wish, field).empty()) {
      client::set_from_text(wish, *field, worker);
    }
  }
}

// The token of a case that was pulled or signed for here.
void put_token(Message& wish, Session& session) {
  const FieldDescriptor* id = client::field_named(wish, "id");
  const FieldDescriptor* token = client::field_named(wish, "token");
  if (id == nullptr || token == nullptr || wish.GetReflection()->GetUInt64(wish, token) != 0)
    return;
  const auto known = session.token_to_show(wish.GetReflection()->GetUInt64(wish, id));
  if (known) wish.GetReflection()->SetUInt64(&wish, token, *known);
}

void keep_token(Message& wish, std::uint64_t token, Session& session) {
  const FieldDescriptor* id = client::field_named(wish, "id");
  if (token == 0 || id == nullptr || client::field_named(wish, "token") == nullptr) return;
  const std::uint64_t case_id = wish.GetReflection()->GetUInt64(wish, id);
  if (session.tokens().remember(session.holding(case_id), token)) return;
  session.world.err << "whistle: the token of case " << case_id
                    << " could not be kept: " << session.tokens().problem()
                    << "\nuse token=" << token << '\n';
}

void forget_shown(const Message& wish, const client::Problem& problem, Session& session) {
  const FieldDescriptor* id = wish.GetDescriptor()->FindFieldByName("id");
  if (id == nullptr) return;
  session.forget_shown(wish.GetReflection()->GetUInt64(wish, id), problem);
}

Exit act(Session& session, const Typed& typed) {
  if (typed.list || typed.verb.empty()) {
    print_wishes(session);
    return kDone;
  }
  const FieldDescriptor* verb = client::wish_named(typed.verb);
  if (verb == nullptr) {
    return session.fail(kUsage, "no such wish: " + typed.verb + "; see whistle act --list");
  }
  v1::ActRequest request;
  Message& wish = client::make_wish(request, *verb);
  if (!typed.json.empty()) {
    const auto read = google::protobuf::util::JsonStringToMessage(typed.json, &wish);
    if (!read.ok()) return session.fail(kUsage, "--fields: " + std::string(read.message()));
  }
  for (const std::string& field : typed.fields) {
    if (const auto wrong = put(wish, field, session.style().zone)) {
      return session.fail(kUsage, *wrong);
    }
  }
  put_worker(wish, session.worker());
  put_token(wish, session);
  const auto reply = session.client().act(request);
  if (reply) keep_token(wish, reply->token(), session);
  if (!reply) forget_shown(wish, reply.problem(), session);
  return session.show(reply, [&](const v1::ActReply& made) {
    session.out() << typed.verb << ": done";
    if (made.id() != 0) session.out() << ", number " << made.id();
    session.out() << '\n';
  });
}

}  // namespace

void add_act(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand("act", "Any other wish: assist, return, whistle, ...");
  auto typed = std::make_shared<Typed>();
  verb.add_option("wish", typed->verb, "Its name, such as order_assist");
  verb.add_option("fields", typed->fields,
                  "Its fields; lists with commas. worker, by and token are known when left out")
      ->type_name("FIELD=VALUE");
  verb.add_option("--fields", typed->json, "The fields as JSON")->type_name("JSON");
  verb.add_flag("--list", typed->list, "All wishes with their fields");
  verb.callback([&session, typed] {
    for (const std::string& field : typed->fields) {
      session.time_typed = session.time_typed || field.find("_at=") != std::string::npos;
    }
    session.verb = [&session, typed] { return act(session, *typed); };
  });
}

}  // namespace whistle::cli
