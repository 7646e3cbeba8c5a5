"""A model that gives a text its labels, and how it is kept on disk.

Two readers of the same features, added up: one linear model for each label, exact and easy to explain, and a
small network that shares what it learns between labels.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.special import expit

from nlp.arrays import Floats
from nlp.language_model import LanguageModel
from nlp.trained.beside import Beside
from nlp.trained.best_sentence import with_best_sentence
from nlp.trained.features import Seen
from nlp.trained.network import Network
from nlp.trained.place import WHOLE, keep_in
from nlp.trained.refused import ModelRefusedError
from nlp.trained.rules import FORMAT, rules_version
from nlp.trained.valence_model import ValenceModel
from nlp.trained.weighing import Plain, Spellings, share_of_word

__all__ = ["FILES", "LabelModel", "ModelRefusedError"]

FILES = ("model.json", "weights.npz", WHOLE)
STEEPNESS = 5.0
NETWORK_WEIGHS = 0.2


@dataclass(frozen=True)
class LabelModel:
    """`weights` is plain features by labels, `spelt` pieces of words by labels; `known` are words whose pieces
    are added up beforehand; `version` tells what it learnt from; `valence` reads how each label is found. Where a
    language model stands `beside`, the weights of its vectors follow those of the plain features. `sentence` is
    how much of a text's score is that of its best sentence."""

    labels: tuple[str, ...]
    plain: Plain
    spellings: Spellings
    known: tuple[str, ...]
    weights: Floats
    spelt: Floats
    bias: Floats
    network: Network
    thresholds: Floats
    version: str
    valence: ValenceModel | None = None
    beside: Beside | None = None
    sentence: float = 0.0
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {word: place for place, word in enumerate(self.known)})

    @property
    def language_model(self) -> LanguageModel | None:
        """The one whose vectors it needs."""
        return self.beside.language_model if self.beside else None

    def scores(self, texts: Sequence[Seen]) -> Floats:
        """Texts by labels, each from 0 to 1; a label is given from a half upwards."""
        return self.chances(self.raw_scores(texts))

    def chances(self, raw: Floats) -> Floats:
        """From 0 to 1, a half at the threshold."""
        return np.asarray(expit(STEEPNESS * (raw - self.thresholds)), dtype=np.float32)

    def raw_scores(self, texts: Sequence[Seen]) -> Floats:
        """Texts by labels, before the thresholds."""
        if not self.sentence:
            return self._raw_scores_of_whole(texts)
        return with_best_sentence(self._raw_scores_of_whole, texts, share=self.sentence)

    def _raw_scores_of_whole(self, texts: Sequence[Seen]) -> Floats:
        vectors = [text.vector for text in texts]
        return self.raw_scores_of(self.plain.matrix(texts), self._by_spelling(texts), vectors)

    def raw_scores_of(
        self, plain: csr_matrix, by_spelling: Floats, vectors: Sequence[Floats | None] = ()
    ) -> Floats:
        """The same from the rows of the plain table, what the spellings add, and a language model's vectors."""
        rows = plain if self.beside is None else self.beside.joined(plain, vectors)
        raw = rows @ self.weights + self.bias + NETWORK_WEIGHS * self.network.scores(rows)
        return np.asarray(raw + by_spelling, dtype=np.float32)

    def scores_of_words(self, words: Sequence[str]) -> Floats:
        """What the spelling of each word speaks for each label, where it counts in full."""
        return np.asarray(self.spellings.of_words(words) @ self.spelt, dtype=np.float32)

    def _by_spelling(self, texts: Sequence[Seen]) -> Floats:
        starts, places, shares = [0], list[int](), list[float]()
        new: list[tuple[int, str, float]] = []
        for at, text in enumerate(texts):
            share = share_of_word(len(text.spellings))
            for word in text.spellings:
                place = self._places.get(word)
                if place is None:
                    new.append((at, word, share))
                else:
                    places.append(place)
                    shares.append(share)
            starts.append(len(places))
        table = csr_matrix(
            (np.array(shares, dtype=np.float32), places, starts), shape=(len(texts), len(self.known))
        )
        scores: Floats = np.asarray(table @ self._known_scores, dtype=np.float32)
        for at, word, share in new:
            scores[at] += share * self.by_pieces(word)
        return scores

    def by_pieces(self, word: str) -> Floats:
        """What the pieces of one word add to the score of each label, before it is shared among a text's words."""
        place = self._places.get(word)
        if place is not None:
            known: Floats = self._known_scores[place]
            return known
        scores: Floats = self.scores_of_words([word])[0]
        return scores

    @cached_property
    def _known_scores(self) -> Floats:
        return self.scores_of_words(self.known)

    def save(self, folder: Path) -> None:
        """Keep the model in `folder`, whole; one that is there stays until then. Raises `ModelRefusedError`."""
        keep_in(folder, self.files())

    def files(self) -> dict[str, bytes]:
        """Everything that is kept of the model, by the name of its file."""
        arrays = {name: getattr(self, name) for name in ("weights", "spelt", "bias", "thresholds")}
        arrays |= _named("network", self.network)
        if self.valence is not None:
            arrays |= _named("valence", self.valence.network)
        if self.beside is not None:
            arrays |= self.beside.arrays()
        numbers = io.BytesIO()
        np.savez(numbers, **arrays)
        told = {
            "format": FORMAT,
            "rules": rules_version(),
            "version": self.version,
            "labels": self.labels,
            "plain": self.plain.names(),
            "plain_rarity": self.plain.rarity,
            "pieces": list(self.spellings.places),
            "pieces_rarity": self.spellings.rarity,
            "known": self.known,
            "valence": self.valence is not None,
            "beside": self.beside.told() if self.beside else None,
            "sentence": self.sentence,
        }
        files = {"model.json": json.dumps(told).encode(), "weights.npz": numbers.getvalue()}
        return files | {WHOLE: _digest(files["model.json"], files["weights.npz"]).encode()}

    @classmethod
    def load(
        cls, folder: Traversable, *, version: str | None = None, language_model: LanguageModel | None = None
    ) -> "LabelModel":
        """The model kept in `folder`.

        Raises `ModelRefusedError` when it is half-written, not of `version`, or was built with other rules or another
        language model than the one given.
        """
        with _told_plainly(folder):
            told, numbers = _whole(folder)
            with np.load(io.BytesIO(numbers), allow_pickle=False) as kept:
                parts = {name: kept[name] for name in kept.files}
            model = cls._of(folder, told, parts, language_model)
        if not model._fits_together():
            raise ModelRefusedError(folder, "the model's parts do not fit together")
        if version is not None:
            _refuse_other_version(folder, model.version, version)
        return model

    @staticmethod
    def check(folder: Traversable, *, version: str) -> None:
        """Raises what `load` would raise, but for parts that do not fit together; no model is made."""
        with _told_plainly(folder):
            told, _ = _whole(folder)
            _refuse_other_version(folder, told["version"], version)

    @classmethod
    def _of(
        cls, folder: object, told: dict[str, Any], parts: dict[str, Floats], here: LanguageModel | None
    ) -> "LabelModel":
        labels = tuple(told["labels"])
        return cls(
            labels=labels,
            plain=Plain.from_names(told["plain"], told["plain_rarity"]),
            spellings=Spellings(
                {piece: place for place, piece in enumerate(told["pieces"])}, told["pieces_rarity"]
            ),
            known=tuple(told["known"]),
            weights=parts["weights"],
            spelt=parts["spelt"],
            bias=parts["bias"],
            network=_network("network", parts),
            thresholds=parts["thresholds"],
            version=told["version"],
            valence=ValenceModel(labels, _network("valence", parts)) if told["valence"] else None,
            beside=Beside.kept(folder, told["beside"], parts, here) if told["beside"] else None,
            sentence=told["sentence"],
        )

    def _fits_together(self) -> bool:
        """Whether every table has a row for each feature and a column for each label."""
        labels, pieces = len(self.labels), len(self.spellings.places)
        wide = self.plain.width + (len(self.beside.mean) if self.beside else 0)
        weighed = len(self.plain.words) + len(self.plain.families) + len(self.plain.order)
        return (
            all(isinstance(label, str) for label in self.labels)
            and 0 < labels == len(set(self.labels))
            and len(self.plain.rarity) == weighed
            and len(self.spellings.rarity) == pieces
            and self.weights.shape == (wide, labels)
            and self.spelt.shape == (pieces, labels)
            and self.bias.shape == self.thresholds.shape == (labels,)
            and self.network.fits(wide, labels)
            and (self.valence is None or self.valence.fits(self.plain))
        )


