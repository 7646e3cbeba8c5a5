"""Rows of many features that are nearly all nothing, with a few dense ones at their end, as one table."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlp.arrays import Floats


@dataclass(frozen=True, slots=True)
class Joined:
    """`beside` has a row for each row of `sparse`; its columns follow the others."""

    sparse: csr_matrix
    beside: Floats

    @property
    def shape(self) -> tuple[int, int]:
        return self.sparse.shape[0], self.sparse.shape[1] + self.beside.shape[1]

    def __matmul__(self, weights: Floats) -> Floats:
        """Rows by the columns of `weights`."""
        columns = self.sparse.shape[1]
        return np.asarray(self.sparse @ weights[:columns] + self.beside @ weights[columns:])

    def __getitem__(self, rows: Any) -> "Joined":
        """The same of some rows."""
        return Joined(self.sparse[rows], self.beside[rows])
