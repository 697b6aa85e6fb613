#pragma once

#include <protozero/types.hpp>
#include <protozero/varint.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace whistle::journal {

// Bytes that are written from front to back. Keeps its memory when it is emptied, so that only the
// longest message of all asks for some.
class ByteBuffer {
 public:
  std::string_view view() const { return {memory_.data(), size_}; }
  std::size_t size() const { return size_; }
  void clear() { size_ = 0; }

  // Where the next bytes go: room for so many. What it returned before may have moved.
  char* room(std::size_t bytes) {
    if (memory_.size() - size_ < bytes) memory_.resize(std::max(2 * memory_.size(), size_ + bytes));
    return memory_.data() + size_;
  }
  // So many of them are written.
  void taken(int bytes) { size_ += static_cast<std::size_t>(bytes); }
  void append(std::string_view bytes) {
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  // Moves what stands from `at` on back by some bytes and returns them, to be written.
  char* make_gap(std::size_t at, std::size_t bytes) {
    room(bytes);
    char* const gap = memory_.data() + at;
    if (bytes > 0) std::memmove(gap + bytes, gap, size_ - at);
    size_ += bytes;
    return gap;
  }

 private:
  std::vector<char> memory_;
  std::size_t size_{};
};

// Writes the fields of a message into bytes, one after the other, as proto3 has them. No
// message is made on the way: what the bytes hold is all there is.
// Thread: one.
class FieldWriter {
 public:
  // Appends to `bytes`, which must outlive it.
  explicit FieldWriter(ByteBuffer& bytes) : bytes_(bytes) {}

  // Fields that are left out when they are zero, or empty.
  void number(std::uint32_t field, std::uint64_t value) {
    if (value != 0) varint(field, value);
  }
  void text(std::uint32_t field, std::string_view value) {
    if (!value.empty()) delimited(field, value);
  }

  // Fields that are written whatever they hold.
  void varint(std::uint32_t field, std::uint64_t value) {
    char* const at = bytes_.room(kFieldMax);
    const int tag = put_tag(at, field, protozero::pbf_wire_type::varint);
    bytes_.taken(tag + protozero::add_varint_to_buffer(at + tag, value));
  }
  void fixed64(std::uint32_t field, std::uint64_t value) {
    char* const at = bytes_.room(kFieldMax);
    bytes_.taken(put_tag(at, field, protozero::pbf_wire_type::fixed64));
    fixed64(value);
  }
  void delimited(std::uint32_t field, std::string_view value) {
    begin(field, value.size());
    bytes_.append(value);
  }
  // A message, or numbers, whose inside `write` appends.
  template <class Write>
  void inside(std::uint32_t field, Write write) {
    // The length takes one byte, as nearly all do. What is longer is moved.
    begin(field, 0);
    const std::size_t from = bytes_.size();
    write();
    const std::size_t size = bytes_.size() - from;
    const auto length = static_cast<std::size_t>(protozero::length_of_varint(size));
    protozero::add_varint_to_buffer(bytes_.make_gap(from, length - 1) - 1, size);
  }
  // Numbers among others, without a tag.
  void varint(std::uint64_t value) {
    bytes_.taken(protozero::add_varint_to_buffer(bytes_.room(kFieldMax), value));
  }
  void fixed64(std::uint64_t value) {
    static_assert(std::endian::native == std::endian::little, "copied as it lies");
    std::memcpy(bytes_.room(sizeof value), &value, sizeof value);
    bytes_.taken(sizeof value);
  }

 private:
  // Of the longest tag, and the longest number.
  static constexpr std::size_t kFieldMax = 5 + protozero::max_varint_length;

  // Tag and length of what follows.
  void begin(std::uint32_t field, std::size_t size) {
    char* const at = bytes_.room(kFieldMax);
    const int tag = put_tag(at, field, protozero::pbf_wire_type::length_delimited);
    bytes_.taken(tag + protozero::add_varint_to_buffer(at + tag, size));
  }

  static int put_tag(char* at, std::uint32_t field, protozero::pbf_wire_type type) {
    return protozero::add_varint_to_buffer(at, field << 3U | static_cast<std::uint32_t>(type));
  }

  ByteBuffer& bytes_;
};

}  // namespace whistle::journal
