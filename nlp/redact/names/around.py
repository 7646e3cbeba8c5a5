"""What stands around a place in a message: whether a sentence begins there, and what is done after it."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.redact.names.setting import Setting
from nlp.redact.names.standing_words import AND, BE, ME, Standing

_JOINED_SIGNS = "(-/'&£+*=%@#_"
_MOST_BETWEEN = 3
_KEPT = frozenset({"keeps", "kept"})
_GOT = frozenset({"got", "gets", "getting"})
_FEELS = frozenset({"feels", "felt"})
_LEFT = frozenset({"left", "alone", "unsafe", "sick", "bad", "lonely"})
_INSIDE = frozenset({"bed", "prison", "hospital"})
_STARTED = frozenset({"started", "did", "done"})
_SELVES = frozenset({"himself", "herself", "hisself"})
_OTHERS = frozenset({"him", "her"})
_MY = frozenset({"my", "our", "his", "her"})
_ARE = frozenset({"are", "were", "is", "r"})


@dataclass(frozen=True, slots=True)
class Around:
    """A message, read for where only a person can stand. A place is the index of a word."""

    setting: Setting
    lists: Standing

    def word(self, at: int) -> str:
        """The word at a place, or nothing where the message ends."""
        tokens = self.setting.tokens
        return tokens[at].plain if 0 <= at < len(tokens) else ""

    def ends(self, at: int) -> bool:
        """Whether the message or the part of it ends before this place."""
        tokens = self.setting.tokens
        return at >= len(tokens) or tokens[at].shape == "sign" or tokens[at].plain in {"x", "xx"}

    def begins(self, at: int) -> bool:
        """Whether a sentence begins or goes on at this place."""
        if at <= 0:
            return True
        before = self.setting.tokens[at - 1]
        if before.shape == "sign":
            return before.plain not in _JOINED_SIGNS
        return before.plain in self.lists.file.opening

    def past(self, at: int) -> int:
        """The first place from here on whose word does not only stand between: "never", "just"."""
        between = self.lists.file.between
        for step in range(_MOST_BETWEEN):
            if self.word(at + step) not in between:
                return at + step
        return at + _MOST_BETWEEN

    def is_named(self, word: str) -> bool:
        """Whether the word is kin, or a first name and nothing else."""
        known = self.setting.known
        return (word in known.given or word in known.kin) and word not in known.words

    def is_listed(self, at: int) -> bool:
        """Whether a first name stands here, or a word that people are called by."""
        word, known = self.word(at), self.setting.known
        return word in known.given or word in known.usual

    def is_somebody(self, word: str) -> bool:
        """Whether the word is kin or a role, one or many: "cousins", "worker"."""
        known, one = self.setting.known, word.removesuffix("s")
        return not known.kin.isdisjoint((word, one)) or not known.roles.isdisjoint((word, one))

    def does_only(self, at: int) -> bool:
        """Whether what nobody but a person does follows: "said", "wont tell"."""
        file = self.lists.file
        at = self.past(at)
        if self.word(at) in file.denying:
            return self.word(self.past(at + 1)) in file.bare
        if self.word(at) in {"has", "had"}:
            return (
                self.word(at + 1) in file.only
                or self.word(at + 1) in file.doing
                or self.word(at + 1) == "lost"
            )
        return self.word(at) in file.only

    def does(self, at: int) -> bool:
        """Whether a deed follows that has to do with somebody: "bit me", "keeps taking"."""
        file = self.lists.file
        at = self.past(at)
        word, after = self.word(at), self.word(at + 1)
        if (
            word in file.doing
            or (word == "went" and after in file.went)
            or (word in _STARTED and after == "it")
        ):
            return True
        if after in _SELVES or (after in _OTHERS and word.endswith("ed") and word not in file.unliving):
            return True
        if word not in file.deeds or after in file.breaking:
            return False
        return after.endswith("ing") or (word not in _KEPT and (after in file.whom or self.is_named(after)))

    def feels(self, at: int, moods: frozenset[str]) -> bool:
        """Whether "was crying", "has been really upset", "got excluded" or the like follows."""
        word, after = self.word(at), self.word(at + 1)
        if word in _GOT:
            return after in self.lists.file.got
        if word in _FEELS:
            return after in moods or after in _LEFT
        if word in {"has", "had"} and after == "been":
            at += 1
        elif word not in BE:
            return False
        one, two = self.word(at + 1), self.word(at + 2)
        return one in moods or two in moods or (one == "in" and two in _INSIDE)

    def is_ours(self, at: int) -> bool:
        """Whether "is my little brother" follows."""
        return self.word(at) in {"is", "was"} and self.is_ours_after(at + 1)

    def is_ours_after(self, at: int) -> bool:
        """Whether "my little brother" follows: after "is", or "'s" for it."""
        return self.word(at) in _MY and (
            self.is_somebody(self.word(at + 1)) or self.is_somebody(self.word(at + 2))
        )

    def are_ours(self, at: int) -> bool:
        """Whether the last of a list stands here, and "are my cousins" follows."""
        word = self.word(at)
        return (
            (word in self.lists.things or self.is_named(word))
            and self.word(at + 1) in _ARE
            and self.is_somebody(self.word(at + 3 if self.word(at + 2) in _MY else at + 2))
        )

    def together(self, at: int) -> bool:
        """Whether what two do together follows: "me n spanner got excluded"."""
        file, word = self.lists.file, self.word(self.past(at))
        return any(
            word in words
            for words in (file.only, file.doing, file.deeds, file.also, file.bare, file.together)
        )

    def is_joined_to_me(self, at: int) -> bool:
        """Whether "me and" stands before."""
        return self.word(at - 1) in AND and self.word(at - 2) in ME
