"""A client of WHISTLE/1, written from the comments in proto/whistle/v1 alone: whatever it can do, a
program of another team in another language can do. Not thread-safe, as ZeroMQ's sockets are not."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

import zmq
from google.protobuf.message import Message
from whistle.v1 import act_pb2, admin_pb2, bundle_pb2, case_pb2, complaint_pb2, envelope_pb2
from whistle.v1 import registers_pb2 as registers
from whistle.v1 import rules_pb2, watch_pb2, work_pb2

PROTOCOL = b"WHISTLE/1"
AUDIENCES = ("intake", "work", "watch", "admin")
_ids = itertools.count(1)  # of requests: what stands keeps its number on the next connection


class Verb(NamedTuple):
    """What envelope.proto says about a method: who takes it, what is asked, what is answered."""

    audiences: tuple[str, ...]
    request: type[Message] | None
    reply: type[Message]


def _verb(audiences: str, request: type[Message] | None, reply: type[Message]) -> Verb:
    return Verb(AUDIENCES if audiences == "all" else tuple(audiences.split()), request, reply)


_TOKEN = _verb("work", work_pb2.TokenRequest, work_pb2.TokenReply)

VERBS: dict[str, Verb] = {
    "HELLO": _verb("all", envelope_pb2.Hello, envelope_pb2.Welcome),
    "PING": _verb("all", None, envelope_pb2.Pong),
    "SUBMIT": _verb("intake", complaint_pb2.SubmitRequest, complaint_pb2.SubmitReply),
    "PULL": _verb("work", work_pb2.PullRequest, work_pb2.PullReply),
    "RECEIVE": _verb("work", work_pb2.ReceiveRequest, work_pb2.ReceiveReply),
    "HOLDINGS": _verb("work", work_pb2.HoldingsRequest, work_pb2.PullReply),
    "DRAIN": _verb("work", work_pb2.DrainRequest, work_pb2.DrainReply),
    "EXPLAIN_PULL": _verb("work watch admin", work_pb2.PullRequest, work_pb2.ExplainPullReply),
    **dict.fromkeys("RENEW RELEASE SIGN CONTACT ARRIVE PROGRESS RAISE".split(), _TOKEN),
    "FINISH": _verb("work", work_pb2.FinishRequest, work_pb2.TokenReply),
    "CLASSIFY": _verb("work", work_pb2.ClassifyRequest, work_pb2.TokenReply),
    "POST_CHECK": _verb("work", work_pb2.PostCheckRequest, work_pb2.TokenReply),
    "CALL_BACK": _verb("work intake", work_pb2.CallBackRequest, work_pb2.TokenReply),
    "ACT": _verb("intake work admin", act_pb2.ActRequest, act_pb2.ActReply),
    "BUNDLE": _verb("work intake", bundle_pb2.BundleRequest, bundle_pb2.BundleReply),
    "WATCH": _verb("watch", watch_pb2.WatchRequest, watch_pb2.WatchReply),
    "CREDIT": _verb("watch work", watch_pb2.WatchCredit, watch_pb2.WatchReply),
    "ACKNOWLEDGE_WATCH": _verb("watch", watch_pb2.AcknowledgeRequest, watch_pb2.AcknowledgeReply),
    "CURSORS": _verb("watch admin", watch_pb2.CursorsRequest, watch_pb2.CursorsReply),
    "DELETE_CURSOR": _verb("admin", watch_pb2.DeleteCursorRequest, watch_pb2.CursorsReply),
    "GET_CASE": _verb("intake work watch admin", case_pb2.CaseRequest, case_pb2.CaseReply),
    "EXPLAIN": _verb("intake work watch admin", case_pb2.CaseRequest, case_pb2.ExplainReply),
    "QUEUES": _verb("work watch admin", admin_pb2.QueuesRequest, admin_pb2.QueuesReply),
    "REGISTERS": _verb("work watch admin", registers.RegistersRequest, registers.RegistersReply),
    "SCOREBOARD": _verb("watch admin", registers.ScoreboardRequest, registers.ScoreboardReply),
    "AGENDA": _verb("watch admin", registers.AgendaRequest, registers.AgendaReply),
    "GET_COMPLAINT": _verb("all", complaint_pb2.ComplaintRequest, complaint_pb2.ComplaintReply),
    "PROPOSE": _verb("intake work admin", rules_pb2.ProposeRequest, rules_pb2.ProposeReply),
    "RULES": _verb("all", rules_pb2.RulesRequest, rules_pb2.RulesReply),
    "STATUS": _verb("admin", None, admin_pb2.StatusReply),
    "ADVANCE_TIME": _verb("admin", admin_pb2.AdvanceTimeRequest, admin_pb2.StatusReply),
    "BACKUP": _verb("admin", admin_pb2.BackupRequest, admin_pb2.BackupReply),
    "ADOPT_POLICY": _verb("admin", admin_pb2.PolicyRequest, admin_pb2.PolicyReply),
}


class Refused(Exception):
    """The engine said no. `reason` is for programs, `message` for people."""

    def __init__(self, status: envelope_pb2.Status) -> None:
        super().__init__(f"{status.code} {status.reason}: {status.message}")
        self.code, self.reason, self.message = status.code, status.reason, status.message
        self.retry_after_ms, self.first_available = status.retry_after_ms, status.first_available


class NoAnswer(Exception):
    """Nothing came in time. Whether the wish was granted is not known: ask again."""


class Violation(Exception):
    """What came is not WHISTLE/1."""


class Incoming(NamedTuple):
    """A message of the engine."""

    header: envelope_pb2.Header
    body: bytes


class Keys(NamedTuple):
    """For an engine on TCP: the key pair of this client, and the public key of the engine."""

    public: bytes
    secret: bytes
    server: bytes


class Line:
    """One socket to the engine. Requests may be pipelined; answers are sorted by request id."""

    def __init__(self, context: zmq.Context, endpoint: str, keys: Keys | None = None) -> None:
        self.socket = context.socket(zmq.DEALER)
        self.socket.linger = 0
        if keys is not None:
            self.socket.curve_publickey, self.socket.curve_secretkey = keys.public, keys.secret
            self.socket.curve_serverkey = keys.server
        self.socket.connect(endpoint)
        self.send_frames, self.close = self.socket.send_multipart, self.socket.close
        self.answers: dict[int, Incoming] = {}
        self.events: deque[watch_pb2.WatchEvents] = deque()
        self.grants: deque[Incoming] = deque()  # of standing pulls
        self.ended: Refused | None = None  # why a watch has ended, or the engine sends us away

    def send(self, header: envelope_pb2.Header, request: Message | None) -> int:
        header.kind = envelope_pb2.KIND_REQUEST
        header.request_id = next(_ids)
        body = request.SerializeToString() if request is not None else b""
        self.send_frames([PROTOCOL, header.SerializeToString(), body])
        return header.request_id

    def receive(self, timeout_s: float) -> Incoming | None:
        """The next message of the engine, whatever it is; None when there is none in time."""
        if not self.socket.poll(max(0, round(timeout_s * 1000))):
            return None
        frames = self.socket.recv_multipart()
        if len(frames) != 3 or frames[0] != PROTOCOL:
            raise Violation(f"{len(frames)} frames, the first is {frames[0]!r}")
        return Incoming(envelope_pb2.Header.FromString(frames[1]), frames[2])

    def answer_to(self, request_id: int, timeout_s: float) -> Incoming:
        """Waits for one answer; keeps what else arrives for those who wait for it."""
        deadline = time.monotonic() + timeout_s
        while request_id not in self.answers:
            if not self.pump(deadline - time.monotonic()):
                raise NoAnswer(f"request {request_id}: nothing within {timeout_s} s")
        return self.answers.pop(request_id)

    def pump(self, timeout_s: float) -> bool:
        """Takes one message in; False when none came in time."""
        incoming = self.receive(timeout_s)
        if incoming is None:
            return False
        kind, status = incoming.header.kind, incoming.header.status
        if kind == envelope_pb2.KIND_GOAWAY or (kind == envelope_pb2.KIND_EVENT and status.code):
            self.ended = Refused(status)
        elif kind == envelope_pb2.KIND_EVENT and incoming.header.method == envelope_pb2.METHOD_PULL:
            self.grants.append(incoming)
        elif kind == envelope_pb2.KIND_EVENT:
            self.events.append(watch_pb2.WatchEvents.FromString(incoming.body))
        else:
            self.answers[incoming.header.request_id] = incoming
        return True


class Client:
    """All verbs of the protocol, on up to four sockets.

    `endpoints` maps an audience ("intake", "work", "watch", "admin") to its address. `time_ms` is
    for an engine on a driven clock: every request lets time pass up to there; 0 leaves it alone.
    `keys` are for endpoints on TCP, and must be set before the first call. `acting_for` is whom a
    gateway asks for.
    """

    def __init__(self, endpoints: dict[str, str], timeout_s: float = 30.0) -> None:
        self._endpoints = endpoints
        self._lines: dict[str, Line] = {}
        self._tokens: dict[str, bytes] = {}  # of sessions
        self.timeout_s = timeout_s
        self.time_ms = 0
        self.keys: Keys | None = None
        self.acting_for: envelope_pb2.Operator | None = None

    def close(self, on: str = "") -> None:
        """Ends one connection, or all of them. The next call makes another one."""
        for audience in [on] if on else list(self._lines):
            self._lines.pop(audience).close()

    def line(self, audience: str) -> Line:
        if audience not in self._lines:
            endpoint = self._endpoints[audience]
            keys = self.keys if endpoint.startswith("tcp:") else None
            self._lines[audience] = Line(zmq.Context.instance(), endpoint, keys)
        return self._lines[audience]

    def send(self, verb: str, request: Message | None = None, on: str = "") -> int:
        """Sends without waiting; `answer` takes what comes back."""
        header = envelope_pb2.Header(
            method=envelope_pb2.Method.Value("METHOD_" + verb),
            driven_time_ms=self.time_ms,
            acting_for=self.acting_for,
        )
        return self.line(on or VERBS[verb].audiences[0]).send(header, request)

    def answer(self, verb: str, request_id: int, on: str = "") -> Any:
        """The reply to a request that was sent. Raises Refused, NoAnswer, Violation."""
        line = self.line(on or VERBS[verb].audiences[0])
        header, body = line.answer_to(request_id, self.timeout_s)
        if header.kind != envelope_pb2.KIND_RESPONSE or not header.HasField("status"):
            raise Violation(f"not a response: {header}")
        if header.method != envelope_pb2.Method.Value("METHOD_" + verb):
            raise Violation(f"a response to {header.method}, not to {verb}")
        if header.status.code != 0:
            raise Refused(header.status)
        return VERBS[verb].reply.FromString(body)

    def call(self, verb: str, request: Message | None = None, on: str = "") -> Any:
        return self.answer(verb, self.send(verb, request, on), on)

    def ask(self, verb: str, on: str = "", **fields: Any) -> Any:
        """`call` with the fields of the request: ask("PULL", unit="street", worker="li")."""
        request = VERBS[verb].request
        return self.call(verb, request(**fields) if request is not None else None, on)

    def hello(self, on: str, **fields: Any) -> envelope_pb2.Welcome:
        """Begins a session, or goes on with the one before on that socket."""
        fields = {"resume_token": self._tokens.get(on, b"")} | fields
        welcome: envelope_pb2.Welcome = self.ask("HELLO", on, **fields)
        self._tokens[on] = welcome.resume_token
        return welcome

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
        return self.call("ACT", act_pb2.ActRequest(**{wish: fields}), on)


class Watch:
    """The facts of the journal, in order, none missing and none twice, over reconnects as well.

    `wish` are fields of WatchRequest: where to start, a filter, a cursor.
    """

    def __init__(self, client: Client, window: int = 256, **wish: Any) -> None:
        self._client, self._wish, self.window = client, wish, window
        self.begin(window)

    def begin(self, credit: int) -> None:
        """Subscribes after what was seen: at the start, and after a reconnect."""
        request = watch_pb2.WatchRequest(**self._wish, credit=credit)
        self._asked = self._client.send("WATCH", request)
        reply = self._client.answer("WATCH", self._asked)
        line = self._client.line("watch")  # what came before the answer is of an older watch
        line.events, line.ended = deque(), None
        self.head, self._given, self._taken = reply.head_sequence, reply.credit, 0
        self._wish |= {"journal_id": reply.journal_id, "from_now": False}
        self._wish["resume_after"] = self.seen = self._matched = reply.start_sequence

    def grant(self, credit: int) -> None:
        """Lets so many facts more come, beyond those of a record that exceeded what was given."""
        wanted = max(self._given, self._taken) + credit
        self._given = self._client.ask("CREDIT", credit=wanted).credit

    def receive(self, timeout_s: float) -> watch_pb2.WatchEvents | None:
        """The next message of the stream; None when none came in time. Refused: it has ended."""
        line = self._client.line("watch")
        if not line.events and line.ended is None and not line.pump(timeout_s):
            return None
        if not line.events and (line.ended is not None or self._asked in line.answers):
            raise line.ended or Refused(line.answers.pop(self._asked).header.status)
        if not line.events:  # an answer came, and was kept for who waits for it
            return watch_pb2.WatchEvents(seen_sequence=self.seen, head_sequence=self.head)
        events = line.events.popleft()
        if events.previous_sequence > self._matched:
            raise Violation(f"{events.previous_sequence} was lost")
        for fact in events.facts:
            if fact.sequence <= self.seen:
                raise Violation(f"fact {fact.sequence}.{fact.index} came again")
            if fact.previous > self._matched:
                raise Violation(f"{fact.previous} was lost before {fact.sequence}")
            self._matched = fact.sequence
        self._taken += len(events.facts) + len(events.cases)
        self._wish["resume_after"] = self.seen = max(self.seen, events.seen_sequence)
        if events.HasField("snapshot_end"):
            self._wish["snapshot"] = False
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
