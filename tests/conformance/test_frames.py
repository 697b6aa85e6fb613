"""What is not a message of the protocol is refused by name, once, and changes nothing."""

from __future__ import annotations

import random
import re
import unittest
from contextlib import closing

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from support import PROTOS, EngineTest, seen_reasons
from whistle.v1 import envelope_pb2
from whistle_client import AUDIENCES, PROTOCOL, VERBS, Line

HEADER_BYTES_MAX = 4 * 1024
BODY_BYTES_MAX = 256 * 1024
BROKEN_UTF8 = b"\xe6\xbc\xff\xfe"


def header(verb: str, request_id: int = 7, **more: object) -> bytes:
    return envelope_pb2.Header(
        kind=envelope_pb2.KIND_REQUEST,
        method=envelope_pb2.Method.Value("METHOD_" + verb),
        request_id=request_id,
        **more,
    ).SerializeToString()


class FramesTest(EngineTest):
    def setUp(self) -> None:
        super().setUp()
        self.head = self.client.ask("STATUS").head_sequence

    def tearDown(self) -> None:
        self.assertEqual(self.client.ask("STATUS").head_sequence, self.head, "nothing changed")

    def status_of(self, frames: list[bytes], on: str = "intake") -> envelope_pb2.Header:
        """The one answer to these frames: a refusal with an empty body.

        On a connection of their own: the third that cannot be read would be the last.
        """
        with closing(self.new_client()) as client:
            line: Line = client.line(on)
            line.send_frames(frames)
            incoming = line.receive(client.timeout_s)
            assert incoming is not None, f"no answer to {len(frames)} frames"
            self.assertEqual(incoming.header.kind, envelope_pb2.KIND_RESPONSE)
            self.assertEqual(incoming.body, b"")
            self.assertIsNone(line.receive(0), "answered twice")
        seen_reasons.add(incoming.header.status.reason)
        return incoming.header

    def expect(self, reason: str, code: int, frames: list[bytes], on: str = "intake") -> None:
        answer = self.status_of(frames, on)
        self.assertEqual((answer.status.reason, answer.status.code), (reason, code), answer)

    def test_another_protocol_is_unimplemented(self) -> None:
        for first in (b"HTTP/1.1", b"WHISTLE/2", b"WHISTLE/1 ", b"whistle/1", b"", b"\x00" * 300):
            with self.subTest(first=first):
                answer = self.status_of([first, header("HELLO"), b""])
                self.assertEqual((answer.status.reason, answer.status.code), ("PROTOCOL", 12))
                self.assertEqual(answer.request_id, 0, "what another protocol says is not read")

    def test_a_message_has_three_frames(self) -> None:
        whole = [PROTOCOL, header("HELLO"), b"", b"fourth", b"fifth", b"sixth"]
        for count in (1, 4, 5, 6):
            with self.subTest(frames=count):
                self.expect("BAD_FRAME", 3, whole[:count])

    def test_an_empty_body_may_be_left_out(self) -> None:
        line = self.client.line("intake")
        line.send_frames([PROTOCOL, header("HELLO", 12)])
        incoming = line.receive(self.client.timeout_s)
        assert incoming is not None
        self.assertEqual((incoming.header.status.code, incoming.header.request_id), (0, 12))

    def test_many_frames_are_one_bad_message(self) -> None:
        self.expect("BAD_FRAME", 3, [b""] * 1000)
        self.expect("BAD_FRAME", 3, [PROTOCOL] * 3000)

    def test_headers_are_bounded(self) -> None:
        padding = HEADER_BYTES_MAX - len(header("HELLO", must_understand=["x" * 4000])) + 4000
        fits = header("HELLO", must_understand=["x" * padding])
        self.assertEqual(len(fits), HEADER_BYTES_MAX)
        self.expect("FEATURE", 12, [PROTOCOL, fits, b""])
        over = header("HELLO", must_understand=["x" * (padding + 1)])
        self.expect("BAD_FRAME", 3, [PROTOCOL, over, b""])

    def test_a_frame_far_over_the_bounds_ends_the_connection(self) -> None:
        for frames in ([b"\x00" * 1_000_000], [PROTOCOL, header("SUBMIT"), b"\x0a" * 8_000_000]):
            bully = self.new_client()
            bully.line("intake").send_frames(frames)
            self.client.ask("HELLO", on="intake")  # everybody else is served
            self.assertIsNone(bully.line("intake").receive(0))
            bully.line("intake").close()

    def test_bodies_are_bounded(self) -> None:
        for audience in AUDIENCES:
            frames = [PROTOCOL, header("HELLO", 9), b"x" * (BODY_BYTES_MAX + 1)]
            answer = self.status_of(frames, audience)
            self.assertEqual((answer.status.reason, answer.status.code), ("BODY_TOO_LARGE", 3))
            self.assertEqual(answer.request_id, 9)
        hello = envelope_pb2.Hello(client="x" * (BODY_BYTES_MAX - 4)).SerializeToString()
        self.assertEqual(len(hello), BODY_BYTES_MAX)
        # The largest body is read.
        self.expect("FIELD_VIOLATION", 3, [PROTOCOL, header("HELLO"), hello])

    def test_headers_must_be_headers(self) -> None:
        for broken in (b"\xff\xff\xff", b"\x07", b"\x08", b"\x22\x7fshort", b"WHISTLE/1"):
            with self.subTest(header=broken):
                self.expect("BAD_FRAME", 3, [PROTOCOL, broken, b""])
        broken_utf8 = header("HELLO") + b"\x32\x04" + BROKEN_UTF8  # field 6, must_understand
        self.expect("BAD_FRAME", 3, [PROTOCOL, broken_utf8, b""])

    def test_only_requests_are_taken(self) -> None:
        for kind in (0, envelope_pb2.KIND_RESPONSE, envelope_pb2.KIND_EVENT, 99):
            with self.subTest(kind=kind):
                odd = envelope_pb2.Header(kind=kind, method=1, request_id=3)
                answer = self.status_of([PROTOCOL, odd.SerializeToString(), b""])
                self.assertEqual((answer.status.reason, answer.request_id), ("BAD_FRAME", 3))

    def test_a_feature_that_is_relied_on_is_never_ignored(self) -> None:
        for audience in AUDIENCES:
            demanding = header("HELLO", 5, must_understand=["teleport"])
            answer = self.status_of([PROTOCOL, demanding, b""], audience)
            self.assertEqual((answer.status.reason, answer.status.code), ("FEATURE", 12))
            self.assertEqual((answer.request_id, answer.method), (5, envelope_pb2.METHOD_HELLO))

    def test_unknown_methods_are_unimplemented_on_every_socket(self) -> None:
        for audience in AUDIENCES:
            for method in (0, 3, 19, 64, 9999, 2**31 - 1):
                asked = envelope_pb2.Header(kind=1, method=method, request_id=method + 1)
                answer = self.status_of([PROTOCOL, asked.SerializeToString(), b""], audience)
                self.assertEqual((answer.status.reason, answer.status.code), ("METHOD", 12))
                self.assertEqual((answer.method, answer.request_id), (method, method + 1))

    def test_each_method_is_taken_only_where_the_proto_says(self) -> None:
        for verb, rules in VERBS.items():
            for audience in set(AUDIENCES) - set(rules.audiences):
                with self.subTest(verb=verb, on=audience):
                    self.expect("METHOD", 12, [PROTOCOL, header(verb), b""], audience)

    def test_the_verbs_of_this_client_are_those_of_the_proto(self) -> None:
        text = (PROTOS / "envelope.proto").read_text(encoding="utf-8")
        line = re.compile(r"METHOD_(\w+) = \d+; +// \[([\w, ]+)\] (\w+) -> (\w+)(?:; \[(\w+)\])?")
        documented = {
            match[1]: (f"{match[2]} {match[5] or ''}".replace(",", "").strip(), match[3], match[4])
            for match in line.finditer(text)
        }
        for name in envelope_pb2.Method.keys():
            verb = name.removeprefix("METHOD_")
            if verb == "UNSPECIFIED":
                continue
            with self.subTest(verb=verb):
                sockets, request, reply = documented[verb]
                rules = VERBS[verb]
                sockets = "intake work watch admin" if sockets == "all" else sockets
                self.assertEqual(set(rules.audiences), set(sockets.split()))
                asked = rules.request.DESCRIPTOR.name if rules.request else "empty"
                self.assertEqual((asked, rules.reply.DESCRIPTOR.name), (request, reply))

    def test_bodies_must_be_what_the_method_names(self) -> None:
        for verb, rules in VERBS.items():
            if rules.request is None:
                continue
            for audience in rules.audiences:
                with self.subTest(verb=verb, on=audience):
                    frames = [PROTOCOL, header(verb), b"\x07 no message"]
                    self.expect("BAD_FRAME", 3, frames, audience)

    def test_broken_utf8_is_told_apart(self) -> None:
        for verb, rules in VERBS.items():
            if rules.request is None:
                continue
            body = with_broken_utf8(rules.request.DESCRIPTOR)
            if body is None:
                continue
            for audience in rules.audiences:
                with self.subTest(verb=verb, on=audience):
                    self.expect("BAD_UTF8", 3, [PROTOCOL, header(verb), body], audience)

    def test_a_driven_time_no_clock_shows_is_refused(self) -> None:
        for instant in (-1, 2**62, 7_258_118_400_000):
            frames = [PROTOCOL, header("HELLO", driven_time_ms=instant), b""]
            self.expect("FIELD_VIOLATION", 3, frames)

    def test_noise_is_answered_message_for_message(self) -> None:
        dice = random.Random(20260311)
        for _ in range(500):
            frames = [dice.randbytes(dice.randrange(64)) for _ in range(dice.randrange(1, 6))]
            if dice.random() < 0.5:
                frames[0] = PROTOCOL
            reason = self.status_of(frames, "work").status.reason
            self.assertIn(reason, {"BAD_FRAME", "PROTOCOL", "FEATURE"})


def with_broken_utf8(message: Descriptor) -> bytes | None:
    """Bytes of a message whose first text, of its own or of a message in it, is not UTF-8."""
    for field in message.fields:
        if field.type == FieldDescriptor.TYPE_STRING:
            return bytes([field.number << 3 | 2, len(BROKEN_UTF8)]) + BROKEN_UTF8
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            inner = with_broken_utf8(field.message_type)
            if inner is not None and field.number < 16:
                return bytes([field.number << 3 | 2, len(inner)]) + inner
    return None


if __name__ == "__main__":
    unittest.main()
