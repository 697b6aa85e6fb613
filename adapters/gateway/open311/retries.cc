#include "adapters/gateway/open311/retries.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>
#include <vector>

namespace whistle::gateway::open311 {
namespace {

// 128 bits of BLAKE2b in hexadecimal. Each piece is told with its length: "ab" + "c" is not
// "a" + "bc".
class Digest {
 public:
  Digest() { crypto_generichash_init(&state_, nullptr, 0, kBytes); }
  void add(std::string_view piece) {
    const std::string length = std::to_string(piece.size()) + ":";
    update(length);
    update(piece);
  }
  std::string hex() {
    std::array<unsigned char, kBytes> bytes{};
    crypto_generichash_final(&state_, bytes.data(), bytes.size());
    std::string text(2 * kBytes + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
    text.pop_back();
    return text;
  }

 private:
  static constexpr std::size_t kBytes = 16;

  void update(std::string_view piece) {
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(piece.data()),
                              piece.size());
  }

  crypto_generichash_state state_{};
};

std::string digest_of(std::initializer_list<std::string_view> pieces) {
  Digest digest;
  for (const std::string_view piece : pieces) digest.add(piece);
  return digest.hex();
}

// Another order of the same arguments is the same request.
std::string digest_of(const Caller& caller, const Arguments& arguments) {
  auto fields = arguments.fields.all();
  std::erase_if(fields, [](const auto& field) {
    return field.first == "api_key" || field.first == "jurisdiction_id" || field.second.empty();
  });
  std::ranges::sort(fields);
  Digest digest;
  digest.add(caller.person.name);
  for (const auto& [name, value] : fields) {
    digest.add(name);
    digest.add(value);
  }
  for (const std::string& photo : arguments.photos) digest.add(photo);
  return digest.hex();
}

bool names_somebody(const Arguments& arguments) {
  constexpr std::array kIdentities{"phone", "email", "account_id", "device_id"};
  return std::ranges::any_of(kIdentities,
                             [&](const char* name) { return !arguments.get(name).empty(); });
}

}  // namespace

ExternalId external_id_of(const Caller& caller, std::string_view idempotency_key,
                          const Arguments& arguments, const Settings& settings,
                          std::int64_t now_ms) {
  const std::string& who = caller.person.name;
  if (!idempotency_key.empty()) return {"o3k-" + digest_of({who, idempotency_key}), {}, 0};
  for (const std::string& code : settings.report_ids) {
    const auto values = arguments.attribute(code);
    if (values.empty()) continue;
    const std::string_view service = arguments.get("service_code");
    return {"o3r-" + digest_of({who, code, values.front(), service}), {}, 0};
  }
  const std::int64_t window =
      names_somebody(arguments) ? settings.retry_window_ms : settings.anonymous_retry_window_ms;
  const std::string start = "o3w-" + digest_of(caller, arguments) + "-";
  const std::int64_t number = now_ms / window;
  return {start + std::to_string(number), start + std::to_string(number - 1), window};
}

std::string wish_key_of(const Caller& caller, std::string_view update_id) {
  return "o3u-" + digest_of({caller.person.name, update_id});
}

}  // namespace whistle::gateway::open311
