#include "adapters/cli/wish_words.h"

#include <google/protobuf/descriptor.h>

#include <map>

namespace whistle::cli {

using google::protobuf::FieldDescriptor;

namespace {

constexpr std::string_view kCareTiers = "none red yellow blue";
constexpr std::string_view kPanels =
    "three_party five_party joint_clinic joint_conference pre_litigation_mediation";

std::string kind_of(const FieldDescriptor& field) {
  if (field.name().ends_with("_ms")) return "time";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "yes no";
    case FieldDescriptor::CPPTYPE_UINT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "number";
}

}  // namespace

std::string_view words_for(const FieldDescriptor& field) {
  static const std::map<std::string_view, std::string_view> words{
      {"DisposeCase.disposition",
       "filed awaits_triage merged declined answered informed emergency_transferred"},
      {"RecolourCase.to", "blue yellow red"},
      {"TakeExpressLane.to", "building compound community street department district"},
      {"AddEvidence.kind", "photo voice video document"},
      {"ReviewDeferral.panel", kPanels},
      {"ConvenePanel.kind", kPanels},
      {"SuperviseCase.how", "supervised public_supervision interview"},
      {"IssueCard.card", "none notice yellow_card red_card"},
      {"BlowWhistle.kind", "routine campaign emergency enforcement express"},
      {"ChangeMode.mode", "peacetime wartime"},
      {"AssignDuty.care", kCareTiers},
      {"ChangeCareTier.care", kCareTiers},
      {"ListWish.list", "need resource project micro_wish resident_order decision"},
      {"RateEntry.satisfaction", "very_satisfied satisfied fairly_satisfied dissatisfied unrated"},
      {"RateUnit.rater", "resident owners company community department"}};
  const auto found = words.find(field.containing_type()->name() + "." + field.name());
  return found != words.end() ? found->second : std::string_view();
}

std::string field_help(const FieldDescriptor& field) {
  std::string name = field.name();
  if (name.ends_with("_ms")) name.resize(name.size() - 3);
  std::string takes(words_for(field));
  if (takes.empty()) takes = kind_of(field);
  return name + ": " + takes + (field.is_repeated() ? ",..." : "");
}

}  // namespace whistle::cli
