"""Makes ready what a command needs, then becomes that command. Standard library only.

A machine with python3 and pip is enough: uv comes by pip into var/tools, everything else by uv, and the
front end by npm or, where there is none, by a Node.js from a wheel that is removed afterwards. What is
already as the lock files say is not touched again.
"""

import ast
import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dev.processes import Trouble

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
TOOLS = VAR / "tools"
UV = TOOLS / "bin" / "uv"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
# the machine's own Python, also when `make` is called within .venv, which has no pip
MACHINE_PYTHON = sys._base_executable or sys.executable
MACHINE_PIP = [MACHINE_PYTHON, "-m", "pip"]

COMMANDS = {
    "run": ("run", "démarre la démonstration (make run PORT=8001 pour un autre port)"),
    "test": ("test", 'tous les essais, ou une partie : make test ARGS="tests/press -k embargo"'),
    "check": ("test", "la forme du code, les sens d'import, les migrations, les réglages de production"),
    "manage": ("run", 'une commande Django sur la démonstration en marche : make manage ARGS="shell"'),
    "screenshots": ("test", "des images de ses pages, dans var/screenshots/"),
    "chaos": ("test", "2 000 envois pendant qu'on tue ouvriers, base et file d'attente"),
    "bench": ("test", "le débit des envois, comparé"),
    "reset": (None, "efface les données de la démonstration (dossier var/)"),
    "lock": (None, "recalcule requirements*.txt d'après pyproject.toml"),
    "help": (None, "cette liste"),
}
REQUIREMENTS = {"run": "requirements.txt", "test": "requirements-dev.txt"}
NETWORK = "Vérifiez que cette machine atteint {} (réseau, proxy), puis relancez la même commande."


