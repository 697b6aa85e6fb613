#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <variant>

namespace whistle::client {

// google.rpc codes, as far as the protocol uses them.
inline constexpr int kOk = 0;
inline constexpr int kInvalidArgument = 3;
inline constexpr int kDeadlineExceeded = 4;
inline constexpr int kNotFound = 5;
inline constexpr int kPermissionDenied = 7;
inline constexpr int kResourceExhausted = 8;
inline constexpr int kFailedPrecondition = 9;
inline constexpr int kAborted = 10;
inline constexpr int kOutOfRange = 11;
inline constexpr int kUnimplemented = 12;
inline constexpr int kInternal = 13;
inline constexpr int kUnavailable = 14;
inline constexpr int kUnauthenticated = 16;

// Why there is no answer, or what the engine said instead of one. `reason` is stable and meant for
// programs. The engine's reasons are in proto/whistle/v1; these are the client's own:
//
//   NO_ANSWER          kUnavailable      gave up; the engine may or may not have done it
//   CANNOT_CONNECT     kUnavailable      gave up before the request could be sent: nothing happened
//   KEY_REFUSED        kUnauthenticated  the engine lets nobody in with our key: nothing happened
//   KEY_NEEDED         kUnauthenticated  the engine asks for keys and we have none
//   NO_KEYS_THERE      kUnauthenticated  we have keys and the engine takes none
//   BODY_TOO_LARGE     kInvalidArgument  never sent
//   BAD_ENDPOINT       kInvalidArgument  the address in the options is no address
//   UNREADABLE_ANSWER  kInternal         an answer with our request_id, but not the message
//   expected
struct Problem {
  int code = kInternal;
  std::string reason;
  std::string message;               // for people; may change
  std::uint32_t retry_after_ms = 0;  // with kResourceExhausted and kUnavailable
  // The request went out more than once. A refusal such as TOKEN_SUPERSEDED or WRONG_STATE may then
  // mean that an earlier sending was carried out and only its answer was lost. Never said of a
  // refused request that had an idempotency key: it was not carried out.
  bool resent = false;
  std::uint64_t first_available = 0;  // with kOutOfRange: what a journal still has begins there

  bool operator==(const Problem&) const = default;
};

inline Problem unreadable_answer() {
  return {.code = kInternal,
          .reason = "UNREADABLE_ANSWER",
          .message = "the answer is not the message the protocol names"};
}

// An answer, or the problem why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a value is a result.
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): so is a problem.
  Result(Problem problem) : content_(std::in_place_index<1>, std::move(problem)) {}

  explicit operator bool() const { return content_.index() == 0; }
  bool has_value() const { return content_.index() == 0; }

  // Requires: has_value().
  const T& value() const& { return *require(std::get_if<0>(&content_)); }
  T& value() & { return *require(std::get_if<0>(&content_)); }
  T&& value() && { return std::move(*require(std::get_if<0>(&content_))); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // Requires: !has_value().
  const Problem& problem() const& { return *require(std::get_if<1>(&content_)); }

 private:
  template <class P>
  static P* require(P* content) {
    if (content == nullptr) {
      std::fputs("whistle::client: a Result was read without looking\n", stderr);
      std::abort();
    }
    return content;
  }

  std::variant<T, Problem> content_;
};

}  // namespace whistle::client
