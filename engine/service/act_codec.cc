#include "engine/service/act_codec.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <array>
#include <boost/pfr.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/check.h"
#include "engine/journal/field_kinds.h"
#include "engine/service/fields.h"

namespace whistle::service {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kListMax = 256;

using journal::kIsNumber;
using journal::kIsVector;
using journal::kIsWord;

// What people write in sentences; everything else is a name or a code.
bool is_sentence(std::string_view field) {
  constexpr std::array kSentences{"note", "reason", "task", "ground", "answer", "title", "purpose"};
  for (const std::string_view name : kSentences) {
    if (field == name) return true;
  }
  return false;
}

// Reads the fields of one wish in order. The first problem found is the one told.
class WishReader {
 public:
  explicit WishReader(const Message& message)
      : message_(message), reflection_(*message.GetReflection()) {}

  template <class Command>
  Outcome<casework::Command, Problem> read() && {
    Command command;
    WHISTLE_CHECK(message_.GetDescriptor()->field_count() ==
                  static_cast<int>(boost::pfr::tuple_size_v<Command>));
    boost::pfr::for_each_field(command, [this](auto& value, std::size_t place) {
      field_ = message_.GetDescriptor()->field(static_cast<int>(place));
      if (!problem_) read_field(value);
    });
    if (problem_) return Failure{*std::move(problem_)};
    return casework::Command{std::move(command)};
  }

 private:
  template <class T>
  void read_field(T& value) {
    WHISTLE_CHECK(field_->is_repeated() == kIsVector<T>);
    if constexpr (kIsVector<T>) {
      const int size = reflection_.FieldSize(message_, field_);
      if (size > kListMax) {
        return blame(std::to_string(size) + " entries, at most " + std::to_string(kListMax));
      }
      for (int i = 0; i < size; ++i) {
        value.emplace_back();
        read_entry(value.back(), i);
      }
    } else {
      // Absent keeps what the command has by itself; only `optional` fields can be absent.
      if (field_->has_presence() && !reflection_.HasField(message_, field_)) return;
      read_one(value);
    }
  }

  template <class T>
  void read_entry(T& value, int index) {
    if constexpr (kIsNumber<T>) {
      value.value = reflection_.GetRepeatedUInt64(message_, field_, index);
    } else {
      std::string text = reflection_.GetRepeatedString(message_, field_, index);
      bound(text, kShortTextMax);
      if constexpr (kIsWord<T>) {
        value.value = std::move(text);
      } else {
        value = std::move(text);
      }
    }
  }

  template <class T>
  void read_one(T& value) {
    if constexpr (kIsWord<T>) {
      value.value = text(kShortTextMax);
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = text(is_sentence(field_->name()) ? kNoteMax : kShortTextMax);
    } else if constexpr (std::is_enum_v<T>) {
      read_word(value);
    } else if constexpr (std::is_same_v<T, calendar::Limit>) {
      read_limit(value);
    } else if constexpr (kIsNumber<T> || std::is_same_v<T, AreaCode>) {
      value.value = reflection_.GetUInt64(message_, field_);
    } else if constexpr (std::is_same_v<T, bool>) {
      value = reflection_.GetBool(message_, field_);
    } else if constexpr (std::is_same_v<T, Timestamp>) {
      read_instant(value);
    } else if constexpr (std::is_same_v<T, std::uint64_t>) {
      value = reflection_.GetUInt64(message_, field_);
    } else {
      static_assert(std::is_same_v<T, std::uint32_t>, "a kind of field the wire does not know yet");
      value = reflection_.GetUInt32(message_, field_);
    }
  }

  template <class Enum>
  void read_word(Enum& value) {
    const std::string word = text(kShortTextMax);
    if (word.empty()) return;
    if (const auto known = from_word<Enum>(word)) {
      value = *known;
    } else {
      blame("\"" + word + "\" is none of: " + words_of<Enum>());
    }
  }

  void read_limit(calendar::Limit& value) {
    const auto limit = calendar::parse_limit(text(kShortTextMax));
    if (!limit) return blame(limit.error());
    value = *limit;
  }

  void read_instant(Timestamp& value) {
    const std::int64_t time_ms = reflection_.GetInt64(message_, field_);
    if (time_ms < 0 || time_ms >= kYear2200Ms) {
      return blame(std::to_string(time_ms) + " is not between 1970 and 2200");
    }
    value = Timestamp{Milliseconds{time_ms}};
  }

  std::string text(std::size_t max) {
    std::string text = reflection_.GetString(message_, field_);
    bound(text, max);
    return text;
  }

  void bound(const std::string& text, std::size_t max) {
    if (const auto problem = too_long("", text, max)) blame(problem->message);
  }

  void blame(const std::string& what) {
    if (!problem_) problem_ = violation(field_->name() + ": " + what).error;
  }

  const Message& message_;
  const Reflection& reflection_;
  const FieldDescriptor* field_{};
  std::optional<Problem> problem_;
};

// The wish that was made, or nullptr.
const FieldDescriptor* wish_of(const v1::ActRequest& message) {
  return message.GetReflection()->GetOneofFieldDescriptor(message,
                                                          message.GetDescriptor()->oneof_decl(0));
}

using Read = Outcome<casework::Command, Problem> (*)(const Message&);

template <std::size_t... kIndex>
constexpr auto readers(std::index_sequence<kIndex...>) {
  return std::array<Read, sizeof...(kIndex)>{[](const Message& message) {
    return WishReader(message).read<std::tuple_element_t<kIndex, Wishes>>();
  }...};
}

constexpr std::size_t kWishCount = std::tuple_size_v<Wishes>;
constexpr std::array kReaders = readers(std::make_index_sequence<kWishCount>{});

}  // namespace

Outcome<casework::Command, Problem> to_command(const v1::ActRequest& message) {
  const FieldDescriptor* wish = wish_of(message);
  if (wish == nullptr) return violation("wish: none is made, or none that this engine knows");
  const auto number = static_cast<std::size_t>(wish->number());
  WHISTLE_CHECK(number >= 1 && number <= kWishCount);
  auto command = kReaders[number - 1](message.GetReflection()->GetMessage(message, wish));
  if (command) return command;
  return violation(wish->name() + "." + command.error().message);
}

bool is_for_residents(const v1::ActRequest& message) {
  switch (message.wish_case()) {
    case v1::ActRequest::kRemindCase:
    case v1::ActRequest::kRateEntry:
    case v1::ActRequest::kListWish:
    case v1::ActRequest::kClaimEntry:
    case v1::ActRequest::kPledgeEntry:
      return true;
    default:  // An open enumeration: all others are for those who work on cases.
      return false;
  }
}

v1::ActReply to_act_reply(const casework::Answer& answer) {
  v1::ActReply reply;
  if (const auto* made = std::get_if<casework::NumberAnswer>(&answer)) {
    reply.set_id(made->id);
    reply.set_token(made->token.value);
  } else if (const auto* token = std::get_if<casework::TokenAnswer>(&answer)) {
    reply.set_token(token->token.value);
  }
  return reply;
}

}  // namespace whistle::service