def main(argv: list[str]) -> None:
    command, arguments = (argv[0], argv[1:]) if argv else ("help", [])
    if command not in COMMANDS:
        sys.exit(f"Commande inconnue : {command}. « python3 -m dev help » donne la liste.")
    os.chdir(ROOT)
    try:
        if command == "help":
            show_help()
        elif command == "lock":
            lock(arguments)
        elif command == "reset":
            os.execv(sys.executable, [sys.executable, "-m", "dev.reset"])
        else:
            prepare(COMMANDS[command][0])
            os.execv(PYTHON, [str(PYTHON), "-m", f"dev.{command}", *arguments])
    except Trouble as trouble:
        sys.exit(f"\n✗ {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def show_help() -> None:
    print("Comms : la communication d'une mairie.\n")
    for name, (_, what) in COMMANDS.items():
        print(f"  make {name:11} {what}")
    print("\nSans make : python3 -m dev run, python3 -m dev test tests/press…")


def prepare(profile: str) -> None:
    """Bring .venv and node_modules to what the lock files say; only one bootstrap at a time."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "bootstrap.lock").open("a") as lock_file:
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        install_python_packages(profile)
        install_front_end()


def lock(arguments: list[str]) -> None:
    """Recompile the hashed requirements; `--upgrade` among the arguments takes the newest versions."""
    install_uv()
    project = ["pyproject.toml"]
    for output, choice in {
        "requirements.txt": project,
        "requirements-dev.txt": [*project, "--extra", "dev", "--constraints", "requirements.txt"],
        "dev/requirements-uv.txt": ["--group", "uv"],
        "dev/requirements-node.txt": ["--group", "node"],
    }.items():
        with step(f"Versions de {output}"):
            options = ["--python-version", "3.11", "--universal", "--generate-hashes", "--quiet"]
            options += ["--custom-compile-command", "make lock", "--output-file", output]
            call(
                [UV, "pip", "compile", *choice, *options, *arguments],
                failure=NETWORK.format("le registre Python"),
                env=uv_environment(),
            )


# --- Python ------------------------------------------------------------------------------------


def install_python_packages(profile: str) -> None:
    """The pinned packages. An environment that has the test packages keeps them for `make run` too."""
    stamp = VENV / "comms-packages"
    known = stamp.read_text().split() if stamp.exists() else []
    if known and known[0] == "test":
        profile = "test"
    wanted = [profile, digest(ROOT / REQUIREMENTS[profile])]
    works = environment_works()
    if known == wanted and works:
        return
    install_uv()
    env = uv_environment()
    if not works:
        with step("Environnement Python (.venv)"):
            call([UV, "venv", "--quiet", "--clear", "--python", MACHINE_PYTHON, VENV], env=env)
    stamp.unlink(missing_ok=True)
    # where Python may not write its bytecode, each of our processes would compile Django again
    compiling = ["--compile-bytecode"] if sys.dont_write_bytecode else []
    with step(f"Paquets Python de {REQUIREMENTS[profile]}"):
        call(
            [UV, "pip", "sync", *compiling, "--python", PYTHON, "--require-hashes", REQUIREMENTS[profile]],
            failure=NETWORK.format("le registre Python (PyPI ou le vôtre)"),
            env=env,
        )
    stamp.write_text(" ".join(wanted))


def environment_works() -> bool:
    """False without .venv, and when the machine's Python has changed its version under it."""
    return (
        PYTHON.exists()
        and not subprocess.run([PYTHON, "-c", "import django"], capture_output=True).returncode
    )


def install_uv() -> None:
    source = ROOT / "dev" / "requirements-uv.txt"
    stamp = TOOLS / "comms-uv"
    if UV.exists() and stamp.exists() and stamp.read_text() == digest(source):
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    with step("uv, l'installeur de paquets"), pip() as command:
        call(
            [*command, "install", "--quiet", "--target", TOOLS, "--require-hashes", "-r", source],
            failure=NETWORK.format("le registre Python (PyPI ou le vôtre)"),
            env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"},
        )
    stamp.write_text(digest(source))


@contextlib.contextmanager
def pip() -> Iterator[list[str]]:
    """The machine's pip or, where there is none, the one that Python carries for its environments."""
    if subprocess.run([*MACHINE_PIP, "--version"], capture_output=True).returncode == 0:
        yield MACHINE_PIP
        return
    with tempfile.TemporaryDirectory(prefix="comms-pip-") as folder:
        call(
            [MACHINE_PYTHON, "-m", "venv", folder],
            failure="pip manque à ce Python. Installez-le (Debian, Ubuntu : apt install python3-pip), "
            "puis relancez la même commande.",
        )
        yield [f"{folder}/bin/python", "-m", "pip"]


def uv_environment() -> dict[str, str]:
    """The environment in which uv reaches the index that pip reaches: uv reads no setting of pip's."""
    env = dict(os.environ)
    env.pop("VIRTUAL_ENV", None)
    env["UV_PYTHON_DOWNLOADS"] = "never"
    settings = pip_settings()
    for pip_name, uv_name, separator in (
        ("index-url", "UV_DEFAULT_INDEX", " "),
        ("extra-index-url", "UV_INDEX", " "),
        ("find-links", "UV_FIND_LINKS", ","),
        ("trusted-host", "UV_INSECURE_HOST", " "),
        ("cert", "SSL_CERT_FILE", " "),
        ("proxy", "ALL_PROXY", " "),
        ("timeout", "UV_HTTP_TIMEOUT", " "),
    ):
        if value := settings.get(pip_name):
            env.setdefault(uv_name, separator.join(value.split()))
    # as pip does: a version may come from any of the indexes. The hashes say what is accepted.
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env


def pip_settings() -> dict[str, str]:
    """What pip.conf and PIP_* say for an installation, the variables winning."""
    listed = subprocess.run([*MACHINE_PIP, "config", "list"], capture_output=True, text=True).stdout
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in sections:
            with contextlib.suppress(ValueError, SyntaxError):
                sections[section][name] = str(ast.literal_eval(value))
    return sections["global"] | sections["install"] | sections[":env:"]


# --- front end ---------------------------------------------------------------------------------


def install_front_end() -> None:
    stamp = NODE_MODULES / ".comms-packages"
    wanted = digest(ROOT / "package-lock.json")
    if stamp.exists() and stamp.read_text() == wanted:
        return
    ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    with step("Feuilles de style et scripts (npm)"), npm() as (command, env):
        call(
            [*command, *ci],
            failure=NETWORK.format("le registre npm"),
            env=env,
        )
    stamp.write_text(wanted)


@contextlib.contextmanager
def npm() -> Iterator[tuple[list[str], dict[str, str]]]:
    """The system's npm, or one that is installed for the time of this block."""
    if (found := shutil.which("npm")) and shutil.which("node"):
        yield [found], dict(os.environ)
        return
    install_uv()
    env = uv_environment()
    with tempfile.TemporaryDirectory(prefix="comms-node-") as folder:
        call([UV, "venv", "--quiet", "--python", MACHINE_PYTHON, folder], env=env)
        requirements = ROOT / "dev" / "requirements-node.txt"
        call(
            [
                UV,
                "pip",
                "sync",
                "--quiet",
                "--python",
                f"{folder}/bin/python",
                "--require-hashes",
                requirements,
            ],
            failure=NETWORK.format("le registre Python (PyPI ou le vôtre)"),
            env=env,
        )
        env["PATH"] = f"{folder}/bin{os.pathsep}{env['PATH']}"
        if "SSL_CERT_FILE" in env:
            env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
        yield [f"{folder}/bin/npm"], env


# --- small tools -------------------------------------------------------------------------------


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    start = time.monotonic()
    print(f"→ {what}…", flush=True)
    yield
    print(f"  fait en {time.monotonic() - start:.1f} s".replace(".", ","), flush=True)


def call(argv: list, *, failure: str = "", env: dict[str, str] | None = None) -> None:
    """Run it; on a terminal its own progress shows, elsewhere only what it says when it fails."""
    watched = sys.stderr.isatty()
    done = subprocess.run(
        argv,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if watched else subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = "\n".join(((done.stdout or "") + (done.stderr or "")).splitlines()[-25:])
        name = " ".join(Path(str(word)).name for word in argv[:3])
        raise Trouble(f"« {name} » a échoué :\n{said}\n\n{failure}")
