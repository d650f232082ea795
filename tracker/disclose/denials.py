"""What the negators of a sentence deny."""

from dataclasses import replace

from tracker.disclose.sentence import Denial, Frame, Mention, Span, Verb

_JOINERS = frozenset((",", "and", "or", "but", "et", "ou", "mais", "y", "e", "o", "pero", "ma"))
_NEGATED_VERB = 5  # "do not (and will never) knowingly collect"
_UNKNOWN_REACH = 6  # tokens that "does not <verb> X" denies where the verb is in no list
_NEGATED_NOUN = 3  # "no such health data"
_RECIPIENT_REACH = 3  # "not uploaded to any of our servers"
_RELATIVE_REACH = 3  # "that we may collect"
_LIST_GAP = 3  # tokens between two names of one list: ", and your"
_HOLDING = frozenset(("collect", "receive", "infer", "store", "use"))  # "X is not stored" denies X
_TAKING = frozenset(
    ("collect", "receive", "infer", "store", "provide", "access")
)  # "without giving us your name"
_GIVING = frozenset(("provide", "share", "access"))  # so does "X is not uploaded to our servers"


def read_denials(frame: Frame) -> None:
    """File the spans that negators deny; the verbs that they negate affirm nothing any more."""
    for first, last in live(frame, "negation"):
        _negator(frame, first, last)
    for first, last in live(frame, "no"):
        if first not in frame.exceptions:
            _negated_noun(frame, first, last)


def read_stays(frame: Frame) -> None:
    """File clauses that say that data never comes to the organisation: "only on your device"."""
    for first, _ in frame.cues.get("stays", ()):
        start, end = frame.clause(first)
        said = (verb for verb in frame.verbs if start <= verb.start < first)
        if not any(verb.actor == "organisation" and not verb.negated for verb in said):
            frame.denials.append(Denial(start, end, held=True))


def _negator(frame: Frame, first: int, last: int) -> None:
    """A negator denies its verb with what hangs on it, also the subject of a passive one."""
    start, end = _scope(frame, first, last)
    if (
        start and frame.tokens[start - 1] != ";" and not _named(frame, start, first)
    ):  # "has never been, and will never be, stored"
        start = frame.clause(start - 1)[0]
    reach = min(end, last + _NEGATED_VERB)
    denied = [verb for verb in frame.verbs if last <= verb.start < reach]
    if not denied:  # a verb that no list knows
        reach = min(end, last + _UNKNOWN_REACH)
        for mention in frame.mentions:  # on through a list that begins there
            if last <= mention.start < reach + _LIST_GAP - 1 and mention.end <= end:
                reach = max(reach, mention.end)
        frame.denials.append(Denial(first, reach, held=True))
        return
    held = any(verb.action in _HOLDING or _given_to_us(frame, verb) for verb in denied)
    if not frame.exceptions:
        _negate(frame, denied)
    earlier = [verb.end for verb in frame.verbs if start <= verb.start < first]
    if held and not earlier:
        frame.denials.append(Denial(start, end, held))
        return
    frame.denials.append(Denial(first, end, held))
    subject = _subject(frame, max([start, *earlier]), first, bool(earlier))
    frame.denials.extend(Denial(mention.start, mention.end, held) for mention in subject)


def _given_to_us(frame: Frame, verb: Verb) -> bool:
    """Whether what a verb gives would come to the organisation: "is not sent to our servers"."""
    return verb.action in _GIVING and any(
        0 <= start - verb.end <= _RECIPIENT_REACH for start, _ in frame.cues.get("organisation", ())
    )


def _negate(frame: Frame, denied: list[Verb]) -> None:
    for at, verb in enumerate(frame.verbs):
        if verb in denied:
            frame.verbs[at] = replace(verb, negated=True)


def _subject(frame: Frame, start: int, negator: int, said: bool) -> list[Mention]:
    """The names of data that are the subject of a negated verb: nobody else stands before the negator."""
    found = [m for m in frame.mentions if start <= m.start and m.end <= negator]
    if not found:
        return []
    between = frame.tokens[found[-1].end - 1 : negator]  # a phrase may end in its "and"
    if said and any(token in _JOINERS for token in between):  # "we collect your name and do not share it"
        return []
    return [] if _acted(frame, found[-1].end, negator) else found


def _acted(frame: Frame, start: int, end: int) -> bool:
    """Whether someone is named between two tokens."""
    spans = (span for key in ("organisation", "user", "third_party") for span in frame.cues.get(key, ()))
    return any(start <= first < end for first, _ in spans)


def _named(frame: Frame, start: int, end: int) -> bool:
    """Whether anybody or any data is named between two tokens."""
    return _acted(frame, start, end) or any(start <= mention.start < end for mention in frame.mentions)


def _negated_noun(frame: Frame, first: int, last: int) -> None:
    """ "No health data", and "without giving us your date of birth"."""
    for mention in frame.mentions:
        if mention.start < last:
            continue
        between = [verb for verb in frame.verbs if last <= verb.start < mention.start]
        undone = any(verb.start == last and verb.action in _TAKING for verb in between)
        if undone or (mention.start < last + _NEGATED_NOUN and not between):
            frame.denials.append(Denial(first, _scope(frame, first, last)[1], held=True))
            return


def affirmed_after_all(frame: Frame, mention: Mention) -> bool:
    """Whether a relative clause takes a denial back: "we do not sell the fingerprints that we collect"."""
    end = mention.end
    for other in frame.mentions:
        if end <= other.start <= end + _LIST_GAP:
            end = other.end
    return any(
        0 <= first - end <= 1
        and any(
            last <= verb.start < last + _RELATIVE_REACH and not verb.negated and verb.actor == "organisation"
            for verb in frame.verbs
        )
        for first, last in frame.cues.get("relative", ())
    )


def _scope(frame: Frame, first: int, last: int) -> Span:
    """The clause of a negator, on through lists with semicolons, up to an exception or a closing bracket."""
    start, end = frame.clause(first)
    while 0 < end < len(frame.tokens) and frame.tokens[end - 1] == ";":
        following = frame.clause(end)[1]
        if any(first == end for first, _ in frame.cues.get("clause", ())):  # "; however, …"
            break
        if any(end <= verb.start < following and verb.actor == "organisation" for verb in frame.verbs):
            break
        end = following
    taken_back = [at for at, _ in frame.cues.get("exception", ()) if at >= last]
    if taken_back and taken_back[0] < end:
        end = min(end, taken_back[0])
        frame.exceptions.append(taken_back[0])
    return start, min(end, _closing(frame.tokens, first))


def _closing(tokens: list[str], at: int) -> int:
    """Where the bracket around a token closes; the end where it stands in none."""
    depth = 0
    for index in range(at, len(tokens)):
        if tokens[index] == "(":
            depth += 1
        elif tokens[index] == ")":
            if depth == 0:
                return index
            depth -= 1
    return len(tokens)


def live(frame: Frame, key: str) -> list[Span]:
    """Negators that no longer phrase cancels."""
    cancelled = frame.cues.get("negation_cancel", ())
    return [
        (first, last)
        for first, last in frame.cues.get(key, ())
        if not any(start <= first and last <= end for start, end in cancelled)
    ]
