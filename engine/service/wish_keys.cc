#include "engine/service/wish_keys.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "engine/journal/hash.h"
#include "engine/service/case_reader.h"
#include "engine/service/fields.h"
#include "engine/service/limits.h"
#include "engine/service/methods.h"

namespace whistle::service {
namespace {

constexpr std::uint32_t kFullRetryMs = 60'000;

bool is_printable(char letter) { return letter >= ' ' && letter <= '~'; }

std::optional<Problem> problem_of(const std::string& key) {
  if (auto problem = too_long("header.idempotency_key", key, kWishKeyBytesMax)) return problem;
  if (std::ranges::all_of(key, is_printable)) return std::nullopt;
  return violation("header.idempotency_key: 1 to 128 printable ASCII characters").error;
}

bool is_full(const journal::KeptAnswers& kept, std::uint64_t max, Timestamp now) {
  // Each group that keeps an answer lets older ones go once their time is over.
  return kept.count() >= max && !journal::is_over(kept.oldest, now);
}

}  // namespace

bool takes_key(v1::Method method) {
  const MethodForm* form = form_of(method);
  return form != nullptr && form->takes_key;
}

journal::Hash fingerprint_of(const Request& request) {
  const auto method = static_cast<std::uint32_t>(request.header.method());
  std::array<char, 4> number{};
  for (std::size_t i = 0; i < number.size(); ++i) {
    number.at(i) = static_cast<char>(method >> (8 * i));
  }
  journal::Hasher hasher;
  hasher.add({number.data(), number.size()});
  hasher.add(request.bytes());
  return hasher.finish();
}

std::optional<Problem> look_up_key(Request& request, const journal::Journal& journal, Timestamp now,
                                   std::uint64_t kept_max) {
  const std::string& key = request.header.idempotency_key();
  if (key.empty()) return std::nullopt;
  if (auto problem = problem_of(key)) return problem;
  if (!takes_key(request.header.method())) return std::nullopt;
  auto wish = std::make_shared<runtime::WishKey>();
  wish->key = key;
  wish->fingerprint = fingerprint_of(request);
  // Read before the look-up: what becomes durable in between, the runtime remembers.
  const journal::KeptAnswers kept = journal.answers();
  wish->looked_up_through = kept.last;
  auto prior = journal.answer(request.caller.principal, key);
  if (!prior) return to_problem(prior.error());
  if (*prior && !journal::is_over((*prior)->time, now)) wish->prior = **std::move(prior);
  if (!wish->prior && is_full(kept, kept_max, now)) {
    return exhausted(Limit::KeptAnswers, kept_max, kept.count(), kFullRetryMs);
  }
  request.terms.key = std::move(wish);
  return std::nullopt;
}

bool was_answered(const Request& request) {
  const auto& key = request.terms.key;
  return key && key->prior && key->prior->fingerprint == key->fingerprint;
}

}  // namespace whistle::service
