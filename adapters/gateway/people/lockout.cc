#include "adapters/gateway/people/lockout.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace whistle::gateway::people {

Lockout::Lockout(const Limits& limits)
    : limits_(limits),
      key_(crypto_shorthash_KEYBYTES),
      places_(std::max<std::size_t>(limits.places, 1)) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  crypto_shorthash_keygen(key_.data());
}

std::size_t Lockout::place_of(char kind, std::string_view name) const {
  const std::string text = kind + std::string(name);
  std::uint64_t hash = 0;
  static_assert(sizeof hash == crypto_shorthash_BYTES);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&hash),
                   reinterpret_cast<const unsigned char*>(text.data()), text.size(), key_.data());
  return hash % places_.size();
}

std::int64_t Lockout::left(const Place& place, std::uint32_t free, std::int64_t longest,
                           std::int64_t now_ms) const {
  if (place.failures < free || now_ms - place.last_ms >= limits_.forget_after_ms) return 0;
  // 2^30 first pauses are longer than any longest one.
  const std::uint32_t doublings = std::min(place.failures - free, std::uint32_t{30});
  const std::int64_t pause = std::min(limits_.first_pause_ms << doublings, longest);
  // A clock that was set back must not make it longer than that.
  return std::clamp<std::int64_t>(place.last_ms + pause - now_ms, 0, pause);
}

std::int64_t Lockout::pause_ms(std::string_view account, std::string_view address,
                               std::int64_t now_ms) const {
  return std::max(left(places_[place_of('n', account)], limits_.free_per_account,
                       limits_.account_pause_max_ms, now_ms),
                  left(places_[place_of('a', client_part(address))], limits_.free_per_address,
                       limits_.address_pause_max_ms, now_ms));
}

void Lockout::count(Place& place, std::int64_t now_ms) const {
  if (now_ms - place.last_ms >= limits_.forget_after_ms) place.failures = 0;
  if (place.failures < UINT32_MAX) ++place.failures;
  place.last_ms = now_ms;
}

void Lockout::count(std::string_view account, std::string_view address, std::int64_t now_ms) {
  count(places_[place_of('n', account)], now_ms);
  count(places_[place_of('a', client_part(address))], now_ms);
}

void Lockout::forgive_one(std::string_view account, std::string_view address) {
  for (Place* place :
       {&places_[place_of('n', account)], &places_[place_of('a', client_part(address))]}) {
    if (place->failures > 0) --place->failures;
  }
}

void Lockout::forgive(std::string_view account, std::string_view address) {
  places_[place_of('n', account)] = {};
  // Who knows one password must not thereby guess others for nothing.
  Place& from = places_[place_of('a', client_part(address))];
  if (from.failures > 0) --from.failures;
}

std::string_view client_part(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return address;
  // "2001:db8:1:2:...": as far as the fourth colon, or the "::" before it.
  std::size_t end = 0;
  for (int group = 0; group < 4; ++group) {
    const std::size_t colon = address.find(':', end);
    if (colon == std::string_view::npos) return address;
    if (address.substr(colon).starts_with("::")) {
      // "::ffff:192.0.2.1" is an IPv4 address, and a short prefix says no less when kept whole.
      return colon == 0 ? address : address.substr(0, colon);
    }
    end = colon + 1;
  }
  return address.substr(0, end - 1);
}

}  // namespace whistle::gateway::people
