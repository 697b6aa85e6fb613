#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdint>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "adapters/cli/column.h"
#include "adapters/cli/number_option.h"
#include "adapters/cli/print_case.h"
#include "adapters/cli/print_table.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

namespace whistle::cli {

namespace {

struct Typed {
  std::string text;
  bool text_given = false;
  std::string source = "cli";
  std::string id;
  std::string channel;
  std::string subject;
  std::string requester;
  std::string requester_name;
  std::string category;
  std::string condition;
  std::string type;
  std::string kind;
  std::string answered;
  std::string occurred;
  std::uint64_t area = 0;
  double latitude = 0;
  double longitude = 0;
  bool point_given = false;
  std::string datum;
  std::string address;
  std::vector<std::string> media;
  std::vector<std::string> attributes;
};

// 128 bits of chance: unique in the source for ever, which the engine relies on.
std::string random_id() {
  std::random_device chance;
  std::string id;
  for (int part = 0; part < 4; ++part) id += fmt::format("{:08x}", chance());
  return id;
}

// The complaint is what stands on the standard input when it is not an argument.
std::optional<std::string> read_text(const World& world) {
  if (world.in_is_terminal) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(world.in)), std::istreambuf_iterator<char>());
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

void print_reply(const Session& session, const v1::Complaint& complaint,
                 const v1::SubmitReply& reply) {
  Pairs pairs;
  if (reply.case_id() != 0) pairs.add("case", {std::to_string(reply.case_id()), Ink::Bold});
  pairs.add("result", reply.disposition() + (reply.replayed() ? ", as answered before" : ""));
  pairs.add("ground", reply.decline_ground());
  pairs.add("severity", {reply.severity(), ink_of(reply.severity())});
  pairs.add("matter", reply.category());
  if (reply.area_code() != 0) pairs.add("place", std::to_string(reply.area_code()));
  if (!reply.unit().empty()) pairs.add("sent to", named(reply.unit(), reply.tier()));
  if (reply.resolve_due_ms() != 0) {
    pairs.add("resolved by", session.style().zone.text(reply.resolve_due_ms()));
  }
  pairs.add("received", session.style().zone.text_or_dash(reply.received_at_ms()));
  pairs.add("complaint", fmt::format("{}, {} {}", reply.complaint_id(), complaint.source(),
                                     complaint.external_id()));
  pairs.print(session.out(), session.style().paint);
}

// CODE=VALUE; the same code again is another value of it.
void add_attribute(const std::string& answer, v1::Complaint& complaint) {
  const std::size_t sign = answer.find('=');
  const std::string code = answer.substr(0, sign);
  v1::Attribute* attribute = nullptr;
  for (v1::Attribute& each : *complaint.mutable_attributes()) {
    if (each.code() == code) attribute = &each;
  }
  if (attribute == nullptr) attribute = complaint.add_attributes();
  attribute->set_code(code);
  if (sign != std::string::npos) attribute->add_values(answer.substr(sign + 1));
}

Exit submit(Session& session, Typed& typed) {
  if (!typed.text_given) {
    const auto text = read_text(session.world);
    if (!text) return session.fail(kUsage, "what is the complaint? give --text, or pipe it in");
    typed.text = *text;
  }
  // Checked here because the engine can only say that the whole message is broken.
  for (const std::string* field :
       {&typed.text, &typed.subject, &typed.requester, &typed.requester_name, &typed.source,
        &typed.id, &typed.answered, &typed.address}) {
    if (!is_utf8(*field)) return session.fail(kUsage, "the complaint is not UTF-8");
  }
  v1::SubmitRequest request;
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint.set_source(typed.source);
  complaint.set_external_id(typed.id.empty() ? random_id() : typed.id);
  complaint.set_channel(typed.channel);
  complaint.set_requester(typed.requester);
  complaint.set_requester_name(typed.requester_name);
  complaint.set_subject(typed.subject);
  complaint.set_text(typed.text);
  complaint.set_area_code(typed.area);
  complaint.set_has_point(typed.point_given);
  complaint.set_latitude(typed.latitude);
  complaint.set_longitude(typed.longitude);
  complaint.set_datum(typed.datum);
  complaint.set_category(typed.category);
  complaint.set_condition(typed.condition);
  complaint.set_request_type(typed.type);
  complaint.set_requester_kind(typed.kind);
  complaint.set_answered(typed.answered);
  complaint.set_address(typed.address);
  for (const std::string& url : typed.media) complaint.add_media_urls(url);
  for (const std::string& answer : typed.attributes) add_attribute(answer, complaint);
  if (!typed.occurred.empty()) {
    const auto at = session.style().zone.parse(typed.occurred);
    if (!at) return session.fail(kUsage, "--occurred: not a time: " + typed.occurred);
    complaint.set_occurred_at_ms(*at);
  }
  const auto reply = session.client().submit(request);
  if (!reply && reply.problem().reason == "NO_ANSWER" && !session.json()) {
    session.world.err << "it may have been accepted; send it again, safely, with --source "
                      << complaint.source() << " --id " << complaint.external_id() << '\n';
  }
  return session.show(
      reply, [&](const v1::SubmitReply& shown) { print_reply(session, complaint, shown); });
}

}  // namespace

