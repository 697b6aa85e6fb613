#include <memory>
#include <string>
#include <utility>

#include "engine/core/words.h"
#include "engine/runtime/thread_name.h"
#include "engine/service/fields.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"

// An operator puts another rule book in force. It is read beside the loop, which goes on answering;
// it is in force once that is on disk. Complaints that were read under the old one meanwhile are
// read again.
namespace whistle::service {
namespace {

constexpr std::size_t kPathMax = 4096;
// Enough to mend a book by, and short enough for one answer.
constexpr std::size_t kProblemsBytesMax = std::size_t{128} << 10U;

// What shall move, in words: stages, "promises" for all of them, "lines".
std::optional<Problem> read_migration(const v1::PolicyRequest& asked,
                                      casework::AdoptPolicy& command) {
  for (const std::string& word : asked.migrate()) {
    if (word == "lines") {
      command.lines = true;
    } else if (word == "promises") {
      for (const auto& stage : kSpellings<Stage>) {
        command.stages |= 1U << static_cast<unsigned>(stage.value);
      }
    } else if (const auto stage = from_word<Stage>(word)) {
      command.stages |= 1U << static_cast<unsigned>(*stage);
    } else {
      return violation("migrate: \"" + word + "\" is none of: lines promises " + words_of<Stage>())
          .error;
    }
  }
  return std::nullopt;
}

Outcome<casework::AdoptPolicy, Problem> to_command(const v1::PolicyRequest& asked) {
  if (asked.pack().empty()) return violation("pack: is missing; the folder of the new pack");
  for (const auto& [field, text, max] :
       {std::tuple{"pack", &asked.pack(), kPathMax}, std::tuple{"base", &asked.base(), kPathMax},
        std::tuple{"by", &asked.by(), kShortTextMax},
        std::tuple{"reason", &asked.reason(), kNoteMax},
        std::tuple{"expected", &asked.expected(), kShortTextMax}}) {
    if (auto problem = too_long(field, *text, max)) return Failure{*std::move(problem)};
  }
  casework::AdoptPolicy command{
      .expected = asked.expected(), .by = {asked.by()}, .reason = asked.reason()};
  if (auto problem = read_migration(asked, command)) return Failure{*std::move(problem)};
  return command;
}

}  // namespace

void Service::adopt_policy(Request request) {
  const auto asked = parse<v1::PolicyRequest>(request);
  if (!asked) return request.refuse(asked.error());
  auto command = to_command(*asked);
  if (!command) return request.refuse(command.error());
  // Sent again because the answer takes its time, perhaps over a new connection: it goes there.
  if (reading_rules_ && reading_rules_->bytes() == request.bytes()) {
    reading_rules_->peer = request.peer;
    reading_rules_->header = request.header;
    return;
  }
  if (reading_rules_) {
    return request.refuse({kResourceExhausted, "RULES_BUSY",
                           "another rule book is being read; try again when it has been", 1'000});
  }
  const auto shared = std::make_shared<Request>(std::move(request));
  reading_rules_ = shared;
  // The thread before this one has ended: its last deed was to say so.
  rules_reader_ = std::jthread([this, shared, wish = *std::move(command), base = asked->base(),
                                pack = asked->pack()]() mutable {
    runtime::name_this_thread("rules reader");
    auto read = std::make_shared<Outcome<Rules, std::string>>(parts_.read_rules(base, pack));
    outbox_.put([this, shared, wish = std::move(wish), read] {
      reading_rules_ = nullptr;
      if (!*read) {
        return shared->refuse(
            {kInvalidArgument, "BAD_RULES", read->error().substr(0, kProblemsBytesMax), 0});
      }
      offer_policy(shared, wish, **read);
    });
  });
}

void Service::offer_policy(const std::shared_ptr<Request>& request, casework::AdoptPolicy command,
                           const Rules& rules) {
  command.policy = rules.policy;
  runtime::Request wish{
      .command = std::move(command),
      .driven_time = driven_time(*request),
      .answer =
          [this, request, rules](const runtime::Reply& reply) {
            outbox_.put([this, request, rules, reply] { policy_adopted(*request, rules, reply); });
          },
      .caller = request->caller};
  pipeline_->offer(std::move(wish), true);
}

void Service::policy_adopted(const Request& request, const Rules& rules,
                             const runtime::Reply& reply) {
  if (!reply.result) {
    return request.refuse(to_problem(reply.result.error()));
  }
  v1::PolicyReply message;
  message.set_version(rules.policy->book().version);
  message.set_before(rules_.policy->book().version);
  if (const auto* number = std::get_if<casework::NumberAnswer>(&*reply.result)) {
    message.set_adoption(number->id);
    rules_ = rules;
  }
  request.answer(message);
}

}  // namespace whistle::service
