#pragma once

#include <cstddef>
#include <filesystem>

// What those who watch cost the engine.
namespace whistle::bench {

// Many watch everything, one of them stops reading for the whole of a load, and then catches up.
// The same load is carried before by an engine that nobody watches: its journal fills its buffers,
// too, and that is not the watchers' doing. The figures: how much the memory of each engine grows
// under the load, while all read and while one has stopped; what of it the watchers make; what a
// connection costs; how many bytes would have waited for the stopped one in a queue; how long it
// takes to catch up. Ends this process with a message when it did not get exactly what the others
// got.
//
// Engines give freed memory back at once meanwhile, so that only what is used counts.
void measure_wire_watchers(const std::filesystem::path& folder, std::size_t watchers,
                           std::size_t records);

}  // namespace whistle::bench
