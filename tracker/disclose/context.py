"""What stands around the data in a sentence: actors, verbs, negators, the cues of rights or advice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from tracker.disclose.denials import live, read_denials, read_stays
from tracker.disclose.lexicon import VERBS, Cue, Lexicon
from tracker.disclose.parted import Clauses, denials, particle_end, subject
from tracker.disclose.sentence import Actor, Denial, Frame, Mention, Verb
from tracker.disclose.tokens import fold
from tracker.disclose.trie import Hit, longest

_ACTORS: dict[str, Actor] = {"organisation": "organisation", "user": "user", "third_party": "third-party"}
_BREAKS = frozenset(";—–|?!•")
_PAUSES = frozenset((",", ":"))
_LATE_SUBJECT = 5
_SUBJECTS = {"organisation": frozenset(VERBS), "user": frozenset(("provide", "receive"))}
_OPENING = ("rights", "opt_out", "settings", "condition", "hypothetical")
"""Cues that, like a verb, make the words before a comma a clause of their own."""

BLOCKS = (
    "rights",
    "opt_out",
    "settings",
    "security",
    "advice",
    "prohibition",
    "own_contact",
    "elsewhere",
    "definition",
    "hypothetical",
    "minors_denial",
    "former",
)
"""Cues that make what they govern a mention, not a statement."""

_NEAR_SUBJECT = 4  # "we", modal, adverb, "also": tokens between a subject and its verb
_REMEMBERED = 1_000  # sentences; an introduction is read again for each item of its list
_REMEMBERED_LENGTH = 2_000
_ADVERBS = frozenset(("de",))
"""Languages in which "however" also stands inside its clause: "das speichern wir jedoch nicht"."""

_CAPITAL_NOUNS = frozenset(("de",))
"""Languages in which every noun has a capital: a list or a sentence of nouns is no title there."""

_CLOSED = re.compile(r"[,:]|\.$")
_ACRONYM = 5
_TITLE_LENGTH = 80
_TITLE_WORDS = 8


def mentions(tokens: list[str], lexicon: Lexicon) -> list[Mention]:
    """The phrases that name data, sense guards taken out; weak ones never hide others."""
    hits = lexicon.data.every(tokens)
    if not hits:
        return []
    tiers, named = lexicon.tiers, lexicon.named
    found: list[Mention] = []
    weak: list[Hit] = []
    firm: list[Hit] = []
    for hit in hits:
        light, strong = tiers[hit[2]]
        if light:
            weak.append((hit[0], hit[1], light))
        if strong:
            firm.append((hit[0], hit[1], strong) if light else hit)
    guards: list[tuple[int, int]] = []
    for start, end, payloads in longest(firm):
        if names := named[payloads]:
            found.append(Mention(start, end, names))
        else:
            guards.append((start, end))
    if not weak:
        return found
    for start, end, payloads in longest(weak):
        if not any(first <= start and end <= last for first, last in guards):
            found.append(Mention(start, end, named[payloads]))
    found.sort(key=_start)
    return found


_start = attrgetter("start")


def frame(text: str, lexicon: Lexicon) -> Frame:
    """Read one sentence; those read lately are remembered, since versions of a policy share most."""
    remembered = lexicon.frames.get(text)
    if isinstance(remembered, Frame):
        return remembered
    folded = fold(text)
    tokens = lexicon.tokens(folded)
    return frame_of(text, Frame(folded, tokens, mentions(tokens, lexicon)), lexicon)


def frame_of(text: str, result: Frame, lexicon: Lexicon) -> Frame:
    """Fill the frame of a sentence whose tokens and mentions are known."""
    result.title = _is_title(text) and not (lexicon.language in _CAPITAL_NOUNS and _CLOSED.search(text))
    verbs = _read_cues(result, lexicon)
    if result.tokens:
        if lexicon.clauses:
            _read_clauses(result, (), lexicon.language in _ADVERBS)
            _read_parted(result, verbs, lexicon)
        else:
            _read_clauses(result, _subjects(result, verbs), adverbs=False)
            _read_verbs(result, verbs)
            read_denials(result)
        read_stays(result)
    if len(lexicon.frames) >= _REMEMBERED:
        lexicon.frames.clear()
    if len(text) <= _REMEMBERED_LENGTH:
        lexicon.frames[text] = result
    return result


def _is_title(text: str) -> bool:
    if len(text) > _TITLE_LENGTH:
        return False
    bare = [word.strip(".,;:()") for word in text.split()]
    long = [word for word in bare if len(word) > 3 and not (word.isupper() and len(word) <= _ACRONYM)]
    if len(long) == 1 and text[-1] == "." and " " in text:  # "Recopilamos su IP."
        return False
    return 0 < len(long) <= _TITLE_WORDS and all(word[0].isupper() for word in long)


def _read_cues(result: Frame, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """File each cue under its table; give back the verbs."""
    verbs = []
    covered = {
        at
        for mention in result.mentions
        if mention.names[0].tier != "weak"
        for at in range(mention.start + 1, mention.end)
    }
    tables = {"cues": result.cues, "purposes": result.purposes, "recipients": result.recipients}
    cues = lexicon.cues
    for start, end, payloads in lexicon.context.every(result.tokens):
        for number in payloads:
            cue = cues[number]
            table = tables.get(cue.table)
            if table is not None:
                spans = table.get(cue.key)
                if spans is None:
                    table[cue.key] = [(start, end)]
                else:
                    spans.append((start, end))
            elif cue.table != "verbs":
                result.practices.add(cue.key)
            elif start not in covered and (not cue.particle or _closed(result, end, cue, lexicon)):
                verbs.append((start, end, cue.key))
    nouns = result.cues.get("noun", ())
    return [v for v in verbs if not any(start <= v[0] and v[1] <= end for start, end in nouns)]


def _closed(result: Frame, end: int, cue: Cue, lexicon: Lexicon) -> bool:
    """Whether the particle of a parted verb closes its clause."""
    following = lexicon.clauses.get("joiner", frozenset()) | lexicon.clauses.get("behind", frozenset())
    return particle_end(result.tokens, end, cue.particle, following) >= 0


def _read_clauses(result: Frame, subjects: Iterable[int], adverbs: bool) -> None:
    tokens = result.tokens
    bounds = [at + 1 for at, token in enumerate(tokens) if token in _BREAKS]
    bounds += [
        start
        for start, end in result.cues.get("clause", ())
        if not adverbs or end - start > 1 or not start or tokens[start - 1] in _PAUSES | _BREAKS
    ]
    result.bounds = sorted({0, *bounds, *subjects})


def _subjects(result: Frame, verbs: list[tuple[int, int, str]]) -> Iterator[int]:
    """Where a statement begins after a comma or colon: "if you register, we collect"."""
    tokens = result.tokens
    opened = [start for start, _, _ in verbs]
    opened += [start for key in _OPENING for start, _ in result.cues.get(key, ())]
    for actor, actions in _SUBJECTS.items():
        for start, end in result.cues.get(actor, ()):
            said = any(start <= at < end + _NEAR_SUBJECT and action in actions for at, _, action in verbs)
            if not start or not said or not any(before < start for before in opened):
                continue
            if tokens[start - 1] in _PAUSES:
                yield start
            elif ":" in tokens[max(0, start - _LATE_SUBJECT) : start]:  # "…: with each booking we ask"
                yield start - tokens[start - 1 :: -1].index(":")


def _read_parted(result: Frame, verbs: Iterable[tuple[int, int, str]], lexicon: Lexicon) -> None:
    """Verbs with their subjects, negators with their scope, where the verb ends the clause."""
    clauses = Clauses(result, lexicon)
    actors = clauses.agents(_actors(result))
    carried: Actor = ""
    for start, end, action in sorted(verbs):
        named = subject(clauses, start, end, actors)
        carried = carried if named is None else named
        result.verbs.append(Verb(start, end, action, carried))
    advised = [span for key in ("advice", "prohibition") for span in result.cues.get(key, ())]
    negators, nouns = (
        [(first, last) for first, last in live(result, key) if not _inside(first, last, advised)]
        for key in ("negation", "no")
    )
    denied: set[Verb] = set()
    for (start, end), held, verbs_denied in denials(clauses, negators, nouns):
        result.denials.append(Denial(start, end, held))
        denied.update(verbs_denied)
    if denied:
        result.verbs = [replace(verb, negated=True) if verb in denied else verb for verb in result.verbs]


def _inside(first: int, last: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a negator is part of advice: "voer geen medische gegevens in" denies nothing."""
    return any(start <= first and last <= end for start, end in spans)


def _actors(result: Frame) -> list[tuple[int, int, Actor]]:
    return sorted(
        (start, end, actor) for key, actor in _ACTORS.items() for start, end in result.cues.get(key, ())
    )


def _read_verbs(result: Frame, verbs: Iterable[tuple[int, int, str]]) -> None:
    actors = _actors(result)
    carried: Actor = ""
    for start, end, action in sorted(verbs):
        clause_start = result.clause(start)[0]
        near = [
            (first, last, actor)
            for first, last, actor in actors
            if clause_start <= first
            and (last <= start or first == start)  # "recopilamos": the verb itself says who
            and start - last < _NEAR_SUBJECT
            and not any(
                (first <= mention.start and mention.end <= start) or mention.start <= first < mention.end
                for mention in result.mentions
            )
        ]
        if near:
            carried = _subject_of(near, start)
        result.verbs.append(Verb(start, end, action, carried))


def _subject_of(near: Sequence[tuple[int, int, Actor]], verb: int) -> Actor:
    """Of those named before a verb the last; of two side by side the first: "nous vous demandons"."""
    *before, last = near
    pair = before and before[-1][1] == last[0] < verb  # "ti chiediamo": the verb itself says who
    return before[-1][2] if pair else last[2]
