"""What a model is learnt from, as numbers: the tables of its texts, side by side."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from nlp.arrays import Floats
from nlp.trained.chained import Chained
from nlp.trained.joined import Joined
from nlp.trained.ridge import Table


@dataclass(frozen=True, slots=True)
class RowsTaught:
    """A row for each text in each table; `beside` are a language model's vectors, where one is used."""

    plain: csr_matrix
    spelt: Chained
    beside: Floats | None = None

    @property
    def tables(self) -> list[Table]:
        """Those there are."""
        found: list[Table] = [self.plain, self.spelt]
        return found if self.beside is None else [*found, self.beside]

    @property
    def without_spellings(self) -> csr_matrix | Joined:
        """What a network sees: pieces of words are too many for it."""
        return self.plain if self.beside is None else Joined(self.plain, self.beside)

    def above(self, other: "RowsTaught") -> "RowsTaught":
        """The rows of both, these first."""
        return RowsTaught(
            vstack([self.plain, other.plain], format="csr"),
            self.spelt.above(other.spelt),
            None if self.beside is None or other.beside is None else np.vstack([self.beside, other.beside]),
        )