# What reading a file that holds something else may raise.
_ODD = (
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RecursionError,
    zlib.error,
    zipfile.BadZipFile,
)


@contextmanager
def _told_plainly(folder: Traversable) -> Iterator[None]:
    """Whatever goes wrong with the files in `folder` is told as one refusal."""
    try:
        yield
    except ModelRefusedError:
        raise
    except FileNotFoundError as problem:
        raise ModelRefusedError(folder, f"{Path(str(problem.filename)).name} is missing") from problem
    except OSError as problem:
        raise ModelRefusedError(folder, f"the model cannot be read ({problem.strerror})") from problem
    except _ODD as problem:
        raise ModelRefusedError(
            folder, "the model cannot be read: its files hold something else"
        ) from problem


def _whole(folder: Traversable) -> tuple[dict[str, Any], bytes]:
    """What is told of the model in `folder`, and its numbers, where they are whole and of these rules."""
    whole = (folder / WHOLE).read_text(encoding="ascii")
    words, numbers = (folder / "model.json").read_bytes(), (folder / "weights.npz").read_bytes()
    if whole != _digest(words, numbers):
        raise ModelRefusedError(folder, "the model is not whole")
    told: dict[str, Any] = json.loads(words)
    _refuse_other_rules(folder, told)
    return told, numbers


def _refuse_other_version(folder: object, found: str, wanted: str) -> None:
    if found != wanted:
        raise ModelRefusedError(folder, f"the model is of version {found}, not {wanted}")


def _refuse_other_rules(folder: object, told: dict[str, Any]) -> None:
    if told["format"] != FORMAT:
        raise ModelRefusedError(folder, f"the model has format {told['format']}, not {FORMAT}")
    if told.get("rules", rules_version()) != rules_version():
        raise ModelRefusedError(folder, "the model was learnt with the reading rules of another release")


def _named(name: str, network: Network) -> dict[str, npt.NDArray[Any]]:
    """The parts of a network that was `rounded`; by far the widest in half the place."""
    parts = {f"{name}.{part.name}": getattr(network, part.name) for part in fields(network)}
    return parts | {f"{name}.inward": network.inward.astype(np.float16)}


def _network(name: str, parts: dict[str, Floats]) -> Network:
    return Network(**{part.name: parts[f"{name}.{part.name}"].astype(np.float32) for part in fields(Network)})


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
