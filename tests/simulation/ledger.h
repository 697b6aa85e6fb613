#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/casework/decide.h"
#include "engine/journal/journal.h"
#include "engine/runtime/engine.h"
#include "tests/simulation/verdict.h"

namespace whistle::simulation {

// What names a wish, when something does.
struct Once {
  std::string key{};  // empty: nothing
  journal::Hash fingerprint{};
};

// What the engine has told the world. The world does not forget when the engine does, so nothing of
// it may ever be untrue again.
class Ledger {
 public:
  explicit Ledger(Verdict& verdict) : verdict_(verdict) {}

  // An answer leaves the engine. `record` is the one the wish made; 0: it changed nothing.
  void told(const casework::Command& wish, const runtime::Reply& reply, Sequence record);
  // The answer to a wish that has a key: the same each time, and to no other wish.
  void told_under(const Once& once, const runtime::Reply& reply);
  // At the end: the journal has every record that was told of, and every complaint once.
  void compare(const journal::Journal& journal, std::size_t complaints);

  bool has_receipt(const std::string& external_id) const { return receipts_.contains(external_id); }

 private:
  struct Effect {
    Sequence record;
    std::string verb;
  };
  struct Told {
    Sequence when;
    Token token;
  };
  void token(CaseId id, Token token, Sequence when, const std::string& worker);

  Verdict& verdict_;
  std::map<std::string, casework::Receipt> receipts_;  // by external id
  std::map<Token, std::pair<CaseId, std::string>> holders_;
  std::map<CaseId, std::vector<Told>> tokens_;
  std::vector<Effect> effects_;
  std::map<std::string, std::pair<journal::Hash, casework::Answer>> answers_;  // by key
};

}  // namespace whistle::simulation
