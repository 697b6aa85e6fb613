"""A client of WHISTLE/1, written from the comments in proto/whistle/v1 alone.

It shares nothing with the engine and its own client but the protocol, so whatever it can do, a
program of another team in another language can do. Not thread-safe: a ZeroMQ socket belongs to one
thread.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import zmq
from google.protobuf.message import Message
from whistle.v1 import act_pb2, admin_pb2, case_pb2, complaint_pb2, envelope_pb2, registers_pb2
from whistle.v1 import watch_pb2, work_pb2

PROTOCOL = b"WHISTLE/1"
AUDIENCES = ("intake", "work", "watch", "admin")


@dataclass(frozen=True)
class Verb:
    """What envelope.proto says about a method: who takes it, what is asked, what is answered."""

    audiences: tuple[str, ...]
    request: type[Message] | None
    reply: type[Message]


def _verb(audiences: str, request: type[Message] | None, reply: type[Message]) -> Verb:
    return Verb(AUDIENCES if audiences == "all" else tuple(audiences.split()), request, reply)


_TOKEN = _verb("work", work_pb2.TokenRequest, work_pb2.TokenReply)

VERBS: dict[str, Verb] = {
    "HELLO": _verb("all", envelope_pb2.Hello, envelope_pb2.Welcome),
    "SUBMIT": _verb("intake", complaint_pb2.SubmitRequest, complaint_pb2.SubmitReply),
    "PULL": _verb("work", work_pb2.PullRequest, work_pb2.PullReply),
    "RENEW": _TOKEN,
    "RELEASE": _TOKEN,
    "SIGN": _TOKEN,
    "CONTACT": _TOKEN,
    "ARRIVE": _TOKEN,
    "PROGRESS": _TOKEN,
    "FINISH": _verb("work", work_pb2.FinishRequest, work_pb2.TokenReply),
    "RAISE": _TOKEN,
    "CLASSIFY": _verb("work", work_pb2.ClassifyRequest, work_pb2.TokenReply),
    "POST_CHECK": _verb("work", work_pb2.PostCheckRequest, work_pb2.TokenReply),
    "CALL_BACK": _verb("work intake", work_pb2.CallBackRequest, work_pb2.TokenReply),
    "ACT": _verb("intake work admin", act_pb2.ActRequest, act_pb2.ActReply),
    "WATCH": _verb("watch", watch_pb2.WatchRequest, watch_pb2.WatchReply),
    "CREDIT": _verb("watch", watch_pb2.WatchCredit, watch_pb2.WatchReply),
    "GET_CASE": _verb("intake work watch admin", case_pb2.CaseRequest, case_pb2.CaseReply),
    "EXPLAIN": _verb("intake work watch admin", case_pb2.CaseRequest, case_pb2.ExplainReply),
    "QUEUES": _verb("work watch admin", admin_pb2.QueuesRequest, admin_pb2.QueuesReply),
    "REGISTERS": _verb(
        "work watch admin", registers_pb2.RegistersRequest, registers_pb2.RegistersReply
    ),
    "SCOREBOARD": _verb(
        "watch admin", registers_pb2.ScoreboardRequest, registers_pb2.ScoreboardReply
    ),
    "AGENDA": _verb("watch admin", registers_pb2.AgendaRequest, registers_pb2.AgendaReply),
    "STATUS": _verb("admin", None, admin_pb2.StatusReply),
    "ADVANCE_TIME": _verb("admin", admin_pb2.AdvanceTimeRequest, admin_pb2.StatusReply),
    "BACKUP": _verb("admin", admin_pb2.BackupRequest, admin_pb2.BackupReply),
    "ADOPT_POLICY": _verb("admin", admin_pb2.PolicyRequest, admin_pb2.PolicyReply),
}


class Refused(Exception):
    """The engine said no. `reason` is for programs, `message` for people."""

    def __init__(self, status: envelope_pb2.Status) -> None:
        super().__init__(f"{status.code} {status.reason}: {status.message}")
        self.code: int = status.code
        self.reason: str = status.reason
        self.message: str = status.message
        self.retry_after_ms: int = status.retry_after_ms


class NoAnswer(Exception):
    """Nothing came in time. Whether the wish was granted is not known: ask again."""


class Violation(Exception):
    """What came is not WHISTLE/1."""


@dataclass(frozen=True)
class Incoming:
    """A message of the engine."""

    header: envelope_pb2.Header
    body: bytes


class Line:
    """One socket to the engine. Requests may be pipelined; answers are sorted by request id."""

    def __init__(self, context: zmq.Context, endpoint: str) -> None:
        self._socket = context.socket(zmq.DEALER)
        self._socket.linger = 0
        self._socket.connect(endpoint)
        self._ids = itertools.count(1)
        self._answers: dict[int, Incoming] = {}
        self.events: deque[watch_pb2.WatchEvents] = deque()

    def close(self) -> None:
        self._socket.close()

    def send_frames(self, frames: list[bytes]) -> None:
        self._socket.send_multipart(frames)

    def send(self, header: envelope_pb2.Header, request: Message | None) -> int:
        header.kind = envelope_pb2.KIND_REQUEST
        header.request_id = next(self._ids)
        body = request.SerializeToString() if request is not None else b""
        self.send_frames([PROTOCOL, header.SerializeToString(), body])
        return header.request_id

    def receive(self, timeout_s: float) -> Incoming | None:
        """The next message of the engine, whatever it is; None when there is none in time."""
        if not self._socket.poll(max(0, round(timeout_s * 1000))):
            return None
        frames = self._socket.recv_multipart()
        if len(frames) != 3 or frames[0] != PROTOCOL:
            raise Violation(f"{len(frames)} frames, the first is {frames[0]!r}")
        header = envelope_pb2.Header()
        header.ParseFromString(frames[1])
        return Incoming(header, frames[2])

    def answer_to(self, request_id: int, timeout_s: float) -> Incoming:
        """Waits for one answer; keeps what else arrives for those who wait for it."""
        deadline = time.monotonic() + timeout_s
        while request_id not in self._answers:
            if not self.pump(deadline - time.monotonic()):
                raise NoAnswer(f"request {request_id}: nothing within {timeout_s} s")
        return self._answers.pop(request_id)

    def pump(self, timeout_s: float) -> bool:
        """Takes one message in; False when none came in time."""
        incoming = self.receive(timeout_s)
        if incoming is None:
            return False
        if incoming.header.kind == envelope_pb2.KIND_EVENT:
            events = watch_pb2.WatchEvents()
            events.ParseFromString(incoming.body)
            self.events.append(events)
        else:
            self._answers[incoming.header.request_id] = incoming
        return True


class Client:
    """All verbs of the protocol, on up to four sockets.

    `endpoints` maps an audience ("intake", "work", "watch", "admin") to its address. `time_ms` is
    for an engine on a driven clock: every request lets time pass up to there; 0 leaves it alone.
    """

    def __init__(self, endpoints: dict[str, str], timeout_s: float = 30.0) -> None:
        self._context = zmq.Context()
        self._endpoints = endpoints
        self._lines: dict[str, Line] = {}
        self.timeout_s = timeout_s
        self.time_ms = 0

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for line in self._lines.values():
            line.close()
        self._lines.clear()
        self._context.term()

    def line(self, audience: str) -> Line:
        if audience not in self._lines:
            self._lines[audience] = Line(self._context, self._endpoints[audience])
        return self._lines[audience]

    def send(self, verb: str, request: Message | None = None, on: str = "") -> int:
        """Sends without waiting; `answer` takes what comes back."""
        header = envelope_pb2.Header(
            method=envelope_pb2.Method.Value("METHOD_" + verb), driven_time_ms=self.time_ms
        )
        return self.line(on or VERBS[verb].audiences[0]).send(header, request)

    def answer(self, verb: str, request_id: int, on: str = "") -> Any:
        """The reply to a request that was sent. Raises Refused, NoAnswer, Violation."""
        line = self.line(on or VERBS[verb].audiences[0])
        incoming = line.answer_to(request_id, self.timeout_s)
        header = incoming.header
        if header.kind != envelope_pb2.KIND_RESPONSE or not header.HasField("status"):
            raise Violation(f"not a response: {header}")
        if header.method != envelope_pb2.Method.Value("METHOD_" + verb):
            raise Violation(f"a response to {header.method}, not to {verb}")
        if header.status.code != 0:
            raise Refused(header.status)
        reply = VERBS[verb].reply()
        reply.ParseFromString(incoming.body)
        return reply

    def call(self, verb: str, request: Message | None = None, on: str = "") -> Any:
        return self.answer(verb, self.send(verb, request, on), on)

    def ask(self, verb: str, on: str = "", **fields: Any) -> Any:
        """`call` with the fields of the request: ask("PULL", unit="street", worker="li")."""
        request = VERBS[verb].request
        return self.call(verb, request(**fields) if request is not None else None, on)

    def persist(self, verb: str, request: Message, attempts: int = 5) -> Any:
        """`call` again while the engine says "later". Only for what is safe to repeat."""
        for attempt in itertools.count(1):
            try:
                return self.call(verb, request)
            except Refused as refused:
                if refused.code not in (8, 14) or attempt == attempts:
                    raise
                self.line(VERBS[verb].audiences[0]).pump(refused.retry_after_ms / 1000)

    def submit(self, **fields: Any) -> complaint_pb2.SubmitReply:
        complaint = complaint_pb2.Complaint(**fields)
        return self.persist("SUBMIT", complaint_pb2.SubmitRequest(complaint=complaint))

    def act(self, wish: str, on: str = "work", **fields: Any) -> act_pb2.ActReply:
        request = act_pb2.ActRequest()
        chosen = getattr(request, wish)
        chosen.SetInParent()
        chosen.MergeFrom(type(chosen)(**fields))
        return self.call("ACT", request, on)


class Watch:
    """The facts of the journal, in order, none missing and none twice, over reconnects as well."""

    def __init__(self, client: Client, resume_after: int = 0, window: int = 256) -> None:
        self._client = client
        self.window = window
        self._given = self._taken = 0
        self.seen = resume_after
        self.head = 0
        self.begin(window)

    def begin(self, credit: int) -> None:
        """Subscribes after what was seen: at the start, and after a reconnect."""
        self._client.line("watch").events.clear()
        reply = self._client.ask("WATCH", resume_after=self.seen, credit=credit)
        self.head = reply.head_sequence
        self._given, self._taken = credit, 0

    def grant(self, credit: int) -> None:
        """Lets so many facts more come, beyond those of a record that exceeded what was given."""
        self._given = max(self._given, self._taken) + credit
        self._client.ask("CREDIT", credit=self._given)

    def receive(self, timeout_s: float) -> watch_pb2.WatchEvents | None:
        """The next message of the stream; None when none came in time."""
        line = self._client.line("watch")
        if not line.events and not line.pump(timeout_s):
            return None
        if not line.events:  # an answer came, and was kept for who waits for it
            return watch_pb2.WatchEvents(seen_sequence=self.seen, head_sequence=self.head)
        events = line.events.popleft()
        for fact in events.facts:
            if fact.sequence <= self.seen:
                raise Violation(f"fact {fact.sequence}.{fact.index} came again")
        self._taken += len(events.facts)
        self.seen = max(self.seen, events.seen_sequence)
        self.head = max(self.head, events.head_sequence)
        return events

    def until(self, sequence: int) -> Iterator[case_pb2.Fact]:
        """All facts up to this record, with credit given as they are taken."""
        while self.seen < sequence:
            if self._given - self._taken < self.window // 2:
                self.grant(self.window)
            events = self.receive(self._client.timeout_s)
            if events is None:
                raise NoAnswer(f"no facts beyond {self.seen}, {sequence} was promised")
            yield from events.facts
