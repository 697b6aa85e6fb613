"""Thousands of messages at once: one answer each at most, and everybody else is served."""

from __future__ import annotations

from engine import PATIENCE_S, Engine
from support import EngineTest
from whistle.v1 import envelope_pb2
from whistle.v1.case_pb2 import CaseRequest
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
        while answers < FLOOD and (incoming := line.receive(PATIENCE_S)) is not None:
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

    def test_a_stopped_watcher_catches_up_exactly(self) -> None:
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

    def test_who_asks_for_long_answers_keeps_nobody_waiting(self) -> None:
        number, token = self.filed_and_taken()
        for _ in range(60):
            self.client.ask("PROGRESS", case_id=number, token=token, worker="li", note="长" * 1200)
        self.assertGreater(self.client.ask("EXPLAIN", case_id=number).ByteSize(), 200_000)
        bully = self.new_client()
        wish = CaseRequest(case_id=number)
        last = [bully.send("EXPLAIN", wish, on="watch") for _ in range(100)][-1]
        line = bully.line("watch")
        for _ in range(3):
            self.client.ask("HELLO", on="work")
        answered = 0
        while line.pump(0):
            answered += 1
        self.assertLess(answered, 50, "three others were served before half of one")
        bully.answer("EXPLAIN", last, on="watch")
