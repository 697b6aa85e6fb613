#include "adapters/gateway/search/grams.h"

#include <utf8proc.h>

#include <array>
#include <cstdint>
#include <vector>

#include "adapters/gateway/search/sqlite.h"

namespace whistle::gateway::search {
namespace {

struct Character {
  utf8proc_int32_t point{};
  int begin{}, end{};  // bytes in the text
};

constexpr utf8proc_int32_t kFullWidthFirst = 0xFF01, kFullWidthLast = 0xFF5E;
constexpr utf8proc_int32_t kFullWidthShift = 0xFEE0, kReplacement = 0xFFFD;

utf8proc_int32_t folded(utf8proc_int32_t point) {
  if (point >= kFullWidthFirst && point <= kFullWidthLast) point -= kFullWidthShift;
  return utf8proc_tolower(point);
}

bool parts_words(utf8proc_int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:  // direction marks are not seen, so nobody types them
      return true;
    default:
      return false;
  }
}

// Takes one character off the front of a text; bytes that are none count as one each.
Character next_of(const char* text, int size, int at) {
  utf8proc_int32_t point = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text) + at;
  const auto length = utf8proc_iterate(bytes, size - at, &point);
  if (length <= 0) return {kReplacement, at, at + 1};
  return {folded(point), at, at + static_cast<int>(length)};
}

void append(std::string& token, utf8proc_int32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto size = utf8proc_encode_char(point, bytes.data());
  token.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

using Emit = int (*)(void*, int, const char*, int, int, int);

int emit(void* context, Emit sink, const std::string& token, const Character& first,
         const Character& last) {
  return sink(context, 0, token.data(), static_cast<int>(token.size()), first.begin, last.end);
}

// A run without white space: its pairs, and in a text its last character alone, which a query for
// that one character must find.
int emit_run(void* context, Emit sink, const std::vector<Character>& run, bool is_query) {
  std::string token;
  for (std::size_t i = 0; i + 1 < run.size(); ++i) {
    token.clear();
    append(token, run[i].point);
    append(token, run[i + 1].point);
    const int code = emit(context, sink, token, run[i], run[i + 1]);
    if (code != SQLITE_OK) return code;
  }
  if (run.empty() || (is_query && run.size() > 1)) return SQLITE_OK;
  token.clear();
  append(token, run.back().point);
  return emit(context, sink, token, run.back(), run.back());
}

int tokenize(Fts5Tokenizer*, void* context, int flags, const char* text, int size, Emit sink) {
  const bool is_query = (flags & FTS5_TOKENIZE_QUERY) != 0;
  std::vector<Character> run;
  for (int at = 0; at < size;) {
    const Character found = next_of(text, size, at);
    at = found.end;
    if (!parts_words(found.point)) {
      run.push_back(found);
      continue;
    }
    if (const int code = emit_run(context, sink, run, is_query); code != SQLITE_OK) return code;
    run.clear();
  }
  return emit_run(context, sink, run, is_query);
}

int create(void*, const char**, int, Fts5Tokenizer** made) {
  static char nothing = 0;
  *made = reinterpret_cast<Fts5Tokenizer*>(&nothing);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

fts5_api* api_of(sqlite3* database) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code != SQLITE_OK) throw Failed(code, "SQLite has no FTS5");
  sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (api == nullptr) throw Failed(SQLITE_ERROR, "SQLite has no FTS5");
  return api;
}

}  // namespace

void register_grams(sqlite3* database) {
  fts5_api* api = api_of(database);
  fts5_tokenizer grams{create, destroy, tokenize};
  const int code = api->xCreateTokenizer(api, "grams", nullptr, &grams, nullptr);
  if (code != SQLITE_OK) throw Failed(code, "the tokenizer cannot be registered");
}

std::string match_of(std::string_view typed) {
  std::string expression;
  std::string word;
  std::size_t characters = 0;
  const auto finish = [&] {
    if (characters == 0) return;
    if (!expression.empty()) expression += " AND ";
    expression += '"' + word + '"';
    if (characters == 1) expression += " *";
    word.clear();
    characters = 0;
  };
  const int size = static_cast<int>(typed.size());
  for (int at = 0; at < size;) {
    const Character found = next_of(typed.data(), size, at);
    at = found.end;
    if (parts_words(found.point)) {
      finish();
      continue;
    }
    append(word, found.point);
    if (found.point == '"') word += '"';
    ++characters;
  }
  finish();
  return expression;
}

}  // namespace whistle::gateway::search
