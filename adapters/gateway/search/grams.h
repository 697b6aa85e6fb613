#pragma once

#include <sqlite3.h>

#include <string>
#include <string_view>

// Words for a language that does not part them. The index holds each pair of neighbouring
// characters (漏水 of 水管漏水了), so that any piece of a text is found whose length is two or more
// characters, as a row of pairs; one character is found as the beginning of a pair. SQLite's own
// trigrams would not find the words people look for most: 漏水, 电梯, 噪音.
//
// Characters are compared without regard to case, and full-width letters are ordinary ones.
// White space and control characters part words; all other characters stand for themselves.
namespace whistle::gateway::search {

// Makes the tokenizer "grams" known to a connection. Throws Failed.
void register_grams(sqlite3* database);

// What the user typed, as an expression of FTS5 that means: each of these words somewhere. Quotes,
// operators and NUL mean nothing special. Empty: there was no word.
std::string match_of(std::string_view typed);

}  // namespace whistle::gateway::search
