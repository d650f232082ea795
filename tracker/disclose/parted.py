"""Who acts, what is denied in languages that part the verb or end the clause with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.disclose.lexicon import Lexicon
    from tracker.disclose.sentence import Actor, Frame, Verb

Span = tuple[int, int]
Agent = tuple[int, int, "Actor"]
Denied = tuple[Span, bool, list["Verb"]]
"""A span of tokens, whether holding is denied, which verbs are."""

_SEPARATORS = frozenset((",", ";", ":", "(", ")", "[", "]", "—", "–", "•"))
_ENDS = frozenset((",", ";", ":", "(", ")", "[", "]", "—", "–", "•", ".", "!", "?"))
_HOLDING = frozenset(("collect", "receive", "infer", "generate", "store", "use", "access"))
_GIVING = frozenset(("provide", "generate", "use", "share", "store", "receive", "access"))
_REACH = 6  # tokens after a negator whose verb no list knows
_NEAR_SUBJECT = 4  # "we", modal, adverb: tokens between a subject and its verb
_AFTER_SUBJECT = 1  # "erheben auch wir"
_OPENING = 2  # "dass wir", "die wir": tokens of a clause before its subject
_NEGATED_NOUN = 4  # "keine besonders sensiblen Gesundheitsdaten"
_NEGATED_ACT = 2  # "keine automatisierte Erhebung von Standortdaten"
_PARTICLE_REACH = 60  # tokens between a verb and the particle that ends its clause


def particle_end(
    tokens: Sequence[str], start: int, particle: tuple[str, ...], following: frozenset[str]
) -> int:
    """Where the particle of a parted verb ends that closes its clause; -1 where there is none."""
    width = len(particle)
    for at in range(start, min(len(tokens), start + _PARTICLE_REACH) - width + 1):
        if tokens[at] in ";.!?":
            return -1
        if tokens[at : at + width] == list(particle):
            end = at + width
            if end == len(tokens) or tokens[end] in _ENDS or tokens[end] in following:
                return end
    return -1


_START = attrgetter("start")


def _between(first: int, last: int, marks: Sequence[int]) -> bool:
    """Whether one of the sorted marks stands in a span."""
    return bisect_left(marks, first) < bisect_left(marks, last)


class Clauses:
    """A sentence cut at its commas, as far as the rules here look."""

    def __init__(self, frame: Frame, words_of: Lexicon) -> None:
        self.frame = frame
        self.tokens = frame.tokens
        self.joiners = words_of.clauses.get("joiner", frozenset())
        self.relatives = words_of.clauses.get("relative", frozenset())
        self.prepositions = words_of.clauses.get("preposition", frozenset())
        self.openers = words_of.clauses.get("subordinate", frozenset())
        self.exceptions = words_of.clauses.get("except", frozenset())
        self.by_whom = words_of.clauses.get("agent", frozenset())
        self.particles = words_of.particles
        self.light = words_of.clauses.get("light", frozenset())
        cuts = [at + 1 for at, token in enumerate(self.tokens) if token in _SEPARATORS]
        starts = sorted({0, *cuts, *frame.bounds, *self._joined(cuts)})
        ends = [*starts[1:], len(self.tokens)]
        self.parts = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
        self.ends = [end for _, end in self.parts]
        self.leading = frozenset(start for start, _ in frame.cues.get("subject_trailing", ()))
        """Where a subject of the organisation stands."""

    def _joined(self, cuts: list[int]) -> Iterator[int]:
        """Joiners between two clauses, each with a subject, an auxiliary or a negator of its own."""
        cues = self.frame.cues
        own = sorted(start for key in ("subject_trailing", "passive") for start, _ in cues.get(key, ()))
        negators = sorted(start for start, _ in cues.get("negation", ()))
        if len(own) < 2 and len(negators) < 2:
            return
        bounds = [0, *cuts, len(self.tokens)]
        for at, token in enumerate(self.tokens):
            if token in self.joiners:
                number = bisect_right(bounds, at)
                first, last = bounds[number - 1], bounds[min(number, len(bounds) - 1)]
                if any(
                    _between(first, at, marks) and _between(at + 1, last, marks) for marks in (own, negators)
                ):
                    yield at

    def part(self, at: int) -> int:
        """The number of the part that holds a token."""
        return min(bisect_right(self.ends, at), len(self.parts) - 1)

    def agents(self, actors: Iterable[Agent]) -> list[Agent]:
        """The actors that can be a subject: no part of a name of data, no owner of it, no object."""
        named = {at for mention in self.frame.mentions for at in range(mention.start, mention.end)}
        begun = {mention.start for mention in self.frame.mentions}
        owners = frozenset(self.frame.cues.get("possessive", ()))
        return [
            one
            for one in actors
            if one[0] not in named
            and not (one[1] in begun and one[:2] in owners)  # "je locatie"
            and not (one[0] and self.tokens[one[0] - 1] in self.prepositions)  # "van u"
        ]

    def opens(self, number: int, words: frozenset[str]) -> bool:
        """Whether a part begins with one of these words, a preposition before it or not."""
        start, end = self.parts[number]
        if number == 0 and words is self.relatives:  # "Die Telefonnummer …"
            return False
        return any(word in words for word in self.tokens[start : min(start + 2, end)])

    def before_bracket(self, start: int) -> int:
        """Where the part began that a bracket before a token interrupts."""
        if not start or self.tokens[start - 1] != ")":
            return start
        opened = next((at for at in range(start - 2, -1, -1) if self.tokens[at] == "("), None)
        return start if opened is None else self.parts[self.part(opened)][0]

    def excepted(self, end: int) -> bool:
        """Whether what follows opens with an exception: "…, tenzij"."""
        return any(at == end for at, _ in self.frame.cues.get("exception", ()))

    def verbs(self, span: Span) -> list[Verb]:
        verbs = self.frame.verbs
        return verbs[bisect_left(verbs, span[0], key=_START) : bisect_left(verbs, span[1], key=_START)]

    def back(self, number: int, held: bool) -> int:
        """Where the object before a verb begins: over lists, over clauses that qualify it."""
        start = self.parts[number][0]
        if self.opens(number, self.openers) or self.opens(number, self.relatives):
            return start
        while number > 0 and start not in self.frame.bounds and self.tokens[start - 1] not in "(;—–[":
            number -= 1
            if self.opens(number, self.openers):
                break
            if self.opens(number, self.relatives):
                if not held:
                    break
                continue
            if self.verbs(self.parts[number]):
                break
            start = self.parts[number][0]
        return start

    def forth(self, number: int) -> int:
        """Where the object of a verb ends that stands after it: with lists and what qualifies them."""
        end = self.parts[number][1]
        for following in range(number + 1, len(self.parts)):
            start, stop = self.parts[following]
            if start in self.frame.bounds and self.tokens[start - 1] not in ";—–•":
                break
            acts = start in self.leading or start + 1 in self.leading
            qualifies = self.opens(following, self.relatives)
            if acts and not qualifies:  # "…, können wir"
                break
            if not qualifies and (self.opens(following, self.openers) or self.verbs((start, stop))):
                break
            end = stop
        return end


def subject(clauses: Clauses, start: int, end: int, actors: Sequence[Agent]) -> Actor | None:
    """Who acts in a verb's clause: named right after it, shortly before it, or where the clause opens."""
    first, last = clauses.parts[clauses.part(start)]
    first = clauses.before_bracket(first)
    actors = actors[bisect_left(actors, (min(first, start),)) : bisect_left(actors, (last,))]
    within = next((actor for begin, stop, actor in actors if start <= begin and stop <= end), None)
    if within is not None:  # "bitten wir" as one phrase
        return within
    behind = clauses.frame.cues.get("subject_trailing", ())
    passive = any(first <= begin < last for begin, _ in clauses.frame.cues.get("passive", ()))
    if passive and clauses.by_whom:  # "wird anderen Nutzern angezeigt", "wird von Nutzern angegeben"
        tokens, by_whom = clauses.tokens, clauses.by_whom
        actors = [one for one in actors if one[:2] in behind or tokens[max(0, one[0] - 1)] in by_whom]
    for begin, stop, actor in actors:
        if (begin, stop) in behind and 0 <= begin - end <= _AFTER_SUBJECT and begin < last:
            return actor
    before = [one for one in actors if first <= one[0] and one[1] <= start and start - one[1] < _NEAR_SUBJECT]
    if not before:  # a subject after a modal, or at the opening, with its verb at the end
        modal = [one for one in actors if one[:2] in behind and first <= one[0] and one[1] <= start]
        opening = [one for one in actors if first <= one[0] <= first + _OPENING and one[1] <= start]
        before = modal or opening
    if before:
        earlier = max((verb.end for verb in clauses.verbs((first, start)) if verb.end <= start), default=0)
        own = [one for one in before if one[0] >= earlier] or before
        nominative = [one for one in own if one[:2] in behind]  # "wij vragen u": "u" is no subject
        return (nominative or own)[-1][2]
    follows = next((actor for begin, _, actor in actors if begin == end and begin < last), None)
    if follows is not None:
        return follows
    return "" if passive else None


