"""Bundles: many wishes in one message, for who has the client."""

from __future__ import annotations

from typing import Any, NamedTuple

from google.protobuf.message import Message
from whistle.v1.bundle_pb2 import BundledAnswer, BundledWish, BundleRequest
from whistle.v1.envelope_pb2 import Method
from whistle_client import VERBS, Client, Refused


class Wish(NamedTuple):
    """What would be a message of its own, with what its header would have."""

    verb: str
    request: Message | bytes
    key: str = ""
    timeout_ms: int = 0

    def message(self) -> BundledWish:
        body = self.request
        return BundledWish(
            method=Method.Value("METHOD_" + self.verb),
            body=body if isinstance(body, bytes) else body.SerializeToString(),
            idempotency_key=self.key,
            timeout_ms=self.timeout_ms,
        )


def wish(verb: str, key: str = "", timeout_ms: int = 0, **fields: Any) -> Wish:
    """wish("SIGN", key="k-1", case_id=7, token=9, worker="li")."""
    request = VERBS[verb].request
    assert request is not None
    return Wish(verb, request(**fields), key, timeout_ms)


def request_of(wishes: list[Wish]) -> BundleRequest:
    return BundleRequest(wishes=[each.message() for each in wishes])


def outcome(wish: Wish, answer: BundledAnswer) -> Any:
    """The reply of the verb, or why it was refused."""
    if answer.status.code != 0:
        assert not answer.body, "what is refused has no body"
        return Refused(answer.status)
    return VERBS[wish.verb].reply.FromString(answer.body)


def outcomes(wishes: list[Wish], answers: list[BundledAnswer]) -> list[Any]:
    assert len(answers) == len(wishes), f"{len(answers)} answers to {len(wishes)} wishes"
    return [outcome(each, answer) for each, answer in zip(wishes, answers, strict=True)]


def send(client: Client, wishes: list[Wish], on: str = "work") -> list[Any]:
    """What each is told, in their order: its reply, or a Refused."""
    reply = client.call("BUNDLE", request_of(wishes), on)
    return outcomes(wishes, list(reply.answers))
