#include "adapters/client/wish_key.h"

#include <array>
#include <random>
#include <string_view>

namespace whistle::client {

bool takes_key(v1::Method method) {
  switch (method) {
    case v1::METHOD_SUBMIT:
    case v1::METHOD_PULL:
    case v1::METHOD_RENEW:
    case v1::METHOD_RELEASE:
    case v1::METHOD_SIGN:
    case v1::METHOD_CONTACT:
    case v1::METHOD_ARRIVE:
    case v1::METHOD_PROGRESS:
    case v1::METHOD_FINISH:
    case v1::METHOD_RAISE:
    case v1::METHOD_CLASSIFY:
    case v1::METHOD_POST_CHECK:
    case v1::METHOD_CALL_BACK:
    case v1::METHOD_ACT:
      return true;
    default:  // an open enumeration
      return false;
  }
}

bool is_safe_to_repeat(v1::Method method) {
  return method == v1::METHOD_SUBMIT || method == v1::METHOD_RENEW;
}

std::string random_key() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr int kDigitsPerPart = 8;
  std::random_device chance;
  std::string key;
  for (int part = 0; part < 4; ++part) {
    auto bits = chance();
    for (int digit = 0; digit < kDigitsPerPart; ++digit, bits >>= 4U) key += kDigits[bits & 0xfU];
  }
  return key;
}

}  // namespace whistle::client
