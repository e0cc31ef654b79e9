"""PostgreSQL refuses to run as root: these are the ways to be somebody else without creating anybody.

- an ordinary user runs it as itself;
- root runs it in a user namespace where root has no name (files stay root's);
- where namespaces are forbidden (many containers), as `nobody`, keeping the one capability that
  opens a checkout below /root to it.
"""

import ctypes
import os
import pwd
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dev.processes import LIBC, Trouble

CLONE_NEWUSER = 0x10000000
PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP = 28, 1 << 2
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Identity:
    """Whom a server runs as: the owner its files need, and what to do between fork and exec."""

    name: str
    uid: int
    gid: int
    become: Callable[[], None] | None = None

    def own(self, folder: Path) -> None:
        """Give the folder to this identity, when it isn't already (made by root in another way)."""
        if folder.stat().st_uid == self.uid:
            return
        for parent, folders, files in os.walk(folder):
            for name in (".", *folders, *files):
                os.chown(Path(parent, name), self.uid, self.gid, follow_symlinks=False)


def _checked(result: int) -> None:
    if result:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _enter_namespace() -> None:
    _checked(LIBC.unshare(CLONE_NEWUSER))


def _become_nobody() -> None:
    """Nobody in particular, but with the right to pass through folders that are closed to it.

    The secure bit makes that right count for access(2) too, with which initdb looks for its companions.
    """
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    _checked(LIBC.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setresgid(nobody.pw_gid, nobody.pw_gid, nobody.pw_gid)
    os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable
    _checked(LIBC.capset(header, sets))
    _checked(LIBC.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def namespace() -> Identity:
    return Identity("namespace", 0, 0, _enter_namespace)


def nobody() -> Identity:
    entry = pwd.getpwnam("nobody")
    return Identity("nobody", entry.pw_uid, entry.pw_gid, _become_nobody)


def unprivileged(binary: Path) -> Identity:
    """An identity that can run `binary` and isn't root."""
    if os.geteuid() != 0:
        return Identity("self", os.geteuid(), os.getegid())
    for identity in (namespace(), nobody()):
        try:
            subprocess.run([binary, "--version"], preexec_fn=identity.become, check=True, capture_output=True)
        except (OSError, subprocess.SubprocessError):
            continue
        return identity
    raise Trouble(
        "PostgreSQL refuse de tourner en root et ce système ne permet pas de lui donner une autre identité. "
        "Lancez la commande avec un compte ordinaire, ou donnez une base par DATABASE_URL."
    )
