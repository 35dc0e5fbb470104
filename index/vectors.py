"""The type of vectors, whoever makes or keeps them."""

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
