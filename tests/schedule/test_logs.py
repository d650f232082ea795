"""Logs that a machine reads."""

import io
import json
import logging

from tracker.schedule.logs import JsonLines


def written(message: str, *arguments: object, **more: object) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("tracker.test")
    logger.addHandler(handler)
    logger.error(message, *arguments, **more)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_record_is_one_line_whatever_its_text() -> None:
    """A line break out of a page forges no second record."""
    text = written("%s failed", 'x\n{"level": "info"}', extra={"delivery": "d1"})
    line = json.loads(text)

    assert text.count("\n") == 1
    assert line["message"] == 'x\n{"level": "info"} failed'
    assert (line["level"], line["logger"], line["delivery"]) == ("error", "tracker.test", "d1")


def test_an_error_brings_its_traceback() -> None:
    """In the same line."""
    text = written("it failed", exc_info=ValueError("why"))

    assert "ValueError: why" in json.loads(text)["error"]
    assert text.count("\n") == 1