def denials(clauses: Clauses, negators: Sequence[Span], nouns: Sequence[Span]) -> Iterator[Denied]:
    """What the negators of a sentence deny: "nicht", "kein"."""
    tokens = clauses.tokens
    ended = [
        span
        for span in nouns
        if tokens[span[0]] not in clauses.openers  # "findet nur statt"
        and (span[1] == len(tokens) or tokens[span[1]] in _ENDS)
    ]
    for first, last in sorted({*negators, *ended}):
        yield from _negated(clauses, first, last)
    for first, last in nouns:
        if (first, last) in negators or (first, last) in ended:
            continue
        if tokens[first] in clauses.exceptions and any(first < other for other, _ in [*negators, *nouns]):
            continue  # "außer Ihrer E-Mail-Adresse erheben wir keine Daten"
        named = [mention.start for mention in clauses.frame.mentions]
        named += [start for start, _ in clauses.frame.cues.get("data", ())]
        near = [at for at in named if last <= at < last + _NEGATED_NOUN]
        end = _cut(clauses, last, clauses.forth(clauses.part(last - 1)))
        act = next((verb for verb in clauses.verbs((last, last + _NEGATED_ACT))), None)
        if act is not None and clauses.tokens[first] not in clauses.openers:  # "keine Weitergabe Ihrer Daten"
            yield (first, end), act.action in _HOLDING, [act]
        elif near and not clauses.verbs((last, min(near))):
            yield (first, end), True, []


