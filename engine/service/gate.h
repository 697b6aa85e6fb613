#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/journal/journal.h"
#include "engine/runtime/clock.h"
#include "engine/service/directory.h"
#include "engine/service/frames.h"
#include "engine/service/permissions.h"
#include "engine/service/rules.h"
#include "engine/service/token_bucket.h"

namespace whistle::service {

// Asks of every message who sent it, whether that key still works, and whether its principal may do
// what the message asks for. Nothing is remembered of a connection, so that a key which is taken
// away is worth nothing from the next message on. Thread: the service thread.
class Gate {
 public:
  // `kept_answers`: a wish with a key is refused when there are so many already.
  Gate(const journal::Journal& journal, const Rules& rules, const runtime::Clock& clock,
       std::uint64_t kept_answers = journal::kAnswersMax)
      : journal_(journal), rules_(rules), clock_(clock), kept_answers_(kept_answers) {}

  // Others are principals from now on. What each has used up of its rate stays used up.
  void use(std::shared_ptr<const Directory> directory);

  // Nothing when the request may go on: then its caller is filled in, and of the cases that it
  // lists those that are out of reach. A request from a socket that asks for no keys goes on
  // without one. Who asks for a person (on_behalf.h) must be allowed to do it, and so must the
  // person. Else what the sender is told:
  //
  //   UNAUTHENTICATED     NO_KEY KEY_REVOKED KEY_EXPIRED KEY_NOT_YET_VALID
  //   RESOURCE_EXHAUSTED  RATE_LIMIT, with the time to try again
  //   PERMISSION_DENIED   the reasons of judge(), scope.h
  //   and of a wish with a key what look_up_key() says, wish_keys.h
  //
  // A wish that was granted before under its key is about what it changed, so it is not asked
  // again whether that is still within the limits of who asks: nothing is done but telling the
  // answer.
  std::optional<Problem> admit(Request& request, Audience audience);

  // Why a key no longer works, or nothing.
  std::optional<Problem> problem_with(const std::string& key) const;

  const std::shared_ptr<const Directory>& directory() const { return directory_; }

 private:
  std::optional<Problem> spend(const Principal& principal);
  std::optional<Problem> name_person(Request& request, const Principal* principal);
  // Each of them must be allowed to do it.
  using Judged = std::vector<const Principal*>;
  std::optional<Problem> judge(Request& request, const Permission& permission,
                               const Judged& judged);

  const journal::Journal& journal_;
  const Rules& rules_;  // in force; others may take their place
  const runtime::Clock& clock_;
  std::uint64_t kept_answers_;
  std::shared_ptr<const Directory> directory_;
  std::unordered_map<std::string, TokenBucket> buckets_;  // by the name of the principal
};

// Whether a key of the directory may be used at an instant, and if not, why.
std::optional<Problem> problem_with(const PrincipalKey& key, Timestamp now);

}  // namespace whistle::service
