#include "engine/triage/normalise.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "engine/core/check.h"
#include "engine/triage/simplified.h"

namespace whistle::triage {
namespace {

constexpr std::size_t kWrittenBytesMax = 64U
                                         << 20U;  // offsets stay in 32 bits: folding grows <= 11x

constexpr auto kOptions = static_cast<utf8proc_option_t>(
    UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// Length of the well-formed sequence at `at`, or 0 (Unicode, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte_at(text, at);
  if (lead < 0x80) return 1;
  std::size_t length = 2;
  std::uint8_t second_min = 0x80;
  std::uint8_t second_max = 0xBF;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead >= 0xE0) {
    length = lead < 0xF0 ? 3 : 4;
    if (lead == 0xE0) second_min = 0xA0;
    if (lead == 0xED) second_max = 0x9F;
    if (lead == 0xF0) second_min = 0x90;
    if (lead == 0xF4) second_max = 0x8F;
  }
  if (text.size() - at < length) return 0;
  if (byte_at(text, at + 1) < second_min || byte_at(text, at + 1) > second_max) return 0;
  for (std::size_t next = at + 2; next < at + length; ++next) {
    if ((byte_at(text, next) & 0xC0) != 0x80) return 0;
  }
  return length;
}

// U+4000 to U+9FFF, by the first of the three bytes.
bool leads_chinese(std::uint8_t lead) { return lead >= 0xE4 && lead <= 0xE9; }

// The code point of three bytes.
std::int32_t point_of(std::string_view text, std::size_t at) {
  return ((byte_at(text, at) & 0x0F) << 12) | ((byte_at(text, at + 1) & 0x3F) << 6) |
         (byte_at(text, at + 2) & 0x3F);
}

// Length of the white space within a line that stands at `at`: a space or tab, the no-break space,
// the spaces of U+2000 to U+200A, the ideographic space. 0: there is none.
std::size_t blank_length(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with(' ') || rest.starts_with('\t')) return 1;
  if (rest.starts_with("\u00A0")) return 2;
  if (rest.starts_with("\u3000")) return 3;
  const bool is_wide = rest.size() >= 3 && rest.starts_with("\xE2\x80") && byte_at(rest, 2) <= 0x8A;
  return is_wide ? 3 : 0;
}

// True when the code point, already decomposed, may join the one before it.
bool joins_left(utf8proc_int32_t point) {
  if (point < 0x300) return false;
  if ((point >= 0x1160 && point <= 0x11FF)) return true;  // Hangul vowels and final consonants
  const utf8proc_category_t category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
         category == UTF8PROC_CATEGORY_ME;
}

std::uint8_t combining_class(utf8proc_int32_t point) {
  return static_cast<std::uint8_t>(utf8proc_get_property(point)->combining_class);
}

// Canonical order: marks between two starters ascend by class and otherwise keep their order.
void order_marks(std::vector<utf8proc_int32_t>& points) {
  auto run = points.begin();
  while (run != points.end()) {
    const auto is_starter = [](utf8proc_int32_t point) { return combining_class(point) == 0; };
    run = std::find_if_not(run, points.end(), is_starter);
    const auto run_end = std::find_if(run, points.end(), is_starter);
    std::stable_sort(run, run_end, [](utf8proc_int32_t left, utf8proc_int32_t right) {
      return combining_class(left) < combining_class(right);
    });
    run = run_end;
  }
}

}  // namespace

std::optional<std::size_t> first_bad_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

bool is_valid_utf8(std::string_view text) { return !first_bad_byte(text); }

// Folds from left to right. Nearly all text takes the quick way: ASCII and Chinese characters,
// which nothing can change but case and the traditional forms. The rest goes cluster by cluster (a
// starter and its marks), because no folding reaches across the start of a cluster.
class Folder {
 public:
  Folder(std::string_view written, FoldedText& folded) : written_(written), folded_(folded) {}

  void run() {
    folded_.text_.reserve(written_.size());
    std::size_t at = 0;
    while (at < written_.size()) {
      at = after_stray_blanks(copy_plain(after_stray_blanks(at)));
      if (at == written_.size()) break;
      at = is_mark_alone(at) ? fold_mark(at) : fold_cluster(at);
    }
  }

 private:
  // Chinese is written without spaces: blanks between two of its characters are strays. Returns
  // where they end, or `at` when none stand there.
  std::size_t after_stray_blanks(std::size_t at) const {
    const std::string& text = folded_.text_;
    if (text.size() < 3 || !leads_chinese(byte_at(text, text.size() - 3))) return at;
    return end_of_blanks_before_chinese(at);
  }
  std::size_t end_of_blanks_before_chinese(std::size_t at) const {
    std::size_t end = at;
    while (const std::size_t length = blank_length(written_, end)) end += length;
    return end < written_.size() && leads_chinese(byte_at(written_, end)) ? end : at;
  }

  // Copies plain characters from `at` on and returns where it stopped. The last one before
  // something else is left to the cluster it may belong to.
  std::size_t copy_plain(std::size_t at) {
    std::size_t last = at;
    std::size_t end = at;
    bool was_chinese = false;
    bool at_strays = false;
    while (end < written_.size()) {
      const std::uint8_t lead = byte_at(written_, end);
      const bool is_chinese = leads_chinese(lead);
      if (lead >= 0x80 && !is_chinese) break;
      at_strays = was_chinese && !is_chinese && end_of_blanks_before_chinese(end) != end;
      if (at_strays) break;
      was_chinese = is_chinese;
      last = end;
      end += is_chinese ? 3 : 1;
    }
    if (end < written_.size() && !at_strays && !is_mark_alone(end)) end = last;
    if (end == at) return at;
    start_piece(at, end, true);
    const std::size_t copied = folded_.text_.size();
    folded_.text_.append(written_, at, end - at);
    fold_plain(copied);
    return end;
  }

