"""Refusals for load: each on an engine whose limit is low, and gone when there is room again."""

from __future__ import annotations

import itertools
import resource
from typing import Any

import zmq
from engine import PATIENCE_S, TOWN, Engine
from support import EngineTest, unlike_others
from whistle.v1.admin_pb2 import PolicyRequest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle.v1.envelope_pb2 import METHOD_WATCH, Header
from whistle.v1.watch_pb2 import WatchRequest
from whistle_client import Line, Refused

TIB = 1 << 40
WATCHERS_MAX = 1024


class LimitsTest(EngineTest):
    limits = ""

    def make_engine(self) -> Engine:
        engine = Engine()
        self.addCleanup(engine.close)
        settings = engine.folder / "whistled.toml"
        settings.write_text(f"[limits]\n{self.limits}\n")
        return engine.start("--config", str(settings))


class DiskTest(LimitsTest):
    limits = f"disk_free_bytes = {TIB}"

    def test_a_full_disk_refuses_complaints_and_nothing_else(self) -> None:
        free = self.client.ask("STATUS").disk_free_bytes
        self.assertLess(free, TIB, "this disk has too much room for the test")
        request = SubmitRequest(complaint=self.complaint())
        self.refused("DISK_LOW", self.client.call, "SUBMIT", request)
        wish: dict[str, Any] = {"list": "need", "title": "修路", "unit": "east", "by": "居民"}
        self.client.act("list_wish", **wish)
        self.client.ask("WATCH", credit=1)
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, 0)


class RingTest(LimitsTest):
    limits = "command_ring = 64\ncommands_per_group = 1"

    def test_more_complaints_than_can_wait_are_taken_later(self) -> None:
        requests: list[SubmitRequest] = []
        later: list[SubmitRequest] = []
        while not later:
            self.assertLess(len(requests), 5_000, "the engine is faster than complaints are sent")
            burst = [SubmitRequest(complaint=self.complaint()) for _ in range(150)]
            requests += burst
            ids = [self.client.send("SUBMIT", request) for request in burst]
            later = [each for number, each in zip(ids, burst, strict=True) if self.is_full(number)]
        self.assertGreaterEqual(self.client.ask("STATUS").refused_full, len(later))
        for request in later:
            self.client.persist("SUBMIT", request, attempts=100)
        self.assertEqual(self.client.ask("STATUS").tallies.complaints, len(requests))

    def is_full(self, request_id: int) -> bool:
        try:
            self.client.answer("SUBMIT", request_id)
            return False
        except Refused as refused:
            problem = refused

        def again() -> None:
            raise problem

        self.refused("INTAKE_FULL", again)
        return True


class RulesTest(EngineTest):
    def test_one_rule_book_is_read_at_a_time(self) -> None:
        self.refused("RULES_BUSY", self._two_at_once)

    def _two_at_once(self) -> None:
        for number in itertools.count():
            self.assertLess(number, 50, "the engine reads rule books faster than they are sent")
            wishes = [
                PolicyRequest(pack=str(TOWN / "city"), by="wang", reason=unlike_others(serial))
                for serial in (2 * number, 2 * number + 1)
            ]
            ids = [self.client.send("ADOPT_POLICY", wish) for wish in wishes]
            self.client.answer("ADOPT_POLICY", ids[0])
            self.client.answer("ADOPT_POLICY", ids[1])


class WatchersTest(EngineTest):
    def make_engine(self) -> Engine:
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def test_one_watcher_too_many_is_refused(self) -> None:
        context = zmq.Context()
        context.max_sockets = 4 * WATCHERS_MAX
        lines: list[Line] = []
        asked: list[int] = []
        try:
            for _ in range(WATCHERS_MAX):
                line = Line(context, self.engine.endpoints["watch"])
                lines.append(line)
                asked.append(line.send(Header(method=METHOD_WATCH), WatchRequest(credit=1)))
            for line, number in zip(lines, asked, strict=True):
                incoming = line.answer_to(number, PATIENCE_S)
                self.assertEqual(incoming.header.status.code, 0, incoming.header.status)
            self.refused("WATCHERS_FULL", self.client.ask, "WATCH", credit=1)
            self.client.ask("GET_CASE", on="watch", case_id=self.file())
        finally:
            for line in lines:
                line.close()
            context.term()
