"""How the drawing process is spoken to: a length in eight bytes, then that many bytes."""

from __future__ import annotations

import struct
from typing import IO

LENGTH = struct.Struct(">Q")


def read_block(stream: IO[bytes]) -> bytes | None:
    """One block from `stream`, or None at its end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_block(stream: IO[bytes], block: bytes) -> None:
    """Write one block to `stream`."""
    stream.write(LENGTH.pack(len(block)) + block)
    stream.flush()
