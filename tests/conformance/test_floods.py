"""Thousands of messages at once: one answer each at most, and everybody else is served."""

from __future__ import annotations

from engine import Engine
from support import EngineTest
from whistle.v1 import envelope_pb2
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle_client import PROTOCOL, Watch

FLOOD = 8_000
MIB = 1 << 20


class FloodsTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def test_bad_messages_are_answered_once_each_and_others_are_served(self) -> None:
        bully = self.new_client()
        line = bully.line("intake")
        self.client.submit(**self.complaint())
        head = self.client.ask("STATUS").head_sequence
        for number in range(FLOOD):
            line.send_frames([b"HTTP/1.1", b"GET /", b""] if number % 2 else [b"x"])
            if number % 1000 == 0:
                self.client.ask("HELLO", on="intake")
        answers = 0
        while answers < FLOOD and (incoming := line.receive(30)) is not None:
            self.assertIn(incoming.header.status.reason, {"BAD_FRAME", "PROTOCOL"})
            answers += 1
        self.assertEqual(answers, FLOOD)
        self.assertIsNone(line.receive(0))
        self.assertEqual(self.client.ask("STATUS").head_sequence, head)
        self.assertLess(len(self.engine.log()), 256 * 1024, "the log is bounded")

    def test_who_never_reads_costs_bounded_memory(self) -> None:
        deaf = self.new_client()
        line = deaf.line("admin")
        status = envelope_pb2.Header(
            kind=envelope_pb2.KIND_REQUEST, method=envelope_pb2.METHOD_STATUS, request_id=1
        ).SerializeToString()
        before = self.engine.resident_bytes()
        for number in range(FLOOD):
            line.send_frames([PROTOCOL, status, b""])
            if number % 1000 == 0:
                self.client.ask("STATUS")
        self.client.ask("STATUS")
        self.assertLess(self.engine.resident_bytes() - before, 64 * MIB)

    def test_a_stopped_watcher_costs_no_memory_and_catches_up_exactly(self) -> None:
        stopped = Watch(self.new_client(), window=0)
        complaints = [self.complaint() for _ in range(1_000)]
        ids = [
            self.client.send("SUBMIT", SubmitRequest(complaint=complaint))
            for complaint in complaints
        ]
        replies = [self.client.answer("SUBMIT", number) for number in ids]
        self.assertEqual(len({reply.complaint_id for reply in replies}), len(complaints))
        head = self.client.ask("STATUS").head_sequence
        stopped.window = 256
        told = [(fact.sequence, fact.index) for fact in stopped.until(head)]
        quick = Watch(self.new_client(), window=10_000)
        self.assertEqual(told, [(fact.sequence, fact.index) for fact in quick.until(head)])

