"""Where the browser of the browser tests is, and how it comes to a Debian machine."""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without a font for text, digits come from the emoji's and every measured width is wrong;
# Playwright's own Node.js needs libatomic.
PACKAGES = ["chromium", "fonts-liberation", "fonts-dejavu-core", "fonts-noto-color-emoji", "libatomic1"]
FONTS = Path("/usr/share/fonts")
MISSING = "pas de Chromium sur cette machine (apt install chromium, ou son chemin dans CHROMIUM)"


def chromium() -> str | None:
    """The executable: the one named in CHROMIUM, else the system's."""
    return next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *NAMES))), None)


def has_libatomic() -> bool:
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def has_fonts() -> bool:
    return any("Emoji" not in font.name for font in FONTS.rglob("*.[to]tf"))


def install() -> None:
    """Through apt, as root, when something is missing; otherwise say what to do and go on."""
    if chromium() and has_libatomic() and has_fonts():
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        if not chromium():
            print(f"  Les essais de navigateur seront sautés : {MISSING}.", flush=True)
        return
    print("→ Chromium et polices pour les essais de navigateur (apt)…", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(["apt-get", *command], env=env, capture_output=True, text=True)
        if done.returncode:
            print(f"  apt-get {command[0]} a échoué :\n{done.stderr[-2000:]}", flush=True)
            return


def environment() -> dict[str, str]:
    """Without libatomic, Playwright's driver runs on the system's Node.js if there is one."""
    node = shutil.which("node")
    return {"PLAYWRIGHT_NODEJS_PATH": node} if node and not has_libatomic() else {}
