#pragma once

#include <cstdint>

#include "whistle/v1/work.pb.h"

namespace whistle::cli {

// What a pull brings in these tests: one red case with two promises that run and one that rests.
inline v1::PullReply granted(std::uint64_t case_id, std::uint64_t token) {
  v1::PullReply reply;
  v1::Grant& grant = *reply.add_grants();
  grant.mutable_case_()->set_case_id(case_id);
  grant.mutable_case_()->set_severity("red");
  grant.mutable_case_()->set_category("01076");
  grant.mutable_case_()->set_category_name("漏水");
  grant.mutable_case_()->set_area_name("2号楼");
  grant.mutable_case_()->set_text("楼道漏水\n很久了");
  auto& clock = *grant.mutable_case_()->add_clocks();
  clock.set_due_ms(1'787'378'710'000);
  auto& sooner = *grant.mutable_case_()->add_clocks();
  sooner.set_due_ms(1'787'378'709'000);
  grant.mutable_case_()->add_clocks();  // rests: no due time
  grant.set_token(token);
  grant.set_until_ms(1'787'378'769'000);
  return reply;
}

}  // namespace whistle::cli