  // Makes the plain characters of the folded text from `at` on small and simplified, in place.
  void fold_plain(std::size_t at) {
    std::string& text = folded_.text_;
    while (at < text.size()) {
      if (!leads_chinese(byte_at(text, at))) {
        const bool is_upper = text[at] >= 'A' && text[at] <= 'Z';
        if (is_upper) text[at] = static_cast<char>(text[at] - 'A' + 'a');
        ++at;
        continue;
      }
      const std::int32_t point = point_of(text, at);
      const std::int32_t simple = simplified(point);
      if (simple != point) text.replace(at, 3, encoded(simple));
      at += 3;
    }
  }

  static std::string encoded(utf8proc_int32_t point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t length = utf8proc_encode_char(point, bytes.data());
    return {bytes.begin(), bytes.begin() + length};
  }

  // A full-width , ! : ; ? ( ) or the like (U+FF01 to U+FF0F, U+FF1A, U+FF1B, U+FF1F) that stands
  // for itself: marks join nothing on their left, and what follows is sure not to join them.
  bool is_mark_alone(std::size_t at) const {
    if (written_.size() - at < 3 || byte_at(written_, at) != 0xEF ||
        byte_at(written_, at + 1) != 0xBC) {
      return false;
    }
    const std::uint8_t last = byte_at(written_, at + 2);
    const bool is_mark =
        (last >= 0x81 && last <= 0x8F) || last == 0x9A || last == 0x9B || last == 0x9F;
    return is_mark && (at + 3 == written_.size() || is_plain(byte_at(written_, at + 3)));
  }

  std::size_t fold_mark(std::size_t at) {
    start_piece(at, at + 3, false);
    folded_.text_.push_back(static_cast<char>(byte_at(written_, at + 2) - 0x80 + ' '));
    return at + 3;
  }

  // The first byte of ASCII, or of U+4000 to U+9FFF.
  static bool is_plain(std::uint8_t lead) { return lead < 0x80 || (lead >= 0xE4 && lead <= 0xE9); }

  // Folds the cluster at `at` and returns where the next one starts.
  std::size_t fold_cluster(std::size_t at) {
    points_.clear();
    const std::size_t start = at;
    std::size_t end = at;
    while (at < written_.size()) {
      const std::size_t count_before = points_.size();
      const std::size_t next = at + decompose(at);
      const bool is_invisible = points_.size() == count_before;
      if (!is_invisible) {
        if (count_before > 0 && !joins_left(points_[count_before])) {
          points_.resize(count_before);
          break;
        }
        end = next;
      } else if (count_before == 0) {
        return next;  // invisible and alone: it leaves nothing
      }
      at = next;
    }
    compose(start, end);
    return at;
  }

  // Appends the decomposition of the character at `at` and returns the character's length.
  std::size_t decompose(std::size_t at) {
    const std::size_t length = sequence_length(written_, at);
    WHISTLE_CHECK(length > 0);
    utf8proc_int32_t point = 0;
    const auto* bytes =
        static_cast<const utf8proc_uint8_t*>(static_cast<const void*>(written_.data() + at));
    utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(length), &point);
    // The longest decomposition of all, that of U+FDFA, has 18 code points.
    std::array<utf8proc_int32_t, 32> parts{};
    int boundary_class = 0;
    const utf8proc_ssize_t count =
        utf8proc_decompose_char(point, parts.data(), parts.size(), kOptions, &boundary_class);
    WHISTLE_CHECK(count >= 0 && static_cast<std::size_t>(count) <= parts.size());
    points_.insert(points_.end(), parts.begin(), parts.begin() + count);
    return length;
  }

  void compose(std::size_t start, std::size_t end) {
    order_marks(points_);
    const utf8proc_ssize_t count = utf8proc_normalize_utf32(
        points_.data(), static_cast<utf8proc_ssize_t>(points_.size()), kOptions);
    WHISTLE_CHECK(count >= 0);
    points_.resize(static_cast<std::size_t>(count));
    start_piece(start, end, false);
    for (const utf8proc_int32_t point : points_) folded_.text_ += encoded(simplified(point));
  }

  void start_piece(std::size_t from, std::size_t until, bool even) {
    const Span written{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
    folded_.pieces_.push_back({static_cast<std::uint32_t>(folded_.text_.size()), written, even});
  }

  std::string_view written_;
  FoldedText& folded_;
  std::vector<utf8proc_int32_t> points_;  // the cluster being folded
};

FoldedText::FoldedText(std::string_view written) {
  WHISTLE_CHECK(written.size() <= kWrittenBytesMax && is_valid_utf8(written));
  Folder(written, *this).run();
}

const FoldedText::Piece& FoldedText::piece_at(std::uint32_t folded) const {
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), folded,
                       [](std::uint32_t at, const Piece& piece) { return at < piece.folded; });
  WHISTLE_CHECK(after != pieces_.begin());
  return *std::prev(after);
}

Span FoldedText::written(Span folded) const {
  WHISTLE_CHECK(folded.from < folded.until && folded.until <= text_.size());
  const Piece& first = piece_at(folded.from);
  const Piece& last = piece_at(folded.until - 1);
  return {first.even ? first.written.from + (folded.from - first.folded) : first.written.from,
          last.even ? last.written.from + (folded.until - last.folded) : last.written.until};
}

std::string fold(std::string_view written) { return FoldedText(written).text(); }

}  // namespace whistle::triage