void add_submit(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand("submit", "Hand in a complaint");
  auto typed = std::make_shared<Typed>();
  CLI::Option* text = verb.add_option("--text", typed->text,
                                      "What the resident said (default: the standard input)");
  verb.add_option("--source", typed->source, "Who collects it")->capture_default_str();
  verb.add_option("--id", typed->id,
                  "Its number in the source; the same number is the same complaint "
                  "(default: a random one)");
  verb.add_option("--channel", typed->channel,
                  "phone wechat_account wechat_group patrol web app on_site other suggestion_box "
                  "on_site_duty media");
  verb.add_option("--subject", typed->subject, "A short title");
  verb.add_option("--requester", typed->requester, "A stable pseudonym; never a phone number");
  verb.add_option("--name", typed->requester_name, "What to call the requester at the callback");
  add_number(verb, "--area", typed->area, "Area code, when it is known");
  CLI::Option* latitude =
      verb.add_option("--lat", typed->latitude, "Degrees")->check(CLI::Range(-90.0, 90.0));
  CLI::Option* longitude =
      verb.add_option("--lon", typed->longitude, "Degrees")->check(CLI::Range(-180.0, 180.0));
  latitude->needs(longitude);
  longitude->needs(latitude);
  verb.add_option("--datum", typed->datum,
                  "Of --lat and --lon: wgs84 (the default), gcj02 (maps published in China), "
                  "bd09 (Baidu)")
      ->needs(latitude)
      ->check(CLI::IsMember({"wgs84", "gcj02", "bd09"}));
  verb.add_option("--category", typed->category, "When somebody has already decided");
  verb.add_option("--condition", typed->condition, "Filing condition; selects the limit");
  verb.add_option("--type", typed->type,
                  "inquiry help grievance report_violation suggestion thanks");
  verb.add_option("--kind", typed->kind, "Who asks: person enterprise organisation");
  verb.add_option("--answered", typed->answered,
                  "What was told there and then, when nothing is left to do");
  verb.add_option("--address", typed->address, "The place in the requester's own words");
  verb.add_option("--media", typed->media, "Where a picture can be fetched; may be repeated")
      ->type_name("URL");
  verb.add_option("--attribute", typed->attributes,
                  "An answer to what the category asks for; may be repeated")
      ->type_name("CODE=VALUE");
  verb.add_option("--occurred", typed->occurred, "When it happened")->type_name("TIME");
  verb.callback([&session, typed, text, latitude] {
    typed->text_given = text->count() > 0;
    typed->point_given = latitude->count() > 0;
    session.line = client::Line::Intake;
    session.time_typed = !typed->occurred.empty();
    session.verb = [&session, typed] { return submit(session, *typed); };
  });
}

}  // namespace whistle::cli
