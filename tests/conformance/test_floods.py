"""Thousands of messages at once: one answer each at most, and everybody else is served."""

from __future__ import annotations

import time
from contextlib import closing

import zmq
from engine import PATIENCE_S, Engine
from google.protobuf.message import Message
from support import EngineTest
from whistle.v1 import envelope_pb2
from whistle.v1.case_pb2 import CaseRequest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle_client import PROTOCOL, Line, Refused, Watch

FLOOD = 8_000
MIB = 1 << 20


class FloodsTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def expect_three_answers_and_a_farewell(self, line: Line) -> None:
        for _ in range(3):
            incoming = line.receive(PATIENCE_S)
            assert incoming is not None
            self.assertIn(incoming.header.status.reason, {"BAD_FRAME", "PROTOCOL"})
        farewell = line.receive(PATIENCE_S)
        assert farewell is not None
        self.assertEqual(farewell.header.kind, envelope_pb2.KIND_GOAWAY)
        self.assertEqual((farewell.header.request_id, farewell.body), (0, b""))

        def sent_away() -> None:
            raise Refused(farewell.header.status)

        self.refused("MALFORMED", sent_away)

    def test_who_sends_what_cannot_be_read_is_sent_away_and_others_are_served(self) -> None:
        bully = self.new_client()
        line = bully.line("intake")
        self.client.submit(**self.complaint())
        head = self.client.ask("STATUS").head_sequence
        for number in range(FLOOD):
            line.send_frames([b"HTTP/1.1", b"GET /", b""] if number % 2 else [b"x"])
            if number % 1000 == 0:
                self.client.ask("PING", on="intake")
        self.expect_three_answers_and_a_farewell(line)
        unheard = bully.send("PING", on="intake")
        self.client.ask("PING", on="intake")
        self.assertIsNone(line.receive(0), f"nothing more is answered, {unheard} least of all")
        self.assertEqual(self.client.ask("STATUS").head_sequence, head)
        # Another connection is another peer.
        bully.close("intake")
        bully.ask("PING", on="intake")

    def test_many_who_cannot_be_read_cost_neither_memory_nor_log(self) -> None:
        before = self.engine.resident_bytes()
        for _ in range(500):
            with closing(self.new_client()) as bully:
                line = bully.line("intake")
                for _ in range(20):
                    line.send_frames([b"x" * 1000])
                self.expect_three_answers_and_a_farewell(line)
        self.client.ask("PING")
        self.assertLess(self.engine.resident_bytes() - before, 64 * MIB)
        log = self.engine.log()
        self.assertLess(log.count("messages that cannot be read"), 30, "not a line for each")
        self.assertLess(len(log), 16 * 1024)

    def test_who_reads_none_of_its_long_answers_costs_bounded_memory(self) -> None:
        number, token = self.filed_and_taken()
        for _ in range(60):
            self.client.ask("PROGRESS", case_id=number, token=token, worker="li", note="长" * 1200)
        self.assertGreater(self.client.ask("EXPLAIN", case_id=number).ByteSize(), 200_000)
        # Not even ZeroMQ reads for this one.
        deaf = zmq.Context.instance().socket(zmq.DEALER)
        self.addCleanup(deaf.close)
        deaf.linger, deaf.rcvhwm = 0, 1
        deaf.connect(self.engine.endpoints["intake"])

        def send(method: int, request: Message) -> None:
            header = envelope_pb2.Header(
                kind=envelope_pb2.KIND_REQUEST, method=method, request_id=1
            )
            deaf.send_multipart(
                [PROTOCOL, header.SerializeToString(), request.SerializeToString()]
            )

        complaints = self.client.ask("STATUS").tallies.complaints
        before = self.engine.resident_bytes()
        for _ in range(1500):
            send(envelope_pb2.METHOD_EXPLAIN, CaseRequest(case_id=number))
        # Filed when all else of this connection has been looked at.
        send(envelope_pb2.METHOD_SUBMIT, SubmitRequest(complaint=self.complaint()))
        deadline = time.monotonic() + PATIENCE_S
        while self.client.ask("STATUS").tallies.complaints == complaints:
            self.assertLess(time.monotonic(), deadline, "the complaint was not filed")
        # 300 MB were asked for, and 64 may wait.
        self.assertLess(self.engine.resident_bytes() - before, 128 * MIB)
        counts = {count.name: count.value for count in self.client.ask("STATUS").counts}
        self.assertGreater(counts["undelivered_answers"], 1000, "what was not sent is counted")

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
