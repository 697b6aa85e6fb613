#include "adapters/scenario/verbs.h"

#include <google/protobuf/descriptor.h>

#include <map>
#include <set>

#include "adapters/client/message_fields.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::scenario {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

template <class M>
const Message* sample() {
  return &M::default_instance();
}

const std::map<std::string_view, Verb>& straight_verbs() {
  using Kind = Verb::Kind;
  static const Message* token = sample<v1::TokenRequest>();
  static const Message* held = sample<v1::TokenReply>();
  static const std::map<std::string_view, Verb> verbs{
      {"nothing", {}},
      {"submit",
       {Kind::Submit, v1::METHOD_SUBMIT, sample<v1::Complaint>(), sample<v1::SubmitReply>()}},
      {"pull", {Kind::Pull, v1::METHOD_PULL, sample<v1::PullRequest>(), sample<v1::PullReply>()}},
      {"take", {Kind::Take, v1::METHOD_PULL, sample<v1::PullRequest>(), held}},
      {"sign", {Kind::Token, v1::METHOD_SIGN, token, held}},
      {"renew", {Kind::Token, v1::METHOD_RENEW, token, held}},
      {"release", {Kind::Token, v1::METHOD_RELEASE, token, held}},
      {"contact", {Kind::Token, v1::METHOD_CONTACT, token, held}},
      {"arrive", {Kind::Token, v1::METHOD_ARRIVE, token, held}},
      {"progress", {Kind::Token, v1::METHOD_PROGRESS, token, held}},
      {"raise", {Kind::Token, v1::METHOD_RAISE, token, held}},
      {"finish", {Kind::Other, v1::METHOD_FINISH, sample<v1::FinishRequest>(), held}},
      {"classify", {Kind::Other, v1::METHOD_CLASSIFY, sample<v1::ClassifyRequest>(), held}},
      {"post_check", {Kind::Other, v1::METHOD_POST_CHECK, sample<v1::PostCheckRequest>(), held}},
      {"call_back", {Kind::Other, v1::METHOD_CALL_BACK, sample<v1::CallBackRequest>(), held}}};
  return verbs;
}

// Wishes whose `id` is no case.
std::string_view thing_of(const Verb& verb) {
  static const std::map<std::string_view, std::set<std::string_view>> things{
      {"whistle",
       {"AcknowledgeWhistle", "ReportIn", "RecordMeasure", "ReleaseUnit", "CloseWhistle",
        "RateWhistle"}},
      {"duty", {"DoDuty", "ChangeCareTier", "EndDuty"}},
      {"entry",
       {"ClaimEntry", "PledgeEntry", "FinishEntry", "RateEntry", "CloseEntry", "WithdrawEntry"}}};
  if (verb.kind == Verb::Kind::Wish) {
    for (const auto& [thing, wishes] : things) {
      if (wishes.contains(verb.fields->GetDescriptor()->name())) return thing;
    }
  }
  return "case";
}

const FieldDescriptor* number_field(const Verb& verb) {
  for (const char* name : {"case_id", "only_case", "id"}) {
    if (const auto* field = client::field_named(*verb.fields, name)) return field;
  }
  return nullptr;
}

}  // namespace

std::optional<Verb> verb_named(std::string_view name) {
  const auto found = straight_verbs().find(name);
  if (found != straight_verbs().end()) return found->second;
  const FieldDescriptor* wish = client::wish_named(name);
  if (wish == nullptr) return std::nullopt;
  const auto* fields =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(wish->message_type());
  return Verb{Verb::Kind::Wish, v1::METHOD_ACT, fields, sample<v1::ActReply>()};
}

const FieldDescriptor* field_meant(const Verb& verb, std::string_view word) {
  if (verb.fields == nullptr) return nullptr;
  if (const auto* field = client::field_named(*verb.fields, word)) return field;
  if (word == thing_of(verb)) return number_field(verb);
  return client::field_named(*verb.fields, std::string(word) + "_ms");
}

const FieldDescriptor* case_field(const Verb& verb) {
  if (verb.fields == nullptr || thing_of(verb) != "case") return nullptr;
  return number_field(verb);
}

}  // namespace whistle::scenario
