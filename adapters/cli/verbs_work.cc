#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "adapters/cli/number_option.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// What a worker does with an order it has pulled: acts on it with the token, or gives it back.
namespace whistle::cli {

namespace {

// Any act on an order that is held.
struct Act {
  std::uint64_t case_id = 0;
  std::uint64_t token = 0;
  bool token_given = false;
  std::string note;
  std::string result = "solved";  // finish
  std::string category;           // classify
  std::uint64_t area = 0;
  bool failed = false;  // release
};

struct Verb {
  v1::Method method;
  const char* name;
  const char* help;
  const char* past;  // "case 17 ...": what was done
  bool ends;         // the order is no longer in the worker's hands
  bool has_note;
};

constexpr Verb kVerbs[] = {
    {v1::METHOD_SIGN, "sign", "Sign for a case: from now on it is yours", "signed for", false,
     false},
    {v1::METHOD_RENEW, "renew", "Hold a pulled case a while longer", "is held longer", false,
     false},
    {v1::METHOD_RELEASE, "release", "Give a case back to the line", "given back", true, true},
    {v1::METHOD_CONTACT, "contact", "The resident was called", "contact recorded", false, true},
    {v1::METHOD_ARRIVE, "arrive", "Somebody is on site", "arrival recorded", false, true},
    {v1::METHOD_PROGRESS, "progress", "Note what has been done", "progress noted", false, true},
    {v1::METHOD_RAISE, "raise", "Beyond our capacity: send it one tier up", "raised", true, true},
    {v1::METHOD_FINISH, "finish", "The work is done", "finished", true, true},
    {v1::METHOD_CLASSIFY, "classify", "Say what a complaint is about (from the unit triage)",
     "classified", true, false}};

client::Result<v1::TokenReply> send(Session& session, const Verb& verb, const Act& typed,
                                    std::uint64_t token) {
  if (verb.method == v1::METHOD_FINISH) {
    v1::FinishRequest request;
    request.set_case_id(typed.case_id);
    request.set_token(token);
    request.set_worker(session.worker());
    request.set_result(typed.result);
    request.set_note(typed.note);
    return session.client().finish(request);
  }
  if (verb.method == v1::METHOD_CLASSIFY) {
    v1::ClassifyRequest request;
    request.set_case_id(typed.case_id);
    request.set_token(token);
    request.set_by(session.worker());
    request.set_category(typed.category);
    request.set_area_code(typed.area);
    return session.client().classify(request);
  }
  v1::TokenRequest request;
  request.set_case_id(typed.case_id);
  request.set_token(token);
  request.set_worker(session.worker());
  request.set_note(typed.note);
  request.set_failed(typed.failed);
  return session.client().act(verb.method, request);
}

// The order is lost when somebody else holds it or it is closed: its token will never work again.
bool is_lost(const client::Problem& problem) {
  return problem.reason == "TOKEN_SUPERSEDED" || problem.reason == "CASE_CLOSED";
}

Exit act(Session& session, const Verb& verb, const Act& typed) {
  if (const auto exit = session.missing_worker()) return *exit;
  const Holding holding = session.holding(typed.case_id);
  std::uint64_t token = typed.token;
  if (!typed.token_given) {
    const auto known = session.tokens().find(holding);
    if (!session.tokens().problem().empty()) {
      return session.fail(kError, session.tokens().problem());
    }
    if (!known) {
      return session.fail(kNotFound, fmt::format("{} holds no token of case {}: pull it first, or "
                                                 "give --token",
                                                 session.worker(), typed.case_id));
    }
    token = *known;
  }
  const auto reply = send(session, verb, typed, token);
  if (!reply) {
    if (!typed.token_given && is_lost(reply.problem())) session.tokens().forget(holding);
    return session.fail(reply.problem());
  }
  if (verb.ends) {
    session.tokens().forget(holding);
  } else {
    session.keep(typed.case_id, reply->token());
  }
  return session.show(reply, [&](const v1::TokenReply& shown) {
    session.out() << "case " << typed.case_id << ' ' << verb.past;
    if (shown.until_ms() != 0) {
      session.out() << ", until " << session.style().zone.text(shown.until_ms());
    }
    session.out() << '\n';
  });
}

void add_act(CLI::App& program, Session& session, const Verb& verb) {
  CLI::App& added = *program.add_subcommand(verb.name, verb.help);
  auto typed = std::make_shared<Act>();
  add_case(added, typed->case_id);
  if (verb.method == v1::METHOD_CLASSIFY) {
    added.add_option("category", typed->category, "What it is about, a code of the rule book")
        ->required();
    add_number(added, "--area", typed->area, "Where it is, when the complaint does not say");
  }
  if (verb.method == v1::METHOD_FINISH) {
    added.add_option("--result", typed->result, "How it ended")
        ->check(CLI::IsMember({"solved", "partly_solved", "unsolved"}))
        ->capture_default_str();
  }
  if (verb.method == v1::METHOD_RELEASE) {
    added.add_flag("--failed", typed->failed, "It was tried and could not be done; counted");
  }
  if (verb.has_note) added.add_option("-m,--note", typed->note, "A sentence for the record");
  CLI::Option* token = add_number(added, "--token", typed->token,
                                  "Instead of the one remembered from pull and sign");
  added.callback([&session, &verb, typed, token] {
    typed->token_given = token->count() > 0;
    session.verb = [&session, &verb, typed] { return act(session, verb, *typed); };
  });
}

}  // namespace

void add_work(CLI::App& program, Session& session) {
  for (const Verb& each : kVerbs) add_act(program, session, each);
}

}  // namespace whistle::cli
