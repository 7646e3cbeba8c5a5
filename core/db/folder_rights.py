"""The right of one account to walk through a folder, without the right to list it.

A narrow access-control entry (POSIX.1e draft 17, as Linux keeps it in `system.posix_acl_access`) instead of
opening the folder to everybody.
"""

import os
import pwd
import stat
import struct
from pathlib import Path

ATTRIBUTE = "system.posix_acl_access"
VERSION = 2
OWNER_OBJECT, NAMED_USER, GROUP_OBJECT, NAMED_GROUP, MASK, OTHERS = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NOBODY_IN_PARTICULAR = 0xFFFFFFFF
EXECUTE = 1

Entry = tuple[int, int, int]
"""Tag, permission bits, account id."""


class CannotGrant(Exception):
    """The file system or its permissions do not allow the entry."""


def can_pass(folder: Path, account: pwd.struct_passwd) -> bool:
    """True where `account` may walk through `folder`."""
    found = folder.stat()
    if found.st_uid == account.pw_uid:
        return bool(found.st_mode & stat.S_IXUSR)
    entries = _entries(folder)
    mask = next((bits for tag, bits, _ in entries if tag == MASK), 7)
    named = [bits for tag, bits, who in entries if tag == NAMED_USER and who == account.pw_uid]
    if named:
        return bool(named[0] & mask & EXECUTE)
    if found.st_gid == account.pw_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def let_pass(folder: Path, account: pwd.struct_passwd) -> None:
    """Add one entry to `folder`: this account may walk through it, not list it.

    Raises CannotGrant when that is not possible.
    """
    kept = [
        entry
        for entry in _entries(folder)
        if entry[0] != MASK and not (entry[0] == NAMED_USER and entry[2] == account.pw_uid)
    ]
    kept.append((NAMED_USER, EXECUTE, account.pw_uid))
    reach = 0
    for tag, bits, _ in kept:
        if tag in (NAMED_USER, GROUP_OBJECT, NAMED_GROUP):
            reach |= bits
    kept.append((MASK, reach, NOBODY_IN_PARTICULAR))
    packed = struct.pack("<I", VERSION) + b"".join(struct.pack("<HHI", *entry) for entry in sorted(kept))
    try:
        os.setxattr(folder, ATTRIBUTE, packed)
    except OSError as refused:
        raise CannotGrant(str(folder)) from refused
    if not can_pass(folder, account):
        raise CannotGrant(str(folder))


def _entries(folder: Path) -> list[Entry]:
    try:
        packed = os.getxattr(folder, ATTRIBUTE)
    except OSError:
        mode = folder.stat().st_mode
        return [
            (OWNER_OBJECT, (mode >> 6) & 7, NOBODY_IN_PARTICULAR),
            (GROUP_OBJECT, (mode >> 3) & 7, NOBODY_IN_PARTICULAR),
            (OTHERS, mode & 7, NOBODY_IN_PARTICULAR),
        ]
    return [struct.unpack_from("<HHI", packed, at) for at in range(4, len(packed), 8)]
