#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "engine/config/rule_book_files.h"
#include "engine/triage/normalise.h"
#include "engine/triage/privacy.h"
#include "engine/triage/triage.h"
#include "tests/fuzz/targets.h"

namespace whistle::fuzz {
namespace {

// The rule book of Changtai, as shipped; its patterns are compiled once.
class Reader {
 public:
  Reader() : policy_(book()) {
    auto made = triage::Triage::make(policy_);
    WHISTLE_FUZZ_EXPECT(made.has_value());
    triage_.emplace(*std::move(made));
  }
  triage::Findings examine(const Complaint& complaint) { return triage_->examine(complaint); }

 private:
  static policy::RuleBook book() {
    const std::filesystem::path config = std::filesystem::path(SOURCE_DIR) / "config";
    auto loaded = config::load_rule_book(config / "base", config / "cities/changtai");
    WHISTLE_FUZZ_EXPECT(loaded.has_value());
    return *std::move(loaded);
  }

  policy::Policy policy_;
  std::optional<triage::Triage> triage_;
};

}  // namespace

void try_text(std::string_view bytes) {
  // Any bytes are a text to privacy.
  for (const auto& found : triage::find_personal_data(bytes, triage::Plates::Sought)) {
    WHISTLE_FUZZ_EXPECT(found.begin < found.end && found.end <= bytes.size());
  }
  if (!triage::is_valid_utf8(bytes)) return;
  static Reader reader;
  Complaint complaint;
  complaint.source = "fuzz";
  complaint.text = bytes;
  const triage::Findings findings = reader.examine(complaint);
  WHISTLE_FUZZ_EXPECT(!findings.severity.rule.value.empty());
}

}  // namespace whistle::fuzz
