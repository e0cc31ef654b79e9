"""The bootstrap: standard library, the index that pip reaches, nothing done twice, trouble in French."""

import ast
import subprocess
import sys

import pytest

from dev import bootstrap
from dev.processes import Trouble

PIP_VARIABLES = (
    "INDEX_URL",
    "EXTRA_INDEX_URL",
    "FIND_LINKS",
    "CERT",
    "TRUSTED_HOST",
    "PROXY",
    "DEFAULT_TIMEOUT",
)
UV_VARIABLES = ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "UV_INDEX_STRATEGY", "SSL_CERT_FILE")


@pytest.fixture
def pip_conf(tmp_path, monkeypatch):
    """A pip that knows no other configuration than this file's."""
    for name in [*(f"PIP_{name}" for name in PIP_VARIABLES), *UV_VARIABLES]:
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "pip.conf"
    path.touch()
    monkeypatch.setenv("PIP_CONFIG_FILE", str(path))
    return path


def test_uv_reaches_the_indexes_that_pip_reaches(pip_conf):
    pip_conf.write_text(
        "[global]\nindex-url = https://pip.example.org/simple\ncert = /etc/ville.pem\n"
        "[install]\nextra-index-url =\n    https://a.example.org/simple\n    https://b.example.org/simple\n"
    )
    env = bootstrap.uv_environment()
    assert env["UV_DEFAULT_INDEX"] == "https://pip.example.org/simple"
    assert env["UV_INDEX"] == "https://a.example.org/simple https://b.example.org/simple"
    assert env["SSL_CERT_FILE"] == "/etc/ville.pem"


def test_a_pip_variable_wins_over_its_file_and_uv_s_own_wins_over_both(pip_conf, monkeypatch):
    pip_conf.write_text("[global]\nindex-url = https://file.example.org/simple\n")
    monkeypatch.setenv("PIP_INDEX_URL", "https://variable.example.org/simple")
    assert bootstrap.uv_environment()["UV_DEFAULT_INDEX"] == "https://variable.example.org/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://uv.example.org/simple")
    assert bootstrap.uv_environment()["UV_DEFAULT_INDEX"] == "https://uv.example.org/simple"


def test_nothing_is_installed_when_the_lock_files_have_not_changed(monkeypatch):
    """The tests run in an environment that `make test` prepared."""
    stamp = bootstrap.VENV / "comms-packages"
    if not stamp.exists():
        pytest.skip("this environment wasn't made by make test")
    monkeypatch.setattr(bootstrap, "call", lambda *args, **kwargs: pytest.fail(f"called {args}"))
    bootstrap.install_python_packages("run")
    bootstrap.install_front_end()


def test_a_failing_step_says_the_command_its_words_and_what_to_do():
    with pytest.raises(Trouble, match=r"(?s)a échoué.*no such thing.*Vérifiez que"):
        bootstrap.call(
            [sys.executable, "-c", "import sys; sys.exit('no such thing')"],
            failure=bootstrap.NETWORK.format("le registre"),
        )


@pytest.mark.parametrize("module", ["__main__", "bootstrap", "processes", "folders", "reset"])
def test_what_runs_before_the_installation_needs_the_standard_library_only(module):
    tree = ast.parse((bootstrap.ROOT / "dev" / f"{module}.py").read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in imported}
    assert roots - set(sys.stdlib_module_names) <= {"dev"}


def test_an_old_python_can_read_that_it_is_too_old():
    ast.parse((bootstrap.ROOT / "dev" / "__main__.py").read_text(), feature_version=(3, 6))


def test_the_makefile_and_the_help_know_every_command():
    makefile = (bootstrap.ROOT / "Makefile").read_text()
    (targets,) = [line for line in makefile.splitlines() if line.startswith("help ") and line.endswith(":")]
    assert set(targets.rstrip(":").split()) == set(bootstrap.COMMANDS)
    said = subprocess.run([sys.executable, "-m", "dev"], cwd=bootstrap.ROOT, capture_output=True, text=True)
    assert all(f"make {name}" in said.stdout for name in bootstrap.COMMANDS)


def test_every_command_has_its_module():
    for name, (profile, _) in bootstrap.COMMANDS.items():
        if profile or name == "reset":
            assert (bootstrap.ROOT / "dev" / f"{name}.py").exists() or (
                bootstrap.ROOT / "dev" / name
            ).is_dir()


def test_an_unknown_command_is_said():
    with pytest.raises(SystemExit, match="Commande inconnue"):
        bootstrap.main(["lancer"])