def _negated(clauses: Clauses, first: int, last: int) -> Iterator[Denied]:
    number = clauses.part(first)
    part = clauses.parts[number]
    denied = _denied_verbs(clauses, part, first, last)
    if first and clauses.tokens[first - 1] in clauses.joiners and not clauses.verbs((last, part[1])):
        yield (first, part[1]), True, []  # "erheben Ihre IP-Adresse und nicht Ihren Standort"
        return
    if denied is None:
        left = _left_behind(clauses, number)
        if left is not None:  # "wir geben Ihre Daten, auch die Adresse, nicht weiter"
            held = left.action in _HOLDING
            begin = clauses.part(left.start)
            yield (clauses.back(begin, held), _cut(clauses, last, part[1])), held, [left]
        elif any(part[0] <= start < last for start, _ in clauses.frame.cues.get("subject_trailing", ())):
            yield (clauses.back(number, held=True), _cut(clauses, last, clauses.forth(number))), True, []
        else:
            yield (first, min(part[1], last + _REACH)), True, []
        return
    if not denied or all(verb.action == "combine" for verb in denied):
        return
    if all(verb.actor == "user" and verb.action in _GIVING for verb in denied):
        yield (first, first), False, denied  # nobody says that the data is not asked for
        return
    held = any(verb.action in _HOLDING for verb in denied)
    end = _cut(clauses, last, clauses.forth(number))
    if held and (end < clauses.forth(number) or clauses.excepted(end)):
        clauses.frame.exceptions.append(end)
    start = _start(clauses, number, first, denied[0], held)
    if held:
        start = _taken_up(clauses, start, first)
    yield (start, end), held, _overlapping(clauses, denied)


