"""Reading one sentence: what its words add up to, which rules hold, and what the words around make of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from nlp.screening.lexis import Lexis
from nlp.screening.rules import Rule, RuleBook
from nlp.screening.trees import Tree

# All needs, as bits.
EVERYTHING = -1

# When what a sentence tells of was: it may go on, it was in the past, or it was and is settled.
Then = Literal["now", "past", "over"]
_SETTLED = frozenset({"safe_now", "known"})


class RuleHit(NamedTuple):
    """A rule that held, with the first and last word of what it held on."""

    rule: Rule
    first: int
    last: int


class Look(NamedTuple):
    """What one sentence holds. `taken_back` are the alarms that ordinary meaning explains.

    `alarm` and `square` are the sums over its features that the trained reader needs, `by_word` what the alarm
    grows by at each word, and `rows` the rows of the words' table that its network adds up.
    """

    alarm: float
    square: float
    by_word: Sequence[float]
    rows: Sequence[int] = ()
    hits: tuple[RuleHit, ...] = ()
    taken_back: tuple[RuleHit, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.by_word)


def look_at(row: Sequence[str], lexis: Lexis) -> Look:
    """Read the words of one sentence. This runs for everything anybody sends: one pass, one look-up a word."""
    alarm = square = before = 0.0
    by_word: list[float] = []
    met = 0
    rows: list[int] = []
    root = ""
    after = beyond = next_beyond = None
    begins: Tree | None = lexis.begins
    live: list[Tree] = []
    set_off: list[Rule] = []
    for typed in row:
        (
            root,
            fold,
            own_alarm,
            own_square,
            own_rows,
            next_after,
            own_beyond,
            phrases,
            needs,
            rules,
            _,
            _,
            _,
        ) = lexis[typed]
        alarm += own_alarm
        square += own_square
        rows += own_rows
        if after is not None and (pair := after.get(root)) is not None:
            more, longer, of_it = pair
            alarm += more
            square += longer
            rows += of_it
        if beyond is not None and (pair := beyond.get(root)) is not None:
            more, longer, of_it = pair
            alarm += more
            square += longer
            rows += of_it
        after, beyond, next_beyond = next_after, next_beyond, own_beyond
        if begins:
            if (step := begins.get(root)) is not None:
                more, longer, of_it, _, begins = step
                alarm += more
                square += longer
                rows += of_it
            else:
                begins = None
        if live:
            onward = []
            for tree in live:
                if (step := tree.get(fold)) is not None:
                    more, longer, of_it, _, further = step
                    alarm += more
                    square += longer
                    rows += of_it
                    if further:
                        onward.append(further)
            live = onward
        if phrases is not None:
            live.append(phrases)
        by_word.append(alarm - before)
        before = alarm
        if needs:
            met |= needs
            if rules:
                set_off += rules
    if (end := lexis.ends.get(root)) is not None:
        more, longer, of_it = end
        alarm += more
        by_word[-1] += more
        square += longer
        rows += of_it
    for rule in set_off:
        if rule.needs & met == rule.needs:
            hits, taken_back, signs = _tried([lexis[typed].plain for typed in row], set_off, met, lexis.book)
            return Look(alarm, square, by_word, rows, hits, taken_back, signs)
    return Look(alarm, square, by_word, rows)


def tried_on(
    row: Sequence[str], rules: Iterable[Rule], lexis: Lexis
) -> tuple[tuple[RuleHit, ...], tuple[RuleHit, ...], frozenset[str]]:
    """What comes of trying `rules`, whose needs are met, on the words of a sentence (see `Look`)."""
    return _tried([lexis[typed].plain for typed in row], rules, EVERYTHING, lexis.book)


def _tried(
    words: list[str], rules: Iterable[Rule], met: int, book: RuleBook
) -> tuple[tuple[RuleHit, ...], tuple[RuleHit, ...], frozenset[str]]:
    """The rules that hold, those that ordinary meaning takes back, and the signs that were found."""
    line = _line(words)
    possible = {rule.id: rule for rule in rules if rule.needs & met == rule.needs}
    if not any(rule.compiled.find.search(line) for rule in possible.values()):
        return (), (), frozenset()
    places = _places(words)
    found = [hit for rule in possible.values() for hit in _hits(rule, line, places)]
    explained: set[int] = set()
    signs: set[str] = set()
    for sign in book.signs_worth_trying(line.split()):
        for hit in _hits(sign, line, places):
            signs.add(sign.id)
            if sign.kind == "words":
                explained.update(range(hit.first, hit.last + 1))
            elif sign.kind == "sentence":
                explained.update(range(len(words)))
    taken_back = tuple(hit for hit in found if not explained.isdisjoint(range(hit.first, hit.last + 1)))
    return tuple(hit for hit in found if hit not in taken_back), taken_back, frozenset(signs)


def signs_in(row: Sequence[str], lexis: Lexis) -> set[str]:
    """The signs in a sentence whose rules are not looked at: what it says of then and now."""
    line = _line([lexis[typed].plain for typed in row])
    return {
        sign.id for sign in lexis.book.signs_worth_trying(line.split()) if sign.compiled.find.search(line)
    }


def _line(words: Sequence[str]) -> str:
    """The words as patterns are looked for in them."""
    return f" {' '.join(words)} "


def _places(words: Iterable[str]) -> list[int]:
    """Where each word begins in its line."""
    places: list[int] = []
    at = 1
    for word in words:
        places.append(at)
        at += len(word) + 1
    return places


def _hits(rule: Rule, line: str, places: list[int]) -> list[RuleHit]:
    return [
        RuleHit(
            rule,
            bisect_right(places, found.start() + 1) - 1,
            bisect_right(places, found.end() - 1) - 1,
        )
        for found in rule.compiled.find.finditer(line)
    ]


def rule_features(looks: Iterable[Look]) -> set[str]:
    """What the trained reader is told of the rules: which held, which were taken back, and the signs beside them."""
    found: set[str] = set()
    for look in looks:
        for hit in look.hits:
            found |= {f"rule={hit.rule.id}", f"rules={hit.rule.kind}", "rule"}
        if look.taken_back:
            found.add("taken back")
        found |= {f"sign={sign.partition('/')[0]}" for sign in look.signs}
    return found


def then_or_now(rows: Sequence[Sequence[str]], lexis: Lexis) -> list[Then]:
    """For each sentence of a message, when what it tells of was, going by all of them.

    Rationale: what a sentence says used to happen needs a look, not a siren; where the sentences beside it say
    that it has stopped and that services know, it needs nobody today. Anything that still happens stays as it
    is, and so does what another sentence says of another matter.
    """
    kinds = [{sign.partition("/")[0] for sign in signs_in(row, lexis)} for row in rows]
    if any("now" in of_one for of_one in kinds):
        return ["now"] * len(rows)
    return [
        "now"
        if "past" not in here
        else "over"
        if _SETTLED.issubset(chain(*kinds[max(0, at - 1) : at + 2]))
        else "past"
        for at, here in enumerate(kinds)
    ]
