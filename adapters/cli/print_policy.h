#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::cli {

// A rule book has come into force, or was in force already.
void print_adopted(std::ostream& out, const v1::PolicyReply& reply);

// Rows of the register "adoption", the latest one last.
void print_adoptions(std::ostream& out, const v1::RegistersReply& reply, const Style& style);

}  // namespace whistle::cli
