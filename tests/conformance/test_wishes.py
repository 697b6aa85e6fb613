"""What holds of every wish of act.proto, whatever it is about."""

from __future__ import annotations

import re
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from support import PROTOS, EngineTest, documented_reasons
from whistle.v1 import act_pb2
from whistle_client import Refused

RESIDENTS = {"remind_case", "rate_entry", "list_wish", "claim_entry", "pledge_entry"}
WISHES = act_pb2.ActRequest.DESCRIPTOR.oneofs_by_name["wish"].fields


def words_of_the_proto() -> dict[tuple[str, str], list[str]]:
    """(message, field) -> the words that its comment lists; the one for empty has a star."""
    found: dict[tuple[str, str], list[str]] = {}
    message, before = "", ""
    for line in (PROTOS / "act.proto").read_text(encoding="utf-8").splitlines():
        if opened := re.match(r"message (\w+) \{", line):
            message = opened[1]
        field = re.match(r"  string (\w+) = \d+;(?:  // (.*))?", line)
        comment = (field[2] or before) if field else ""
        if field and re.search(r"\w\*", comment):
            found[message, field[1]] = comment.replace("*", "").split()
        before = line.removeprefix("  // ") if line.startswith("  // ") else ""
    return found


def is_text(field: FieldDescriptor) -> bool:
    return bool(field.type == FieldDescriptor.TYPE_STRING)


class WishesTest(EngineTest):
    def outcome(self, wish: str, on: str = "work", **fields: Any) -> Refused | None:
        try:
            self.client.act(wish, on, **fields)
        except Refused as refused:
            return refused
        return None

    def violation(self, field: FieldDescriptor, wish: str, value: object) -> None:
        fields: dict[str, Any] = {"more": "1wd"} if wish == "ask_extension" else {}
        fields[field.name] = value
        refused = self.refused("FIELD_VIOLATION", self.client.act, wish, **fields)
        self.assertIn(f"{wish}.{field.name}", refused.message)

    def test_no_wish_is_refused(self) -> None:
        self.refused("FIELD_VIOLATION", self.client.ask, "ACT", on="work")

    def test_wishes_of_residents_are_taken_on_the_intake_socket_and_no_others(self) -> None:
        before = self.client.ask("STATUS").head_sequence
        for wish in WISHES:
            with self.subTest(wish=wish.name):
                refused = self.outcome(wish.name, on="intake")
                assert refused is not None
                self.assertEqual(refused.reason != "NOT_PERMITTED", wish.name in RESIDENTS)
        self.assertEqual(self.client.ask("STATUS").head_sequence, before)

    def test_an_empty_wish_is_refused_for_a_documented_reason_on_both_sockets(self) -> None:
        before = self.client.ask("STATUS").head_sequence
        for wish in WISHES:
            for audience in ("work", "admin"):
                with self.subTest(wish=wish.name, on=audience):
                    refused = self.outcome(wish.name, audience)
                    assert refused is not None
                    self.assertEqual(documented_reasons().get(refused.reason), refused.code)
        self.assertEqual(self.client.ask("STATUS").head_sequence, before)

    def test_what_there_is_not_is_not_found(self) -> None:
        for wish in WISHES:
            names = {field.name for field in wish.message_type.fields}
            if "id" not in names:
                continue
            fields: dict[str, Any] = {"id": 999_999_999}
            fields |= {
                name: "li" for name in ("by", "worker", "claimant", "member") if name in names
            }
            fields |= {
                name: "street" for name in ("unit", "by_unit", "from", "to") if name in names
            }
            fields |= {name: "说明" for name in ("reason", "ground", "task") if name in names}
            words = words_of_the_proto()
            for name in list(fields):
                listed = words.get((wish.message_type.name, name))
                if listed:
                    fields[name] = listed[-1]
            extra: dict[str, dict[str, Any]] = {
                "transfer_to_emergency": {"line": "119"},
                "dispose_case": {"disposition": "answered"},
                "name_companion": {"companion": "wu"},
                "link_proposal": {"proposal": "p"},
                "add_evidence": {"digest": "ab" * 16},
                "ask_extension": {"more": "1wd"},
                "supervise_case": {"how": "interview"},
                "suspend_case": {"reason": "season"},
                "issue_card": {"card": "notice"},
                "rate_whistle": {"stars": 5},
                "convene_panel": {"kind": "three_party", "parties": ["a", "b", "c"]},
            }
            with self.subTest(wish=wish.name):
                refused = self.outcome(wish.name, **fields | extra.get(wish.name, {}))
                assert refused is not None
                self.assertEqual(refused.code, 5, refused)
                self.assertIn(
                    refused.reason,
                    {"UNKNOWN_CASE", "UNKNOWN_WHISTLE", "UNKNOWN_DUTY", "UNKNOWN_ENTRY"},
                )

    def test_texts_are_bounded_and_the_field_is_named(self) -> None:
        for wish in WISHES:
            for field in filter(is_text, wish.message_type.fields):
                with self.subTest(wish=wish.name, field=field.name):
                    if field.label == FieldDescriptor.LABEL_REPEATED:
                        self.violation(field, wish.name, ["x" * 129])
                        self.violation(field, wish.name, ["x"] * 257)
                    elif (wish.message_type.name, field.name) not in words_of_the_proto():
                        self.violation(field, wish.name, "x" * 4097)

    def test_the_words_of_the_proto_are_those_of_the_engine(self) -> None:
        words = words_of_the_proto()
        self.assertGreater(len(words), 12)
        for wish in WISHES:
            for field in filter(is_text, wish.message_type.fields):
                listed = words.get((wish.message_type.name, field.name))
                if listed is None:
                    continue
                with self.subTest(wish=wish.name, field=field.name):
                    self.violation(field, wish.name, "no-such-word")
                    for word in listed:
                        refused = self.outcome(wish.name, **{field.name: word})
                        assert refused is not None
                        self.assertNotEqual(refused.reason, "FIELD_VIOLATION", refused)

    def test_instants_are_instants(self) -> None:
        for instant in (-1, 2**62):
            self.refused("FIELD_VIOLATION", self.client.act, "blow_whistle", arrive_at_ms=instant)
