#include "tests/simulation/ledger.h"

#include <map>
#include <variant>

namespace whistle::simulation {
namespace {

using casework::Event;

// The complaint a fact is the intake of; nullptr for all other facts.
const std::string* external_id_of(const Event& event) {
  return std::visit(
      [](const auto& fact) -> const std::string* {
        if constexpr (requires { fact.external_id; }) {
          return &fact.external_id;
        } else {
          return nullptr;
        }
      },
      event);
}

}  // namespace

void Ledger::token(CaseId id, Token token, Sequence when, const std::string& worker) {
  const auto [holder, is_new] = holders_.try_emplace(token, id, worker);
  if (!is_new && holder->second != std::pair(id, worker)) {
    verdict_.broken("token " + std::to_string(token.value) + " was told to two");
  }
  std::vector<Told>& told = tokens_[id];
  for (const Told& other : told) {
    const bool in_order = when < other.when ? token <= other.token : token >= other.token;
    if (!in_order) verdict_.broken("the tokens told of a case do not grow");
  }
  told.push_back({when, token});
}

void Ledger::told(const casework::Command& wish, const runtime::Reply& reply, Sequence record) {
  if (!reply.result) return;
  if (record) effects_.push_back({record, std::string(casework::verb_of(wish))});
  const std::string actor = casework::actor_of(wish);
  if (const auto* receipt = std::get_if<casework::Receipt>(&*reply.result)) {
    const auto& complaint = std::get<casework::SubmitComplaint>(wish).complaint;
    const auto [first, is_new] = receipts_.try_emplace(complaint.external_id, *receipt);
    verdict_.expect(is_new || first->second == *receipt, "a complaint was answered in two ways");
  }
  // Told again, tokens are as old as they were then.
  if (reply.replayed) return;
  if (const auto* pulled = std::get_if<casework::PullAnswer>(&*reply.result)) {
    for (const casework::Grant& grant : pulled->grants) {
      token(grant.id, grant.token, reply.durable_after, actor);
    }
  }
  if (const auto* granted = std::get_if<casework::TokenAnswer>(&*reply.result)) {
    if (const auto* sign = std::get_if<casework::SignForOrder>(&wish)) {
      token(sign->id, granted->token, reply.durable_after, actor);
    }
  }
}

void Ledger::told_under(const Once& once, const runtime::Reply& reply) {
  if (!reply.result) return;
  const auto* pulled = std::get_if<casework::PullAnswer>(&*reply.result);
  if (pulled != nullptr && pulled->grants.empty()) return;
  const auto [first, is_new] = answers_.try_emplace(once.key, once.fingerprint, *reply.result);
  if (is_new) return;
  verdict_.expect(first->second.first == once.fingerprint, "two wishes were done under one key");
  verdict_.expect(first->second.second == *reply.result, "a wish was done twice under its key");
}

void Ledger::compare(const journal::Journal& journal, std::size_t complaints) {
  constexpr std::size_t kAll = 1'000'000;
  const auto records = journal.read({1}, kAll);
  if (!records) return verdict_.broken("the journal cannot be read: " + records.error().message);
  for (const Effect& effect : effects_) {
    const bool kept = effect.record.value <= records->size() &&
                      (*records)[effect.record.value - 1].verb == effect.verb;
    if (!kept) verdict_.broken("what was told of was lost: " + effect.verb);
  }
  std::map<std::string, int> intakes;
  for (const journal::Record& record : *records) {
    for (const Event& event : record.events) {
      if (const std::string* id = external_id_of(event)) ++intakes[*id];
    }
  }
  for (const auto& [id, receipt] : receipts_) {
    verdict_.expect(intakes.contains(id), "an accepted complaint was lost");
  }
  for (const auto& [id, count] : intakes) {
    verdict_.expect(count == 1, "an accepted complaint was duplicated");
  }
  verdict_.expect(receipts_.size() == complaints, "a complaint was never answered");
}

}  // namespace whistle::simulation