def _left_behind(clauses: Clauses, number: int) -> Verb | None:
    """The parted verb of an earlier part whose particle closes this one."""
    words = [token for token in clauses.tokens[slice(*clauses.parts[number])] if token not in _ENDS]
    if not words or words[-1] not in clauses.particles:
        return None
    for earlier in range(number - 1, -1, -1):
        if clauses.opens(earlier, clauses.openers):
            return None
        verbs = clauses.verbs(clauses.parts[earlier])
        if verbs and not clauses.opens(earlier, clauses.relatives):
            return verbs[-1]
    return None


def _denied_verbs(clauses: Clauses, part: Span, first: int, last: int) -> list[Verb] | None:
    """The verbs that a negator denies: the ones that end its clause, else the one before it."""
    after = clauses.verbs((last, part[1]))
    if after:
        return after
    before = [verb for verb in clauses.verbs((part[0], first)) if not _attributive(clauses, part, verb)]
    if not before:
        return None
    denied = [before[-1]]
    if clauses.tokens[denied[0].start] in clauses.light and len(before) > 1:
        return before[-2:-1]  # "eine Weitergabe erfolgt nicht"
    for verb in reversed(before[:-1]):
        if clauses.tokens[verb.end] in clauses.joiners and verb.end + 1 == denied[0].start:
            denied.insert(0, verb)
    return denied


def _overlapping(clauses: Clauses, denied: list[Verb]) -> list[Verb]:
    """The denied verbs with the phrases that hold them: "geben" with "geben wir"."""
    return [
        verb
        for verb in clauses.frame.verbs
        if any(verb.start < one.end and one.start < verb.end for one in denied)
    ]


def _attributive(clauses: Clauses, part: Span, verb: Verb) -> bool:
    """Whether a participle only describes data: "wir speichern die übermittelten Daten nicht"."""
    frame = clauses.frame
    nouns = {mention.start for mention in frame.mentions} | {at for at, _ in frame.cues.get("data", ())}
    within = any(mention.start <= verb.start < mention.end for mention in frame.mentions)
    if not within and verb.end not in nouns:
        return False
    earlier = clauses.verbs((part[0], verb.start))
    return bool(earlier) and clauses.tokens[verb.start - 1] not in clauses.joiners


def _start(clauses: Clauses, number: int, first: int, verb: Verb, held: bool) -> int:
    """Where the denial begins: with its clause, or at the "und" behind an earlier statement."""
    begin = clauses.parts[number][0]
    reach = min(first, verb.start)
    earlier = [
        one for one in clauses.verbs((begin, reach)) if one.end <= verb.start or one.start > verb.start
    ]
    if earlier:
        between = range(earlier[-1].end, max(first, verb.start))
        joins = [at for at in between if clauses.tokens[at] in clauses.joiners]
        if joins:
            return max(joins)
        if not held and any(one.action in _HOLDING for one in earlier):
            return first  # "die erhobenen Daten werden nicht verkauft"
    if held and clauses.opens(number, clauses.relatives):
        named = [one.start for one in clauses.frame.mentions if 0 <= begin - one.end <= 1]
        return min([begin, *named])
    return clauses.back(number, held)


def _taken_up(clauses: Clauses, start: int, first: int) -> int:
    """Where a denial begins whose object is a pronoun for what stands before: "…; wij bewaren die niet"."""
    frame = clauses.frame
    if not any(last == first for _, last in frame.cues.get("anaphor", ())):
        return start
    named = any(start <= mention.start < first for mention in frame.mentions)
    stated = any(verb.actor == "organisation" for verb in clauses.verbs((0, start)))
    return start if named or stated else 0


def _cut(clauses: Clauses, last: int, end: int) -> int:
    """The end of a denial, at an exception where there is one."""
    return min([end, *(at for at, _ in clauses.frame.cues.get("exception", ()) if last <= at)])
