#pragma once

#include <array>

#include "engine/config/overlay.h"

// The tables of a rule book and their columns; a star marks the columns that make up a row's key, a
// question mark those that came later and may be absent.
namespace whistle::config {

inline constexpr TableSpec kAreas{
    "areas", "code*,name,level,parent,aliases,management,households,promise,outline,kind?"};
inline constexpr TableSpec kFormerNames{"former_names", "name*,area*,from,until,source",
                                        Need::Optional};
inline constexpr TableSpec kUnits{"units",
                                  "code*,name,tier,area,department,calendar,kind?,more_areas?"};
inline constexpr TableSpec kCategories{
    "categories",
    "code*,kind,standard,major,name,name_en,matter_class,nature,scope,harm,duty,department,"
    "one_cause,flags,type?,description?,keywords?"};
inline constexpr TableSpec kAttributes{
    "attributes",
    "category*,code*,variable,datatype,required,order,description,datatype_description,values",
    Need::Optional};
inline constexpr TableSpec kLexicon{"lexicon", "pattern*,category*,weight,note"};
inline constexpr TableSpec kExclusions{"exclusions", "pattern*,category*,word*,scope,note",
                                       Need::Optional};
inline constexpr TableSpec kConfusions{"confusions", "first*,second*,pattern*,decides,weight,note",
                                       Need::Optional};
inline constexpr TableSpec kSeverity{"severity", "pattern*,axis*,value,rule,note"};
inline constexpr TableSpec kRequestTypes{"request_types", "pattern*,request_type,weight"};
inline constexpr TableSpec kDeclines{"declines", "pattern*,ground,note"};
inline constexpr TableSpec kLimits{
    "limits", "stage*,severity*,category*,condition*,from*,limit,until,calendar,source"};
inline constexpr TableSpec kMilestoneTable{
    "milestones", "category*,condition*,number*,name,limit,calendar,source", Need::Optional};
inline constexpr TableSpec kLadders{"ladders", "ladder*,tier*,budget,calendar,mode"};
inline constexpr TableSpec kCatalogue{
    "catalogue", "category*,condition*,area*,tier,unit,rule,note,request_type*?"};
inline constexpr TableSpec kWhistles{
    "whistles", "kind*,acknowledge,arrive,plan,finish,rate,calendar,hold,source", Need::Optional};
inline constexpr TableSpec kWhistlePermissions{"whistle_permissions", "tier*,kind*,source",
                                               Need::Optional};
inline constexpr TableSpec kPauses{
    "pauses", "code*,name,cap,calendar,approval,stops_requester,source", Need::Optional};
inline constexpr TableSpec kDuties{"duties", "code*,care*,name,every,times,card,source",
                                   Need::Optional};
inline constexpr TableSpec kRotas{"rotas", "unit*,from*,days,persons,source", Need::Optional};

inline constexpr std::array kTables{kAreas,      kFormerNames,  kUnits,      kCategories,
                                    kAttributes, kLexicon,      kExclusions, kConfusions,
                                    kSeverity,   kRequestTypes, kDeclines,   kLimits,
                                    kLadders,    kCatalogue,    kWhistles,   kWhistlePermissions,
                                    kPauses,     kDuties,       kRotas,      kMilestoneTable};

}  // namespace whistle::config
