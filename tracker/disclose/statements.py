"""A statement says who does what with the data, under which condition, for what."""

from collections.abc import Iterator

from tracker.disclose.disclosure import Statement
from tracker.disclose.sentence import Frame

_STOPS = frozenset(",;:.()—–|")
_MAX_CONDITION = 16
_ACTIONS = ("collect", "receive", "infer", "generate", "use", "share", "sell", "store")


def statement(frame: Frame, text: str, leads: tuple[Frame, ...], spans: list[tuple[int, int]]) -> Statement:
    """The statement of a sentence; what it leaves out it takes from its lead-ins."""
    verbs = frame.verbs
    purposes = dict.fromkeys(_purposes(frame))
    for lead in leads:
        if not verbs:
            verbs = lead.verbs
        purposes.update(dict.fromkeys(_purposes(lead)))
    actors = [verb.actor for verb in verbs if verb.actor]
    affirmed = [verb for verb in verbs if not verb.negated]
    found = {verb.action for verb in affirmed or verbs}
    actions = tuple(action for action in _ACTIONS if action in found)
    if "provide" in found and "receive" not in found:
        actions = (*actions, "receive")
    return Statement(
        actor=("organisation" if "organisation" in actors else actors[0]) if actors else "",
        actions=actions,
        conditions=_conditions(frame, text, spans),
        purposes=tuple(purposes),
        recipients=_recipients(frame, text, spans),
    )


def _purposes(frame: Frame) -> Iterator[str]:
    """The purposes that a sentence affirms: not the sale in "we never sell it"."""
    negated = [verb for verb in frame.verbs if verb.negated]
    for purpose, places in frame.purposes.items():
        for start, end in places:
            denied = any(one.start <= start < one.end for one in frame.denials)
            if not denied and not any(verb.start < end and start < verb.end for verb in negated):
                yield purpose
                break


def _conditions(frame: Frame, text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    """Each condition from its cue to the next comma or statement, at most a line."""
    result: list[str] = []
    reached = 0
    said_by_us = {start for start, _ in frame.cues.get("organisation", ())}
    statements = {verb.start for verb in frame.verbs if verb.start in said_by_us}  # "recopilamos"
    statements |= {start - 1 for start, _ in frame.cues.get("subject_trailing", ())}  # "erheben wir"
    for start, end in frame.cues.get("condition", ()):
        if start < reached:
            continue
        stop = end
        adverb = end - start == 1 and start and frame.tokens[start - 1] not in _STOPS  # "und ggf. ein Foto"
        while not adverb and stop < len(frame.tokens) and stop - start < _MAX_CONDITION:
            if frame.tokens[stop] in _STOPS or stop in statements:
                break
            stop += 1
        reached = stop
        result.append(text[spans[start][0] : spans[stop - 1][1]])
    return tuple(dict.fromkeys(result))


def _recipients(frame: Frame, text: str, spans: list[tuple[int, int]]) -> tuple[str, ...]:
    places = sorted(span for found in frame.recipients.values() for span in found)
    return tuple(dict.fromkeys(text[spans[start][0] : spans[end - 1][1]] for start, end in places))
