#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "adapters/gateway/search/sqlite.h"

namespace whistle::gateway::search {

// Told about what people should know: a copy that was made anew, a disk that is full.
using Say = std::function<void(const std::string&)>;

// Opens the copy to write into it. One that is not there, of another version of the schema, or
// broken, is made anew, and that is said. Throws Failed when even that is not possible.
Database open_copy(const std::filesystem::path& file, const Say& say);

// Deletes the file and those beside it. Requires: no connection of ours has it open for writing.
void delete_copy(const std::filesystem::path& file);

}  // namespace whistle::gateway::search
