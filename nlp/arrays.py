"""The arrays that reading works with, by what they hold."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
# Numbers of stems, texts, tokens or columns.
Places = npt.NDArray[np.int64]
# What something is for each of many, by number.
Column = npt.NDArray[Any]
