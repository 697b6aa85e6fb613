"""Golden bytes: a sample of every message, as it looked when its shape was released.

golden/messages.txt has a block for each sample, in order of name:

    == whistle.v1.Hello
    0a0be69687e5ad9720312e31...          the bytes, hexadecimal
    -- client: "文字 1" version: "文字 2"   the same as text, one field after the other on a line

A message has a sample for each member of its oneof. When a message grows, a second sample with the
new fields goes below the first; the first stays, since other programs still send it.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from engine import HERE
from google.protobuf import text_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.reflection import MakeClass
from support import PROTOS

FILE = HERE / "golden" / "messages.txt"
_DIGITS_PER_LINE = 100


@dataclass(frozen=True)
class Sample:
    """A message as it was released."""

    name: str
    hex: str
    text: str

    def message(self) -> Message:
        message = classes()[self.name]()
        message.ParseFromString(bytes.fromhex(self.hex))
        return message


def classes() -> dict[str, type[Message]]:
    """Every message of the protocol by its full name, inner ones included."""
    found: dict[str, type[Message]] = {}

    def add(descriptor: Descriptor) -> None:
        found[descriptor.full_name] = MakeClass(descriptor)
        for inner in descriptor.nested_types:
            add(inner)

    for proto in sorted(PROTOS.glob("*.proto")):
        module = importlib.import_module(f"whistle.v1.{proto.stem}_pb2")
        for descriptor in module.DESCRIPTOR.message_types_by_name.values():
            add(descriptor)
    return found


def read() -> list[Sample]:
    samples = []
    for block in FILE.read_text(encoding="utf-8").split("== ")[1:]:
        head, text = block.split("\n-- ", 1)
        name, *digits = head.splitlines()
        samples.append(Sample(name, "".join(digits), text.rstrip("\n")))
    return samples


def write(samples: list[Sample]) -> None:
    order = sorted(range(len(samples)), key=lambda at: (samples[at].name, at))
    blocks = []
    for sample in (samples[at] for at in order):
        lines = textwrap.wrap(sample.hex, _DIGITS_PER_LINE)
        blocks.append("\n".join([f"== {sample.name}", *lines, f"-- {sample.text}"]) + "\n")
    FILE.write_text("".join(blocks), encoding="utf-8")


def text_of(message: Message) -> str:
    return str(text_format.MessageToString(message, as_utf8=True, as_one_line=True))


def sample_of(message: Message) -> Sample:
    return Sample(message.DESCRIPTOR.full_name, message.SerializeToString().hex(), text_of(message))


def filled(kind: type[Message]) -> Iterator[Message]:
    """With every field set to something of its own; once for each member of a oneof."""
    choices = [
        [field.name for field in oneof.fields]
        for oneof in kind.DESCRIPTOR.oneofs
        if len(oneof.fields) > 1  # `optional` is a oneof of one
    ]
    for chosen in choices[0] if choices else [""]:
        message = kind()
        left_out = frozenset(name for names in choices for name in names) - {chosen}
        _fill(message, 0, left_out)
        yield message


def _fill(message: Message, depth: int, left_out: frozenset[str] = frozenset()) -> None:
    for field in message.DESCRIPTOR.fields:
        if field.name in left_out:
            continue
        if field.label == FieldDescriptor.LABEL_REPEATED:
            _fill_repeated(message, field, depth)
        elif field.message_type is not None:
            inner = getattr(message, field.name)
            inner.SetInParent()
            _fill(inner, depth + 1)
        else:
            setattr(message, field.name, _value(field, field.number))


def _fill_repeated(message: Message, field: FieldDescriptor, depth: int) -> None:
    values = getattr(message, field.name)
    if field.message_type is None:
        values.extend(_value(field, field.number * 10 + place) for place in (1, 2))
        return
    for _ in range(2 if depth == 0 else 1):
        _fill(values.add(), depth + 1)


def _value(field: FieldDescriptor, number: int) -> object:
    kind = FieldDescriptor
    if field.type == kind.TYPE_STRING:
        return f"文字 {number}"
    if field.type == kind.TYPE_BYTES:
        return bytes([number % 256, 0, 255])
    if field.type == kind.TYPE_BOOL:
        return True
    if field.type == kind.TYPE_DOUBLE:
        return number + 0.5
    if field.type == kind.TYPE_ENUM:
        return field.enum_type.values[-1].number
    if field.type == kind.TYPE_INT64:
        return 1_773_187_200_000 + number
    if field.type == kind.TYPE_INT32:
        return -number
    return (1 << 60) + number if field.type != kind.TYPE_UINT32 else 300 + number


def is_complete(message: Message) -> bool:
    """Whether no field is left out, but for members of a oneof that cannot be set together."""
    for field in message.DESCRIPTOR.fields:
        if field.label == FieldDescriptor.LABEL_REPEATED:
            values = getattr(message, field.name)
            if len(values) == 0:
                return False
            inner = values if field.message_type is not None else []
        elif field.containing_oneof is not None and len(field.containing_oneof.fields) > 1:
            inner = [getattr(message, field.name)] if message.HasField(field.name) else []
        elif field.message_type is not None:
            if not message.HasField(field.name):
                return False
            inner = [getattr(message, field.name)]
        elif field.has_presence:
            if not message.HasField(field.name):
                return False
            continue
        else:
            if getattr(message, field.name) == field.default_value:
                return False
            continue
        if not all(is_complete(each) for each in inner):
            return False
    return True
