"""What stands around the data in a sentence: actors, verbs, negators, the cues of rights or advice."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Literal

from tracker.disclose.lexicon import Cue, Lexicon, Name
from tracker.disclose.parted import Clauses, denials, particle_end, subject
from tracker.disclose.tokens import fold, offsets, words
from tracker.disclose.trie import Hit, longest

Actor = Literal["organisation", "user", "third-party", ""]
_ACTORS: dict[str, Actor] = {"organisation": "organisation", "user": "user", "third_party": "third-party"}
_BREAKS = frozenset(";—–|?!•")
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
_NEGATED_VERB = 5  # "do not (and will never) knowingly collect"
_REMEMBERED = 1_000  # sentences; an introduction is read again for each item of its list
_REMEMBERED_LENGTH = 2_000
_UNKNOWN_REACH = 6  # tokens that "does not <verb> X" denies where the verb is in no list
_HOLDING = frozenset(("collect", "receive", "infer", "store", "use"))  # "X is not stored" denies X
_TITLE_LENGTH = 80
_TITLE_WORDS = 8
_NEGATED_NOUN = 3  # "no such health data"


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names data, in tokens of its sentence."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of collecting, using, sharing or giving, with who does it."""

    start: int
    end: int
    action: str
    actor: Actor
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Denial:
    """A span of tokens that a negator denies."""

    start: int
    end: int
    held: bool
    """Whether holding the data is denied, not just sharing it or using it."""


@dataclass(slots=True)
class Frame:
    """One sentence (or lead-in) as the rules see it."""

    folded: str
    tokens: list[str]
    mentions: list[Mention]
    cues: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Spans of tokens by cue key, in order."""
    purposes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    recipients: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    practices: set[str] = field(default_factory=set)
    verbs: list[Verb] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)
    """Tokens at which a clause begins."""
    denials: list[Denial] = field(default_factory=list)
    title: bool = False
    """Whether it reads like a heading: a few words, each with a capital."""
    excepted: bool = False
    """Whether an exception takes the denial back."""

    _spans: list[tuple[int, int]] | None = None

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each token in the sentence."""
        if self._spans is None:
            self._spans = offsets(self.folded)
        return self._spans

    def clause(self, at: int) -> tuple[int, int]:
        """First token of the clause around a token, and the one after its last."""
        bounds = self.bounds
        following = bisect_right(bounds, at)
        start = bounds[following - 1] if following else 0
        return start, bounds[following] if following < len(bounds) else len(self.tokens)

    def has(self, key: str) -> bool:
        """Whether a cue of this class stands anywhere in the sentence."""
        return key in self.cues

    def before(self, key: str, at: int, start: int = 0) -> bool:
        """Whether a cue of this class ends before a token, and begins at `start` or later."""
        return any(start <= first and last <= at for first, last in self.cues.get(key, ()))


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
    tokens = words(folded)
    return frame_of(text, Frame(folded, tokens, mentions(tokens, lexicon)), lexicon)


def frame_of(text: str, result: Frame, lexicon: Lexicon) -> Frame:
    """Fill the frame of a sentence whose tokens and mentions are known."""
    result.title = _is_title(text)
    verbs = _read_cues(result, lexicon)
    if result.tokens:
        _read_clauses(result)
        if lexicon.clauses:
            _read_parted(result, verbs, lexicon)
        else:
            _read_verbs(result, verbs)
            _read_denials(result)
    if len(lexicon.frames) >= _REMEMBERED:
        lexicon.frames.clear()
    if len(text) <= _REMEMBERED_LENGTH:
        lexicon.frames[text] = result
    return result


def _is_title(text: str) -> bool:
    if len(text) > _TITLE_LENGTH:
        return False
    long = [word for word in text.split() if len(word) > 3]
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
    return verbs


def _closed(result: Frame, end: int, cue: Cue, lexicon: Lexicon) -> bool:
    """Whether the particle of a parted verb closes its clause."""
    joiners = lexicon.clauses.get("joiner", frozenset())
    return particle_end(result.tokens, end, cue.particle, joiners) >= 0


def _read_clauses(result: Frame) -> None:
    bounds = [at + 1 for at, token in enumerate(result.tokens) if token in _BREAKS]
    bounds += [start for start, _ in result.cues.get("clause", ())]
    result.bounds = sorted({0, *bounds})


def _read_parted(result: Frame, verbs: Iterable[tuple[int, int, str]], lexicon: Lexicon) -> None:
    """Verbs with their subjects, negators with their scope, where the verb ends the clause."""
    clauses = Clauses(result, lexicon)
    actors = _actors(result)
    carried: Actor = ""
    for start, end, action in sorted(verbs):
        named = subject(clauses, start, end, actors)
        carried = carried if named is None else named
        result.verbs.append(Verb(start, end, action, carried))
    for (start, end), held, verbs_denied in denials(clauses, _live(result, "negation"), _live(result, "no")):
        result.denials.append(Denial(start, end, held))
        result.verbs = [
            replace(verb, negated=True) if verb in verbs_denied else verb for verb in result.verbs
        ]


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
            actor
            for first, last, actor in actors
            if clause_start <= first
            and (last <= start or first == start)  # "recopilamos": the verb itself says who
            and start - last < _NEAR_SUBJECT
            and not any(first <= mention.start and mention.end <= start for mention in result.mentions)
        ]
        if near:
            carried = near[-1]
        result.verbs.append(Verb(start, end, action, carried))


def _read_denials(result: Frame) -> None:
    for first, last in _live(result, "negation"):
        start, end = _scope(result, first, last)
        denied = [verb for verb in result.verbs if last <= verb.start < min(end, last + _NEGATED_VERB)]
        if not denied:  # a verb that no list knows
            result.denials.append(Denial(first, min(end, last + _UNKNOWN_REACH), held=True))
            continue
        held = any(verb.action in _HOLDING for verb in denied)
        earlier = any(start <= verb.start < first for verb in result.verbs)
        if held and not earlier:
            result.denials.append(Denial(start, end, held))
            continue
        result.denials.append(Denial(first, end, held))
        if held:  # "…, and your history is not stored"
            result.denials.extend(
                Denial(mention.start, first, held)
                for mention in result.mentions
                if 0 <= first - mention.end <= 1
            )
    for first, last in _live(result, "no"):
        stop = last + _NEGATED_NOUN
        for mention in result.mentions:
            between = any(last <= verb.start < mention.start for verb in result.verbs)
            if last <= mention.start < stop and not between:
                result.denials.append(Denial(first, _scope(result, first, last)[1], held=True))
                break


def _scope(result: Frame, first: int, last: int) -> tuple[int, int]:
    """The clause of a negator, on through lists with semicolons, up to an exception or a closing bracket."""
    start, end = result.clause(first)
    while 0 < end < len(result.tokens) and result.tokens[end - 1] == ";":
        following = result.clause(end)[1]
        if any(end <= verb.start < following and verb.actor == "organisation" for verb in result.verbs):
            break
        end = following
    taken_back = [at for at, _ in result.cues.get("exception", ()) if at >= last]
    if taken_back:
        end = min(end, taken_back[0])
        result.excepted = True
    return start, min(end, _closing(result.tokens, first))


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


def _live(result: Frame, key: str) -> list[tuple[int, int]]:
    """Negators that no longer phrase cancels."""
    cancelled = result.cues.get("negation_cancel", ())
    return [
        (first, last)
        for first, last in result.cues.get(key, ())
        if not any(start <= first and last <= end for start, end in cancelled)
    ]
