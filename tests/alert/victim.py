"""A process that sends one alert and dies at a chosen step of it."""

import os
import sys
from pathlib import Path

from tests.alert.made import Clock, compose, hook_channel, mail_channel
from tracker.alert.channel import Message, Send
from tracker.alert.deliver import deliver
from tracker.alert.registry import sender
from tracker.archive.archive import Archive
from tracker.archive.observation import Delivery
from tracker.archive.outbox import Outbox

STEPS = ("leased", "composed", "on-the-wire", "answered", "marked", "none")
DIED = 9


def main(folder: str, kind: str, where: str, step: str) -> None:
    channel = mail_channel(int(where)) if kind == "email" else hook_channel(where)

    def composing(delivery: Delivery, language: str) -> Message:
        die_at("leased")
        message = compose(delivery, language)
        die_at("composed")
        return message

    def senders(name: str) -> Send:
        real = sender(name)

        def send(*arguments: object) -> object:
            outcome = real(*arguments)  # type: ignore[arg-type]
            die_at("answered")
            return outcome

        return send  # type: ignore[return-value]

    def die_at(name: str) -> None:
        if step == name:
            os._exit(DIED)

    with Archive.open(Path(folder)) as archive:
        for _ in deliver(Outbox(archive), [channel], composing, Clock(), senders=senders):
            die_at("marked")


if __name__ == "__main__":
    main(*sys.argv[1:])
