#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "adapters/gateway/api/api.h"
#include "adapters/gateway/api/fill.h"
#include "adapters/gateway/api/lines.h"
#include "adapters/gateway/api/status.h"
#include "adapters/gateway/http/form.h"
#include "adapters/gateway/http/target.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/complaint.pb.h"

namespace whistle::gateway::api {
namespace {

using google::protobuf::Message;
using By = Operation::By;

constexpr std::size_t kKeyBytesMax = 128;
// Of JSON that is written again, which takes stack for each level. No message is half as deep.
constexpr int kDepthMax = 32;

std::unique_ptr<Message> make(const google::protobuf::Descriptor& descriptor) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(&descriptor);
  return std::unique_ptr<Message>(prototype->New());
}

http::Response bad(const std::string& what) { return http::problem(400, "FIELD_VIOLATION", what); }

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += kDigits[bytes[i] >> 4U];
    text += kDigits[bytes[i] & 15U];
  }
  return text;
}

std::string chance_key() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return "gw-" + hex(bytes.data(), bytes.size());
}

// Who does it is known: a wish that names nobody is the person's.
void sign_by(Message& message, const std::string& name) {
  for (const char* field_name : {"by", "worker"}) {
    const auto* field = message.GetDescriptor()->FindFieldByName(field_name);
    if (field == nullptr || field->is_repeated()) continue;
    const auto* reflection = message.GetReflection();
    if (reflection->GetString(message, field).empty()) {
      reflection->SetString(&message, field, name);
    }
  }
}

// Discarded: it is none, or too deep.
nlohmann::json parse_json(const std::string& text) {
  using nlohmann::json;
  bool is_deep = false;
  const auto keep = [&is_deep](int depth, json::parse_event_t /*event*/, const json& /*value*/) {
    is_deep = is_deep || depth > kDepthMax;
    return !is_deep;
  };
  json read = json::parse(text, keep, false);
  return is_deep ? json(json::value_t::discarded) : read;
}

Message* part_of(Message& message, std::string_view part) {
  if (part.empty()) return &message;
  const auto* field = message.GetDescriptor()->FindFieldByName(std::string(part));
  return message.GetReflection()->MutableMessage(&message, field);
}

std::optional<http::Response> wrong_type(const http::Request& request) {
  if (request.body.empty()) return std::nullopt;
  if (http::media_type_of(request.headers.get("content-type")) == "application/json") {
    return std::nullopt;
  }
  return http::problem(415, "MEDIA_TYPE", "send application/json");
}

}  // namespace

std::optional<std::string> wish_key_of(const people::Person& person, std::string_view chosen) {
  const auto is_printable = [](char letter) { return letter >= 0x20 && letter < 0x7f; };
  if (chosen.empty() || chosen.size() > kKeyBytesMax ||
      !std::ranges::all_of(chosen, is_printable)) {
    return std::nullopt;
  }
  const std::string text = person.name + '\n' + std::string(chosen);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as the call wants it.
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return "gw-" + hex(hash.data(), hash.size());
}

std::optional<http::Response> Api::read_body(const Operation& operation,
                                             const http::Request& request, Message& message) const {
  if (auto wrong = wrong_type(request)) return wrong;
  if (!http::is_utf8(request.body)) return bad("the body is no UTF-8");
  if (operation.by == By::Complaint) return read_complaint(operation, request, message);
  if (auto wrong = read_json(request.body, *part_of(message, operation.part))) {
    return http::problem(400, "BAD_JSON", *wrong);
  }
  return std::nullopt;
}

// A telephone never gets further than this function.
std::optional<http::Response> Api::read_complaint(const Operation& operation,
                                                  const http::Request& request,
                                                  Message& message) const {
  auto body = parse_json(request.body);
  if (!body.is_object()) return http::problem(400, "BAD_JSON", "send a complaint as an object");
  std::string pseudonym;
  if (const auto phone = body.find("phone"); phone != body.end()) {
    if (!phone->is_string()) return bad("phone: must be a text");
    if (!parts_.pseudonym.is_configured()) {
      return http::problem(501, "NOT_CONFIGURED", "telephones are not taken: [keys] phone");
    }
    pseudonym = parts_.pseudonym.of_phone(phone->get<std::string>());
    body.erase(phone);
  }
  auto* complaint = static_cast<v1::Complaint*>(part_of(message, operation.part));
  if (auto wrong = read_json(body.dump(), *complaint)) {
    return http::problem(400, "BAD_JSON", *wrong);
  }
  if (!pseudonym.empty()) complaint->set_requester(pseudonym);
  if (complaint->source().empty()) complaint->set_source(parts_.source);
  if (complaint->external_id().empty() && operation.is_wish) {
    const std::string_view key = request.headers.get("idempotency-key");
    complaint->set_external_id(key.empty() ? chance_key() : std::string(key));
  }
  return std::nullopt;
}

Api::Answer Api::ask(const Operation& operation, const people::Person& person,
                     const http::Request& request) {
  static const v1::QueuesRequest kEmpty;
  if (operation.request == nullptr) {
    if (!request.query.all().empty()) {
      co_return bad("there is no argument '" + request.query.all().front().first + "'");
    }
    co_return co_await ask_with(operation, person, request, kEmpty);
  }
  const auto message = make(*operation.request);
  Message* wish = message.get();
  if (operation.by == By::Wish) {
    const std::string name(request.captures.get("wish"));
    const auto* field = operation.request->FindFieldByName(name);
    if (field == nullptr) co_return http::problem(404, "UNKNOWN_WISH", "there is no wish " + name);
    wish = message->GetReflection()->MutableMessage(message.get(), field);
  }
  if (operation.method == http::Method::Post) {
    if (auto refusal = read_body(operation, request, *wish)) co_return *std::move(refusal);
    if (!request.query.all().empty()) co_return bad("arguments go into the body");
    if (operation.is_wish || operation.asks == v1::METHOD_RECEIVE) sign_by(*wish, person.name);
  } else if (auto wrong = fill(*message, request.query)) {
    co_return bad(*wrong);
  }
  if (operation.by != By::Wish) {
    for (const auto& [name, value] : request.captures.all()) {
      if (auto wrong = fill_one(*message, field_of(name), value)) co_return bad(*wrong);
    }
  }
  co_return co_await ask_with(operation, person, request, *message);
}

Api::Answer Api::ask_with(const Operation& operation, const people::Person& person,
                          const http::Request& request, const Message& message) {
  engine::Asking asking(people::operator_of(person));
  if (operation.is_wish) {
    const std::string_view chosen = request.headers.get("idempotency-key");
    const auto key = chosen.empty() ? chance_key() : wish_key_of(person, chosen);
    if (!key) co_return bad("Idempotency-Key: 1 to 128 printable ASCII characters");
    asking.idempotency_key = *key;
  }
  const auto bytes =
      co_await parts_.desk.ask_bytes(line_for(operation.line, person), operation.asks,
                                     message.SerializeAsString(), std::move(asking));
  if (!bytes) co_return problem_of(bytes.problem());
  const auto reply = make(*operation.reply);
  if (!reply->ParseFromString(*bytes)) co_return problem_of(client::unreadable_answer());
  co_return http::json(write_json(*reply));
}

}  // namespace whistle::gateway::api
