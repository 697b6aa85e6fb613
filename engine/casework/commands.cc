#include "engine/casework/commands.h"

namespace whistle::casework {
namespace {

std::string_view verb(const SubmitComplaint&) { return "submit"; }
std::string_view verb(const ClassifyCase&) { return "classify"; }
std::string_view verb(const PullOrders&) { return "pull"; }
std::string_view verb(const RenewLease&) { return "renew"; }
std::string_view verb(const ReleaseOrder&) { return "release"; }
std::string_view verb(const SignForOrder&) { return "sign"; }
std::string_view verb(const RecordContact&) { return "contact"; }
std::string_view verb(const ArriveOnSite&) { return "arrive"; }
std::string_view verb(const NoteProgress&) { return "progress"; }
std::string_view verb(const FinishHandling&) { return "finish"; }
std::string_view verb(const RaiseCase&) { return "raise"; }
std::string_view verb(const PostCheckCase&) { return "post_check"; }
std::string_view verb(const CallBack&) { return "call_back"; }
std::string_view verb(const Tick&) { return "tick"; }

std::string actor(const SubmitComplaint& command) { return command.complaint.source; }
std::string actor(const ClassifyCase& command) { return command.by.value; }
std::string actor(const PullOrders& command) { return command.worker.value; }
std::string actor(const SignForOrder& command) { return command.worker.value; }
std::string actor(const PostCheckCase& command) { return command.by.value; }
std::string actor(const CallBack& command) { return command.by.value; }
std::string actor(const RenewLease& command) { return command.worker.value; }
std::string actor(const ReleaseOrder& command) { return command.worker.value; }
std::string actor(const RecordContact& command) { return command.worker.value; }
std::string actor(const ArriveOnSite& command) { return command.worker.value; }
std::string actor(const NoteProgress& command) { return command.worker.value; }
std::string actor(const FinishHandling& command) { return command.worker.value; }
std::string actor(const RaiseCase& command) { return command.worker.value; }
std::string actor(const Tick&) { return {}; }

}  // namespace

std::string_view verb_of(const Command& command) {
  return std::visit([](const auto& wish) { return verb(wish); }, command);
}

std::string actor_of(const Command& command) {
  return std::visit([](const auto& wish) { return actor(wish); }, command);
}

}  // namespace whistle::casework
