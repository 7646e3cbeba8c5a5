"""Two tables, one after the other, as the one that their product would be."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_diag, csr_matrix, vstack

from nlp.arrays import Floats


@dataclass(frozen=True, slots=True)
class Chained:
    """`first` times `second`: texts by words, and words by their pieces.

    Rationale: texts share their words, so the product holds six times as many numbers as the two together.
    """

    first: csr_matrix
    second: csr_matrix

    def __matmul__(self, weights: Floats) -> Floats:
        """Rows of the product by the columns of `weights`."""
        return np.asarray(self.first @ (self.second @ weights))

    def __rmul__(self, share: float) -> "Chained":
        """The product, so many times as large."""
        return Chained(self.first, share * self.second)

    def turned(self) -> "Chained":
        """The product with its rows as columns."""
        return Chained(self.second.T.tocsr(), self.first.T.tocsr())

    def above(self, other: "Chained") -> "Chained":
        """The rows of both, these first."""
        return Chained(
            block_diag([self.first, other.first], format="csr"),
            vstack([self.second, other.second], format="csr"),
        )
