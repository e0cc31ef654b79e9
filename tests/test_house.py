"""The rules of the house that a machine can check (docs/architecture.md says why)."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT: Path = settings.BASE_DIR
ROOMS = ("comms", "budget", "campaigns", "contractors", "hours", "press", "desk")
OUR_APPS = [
    config.partition(".apps.")[0].rpartition(".")[2]
    for config in settings.INSTALLED_APPS
    if config.partition(".")[0] in ROOMS and ".apps." not in config
]


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in (".html", ".txt")]


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    return node.end_lineno - node.lineno + 1


def is_task(node: ast.FunctionDef) -> bool:
    return any("shared_task" in ast.unparse(decorator) for decorator in node.decorator_list)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


PRODUCT = python_files(*ROOMS)
VIEWS = [path for path in PRODUCT if path.stem == "views" or path.parent.name == "views"]


# --- structure -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", *OUR_APPS, check_changes=True, dry_run=True, verbosity=0)


def test_each_app_of_ours_has_one_first_migration_and_no_stack_of_half_made_ones():
    for folder in ROOT.glob("*/migrations"):
        names = sorted(path.stem for path in folder.glob("0*.py"))
        numbers = [name.partition("_")[0] for name in names]
        assert len(set(numbers)) == len(numbers), f"{shown(folder)}: two migrations have one number: {names}"


def test_imports_go_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_product_knows_neither_its_tests_nor_its_tools():
    for path in PRODUCT:
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong = [module for module in modules if module.partition(".")[0] in ("dev", "tests")]
            assert not wrong, f"{shown(path)} imports {wrong}"


def test_apps_call_each_other_without_signals():
    ours = re.compile(r"\b(pre|post)_(save|delete|init)\b|m2m_changed|@receiver|\bSignal\(")
    wrong = [shown(path) for path in PRODUCT if ours.search(path.read_text())]
    assert not wrong


def test_no_file_is_too_long_to_read():
    long = {
        shown(path): lines
        for path in python_files(*ROOMS, "dev", "tests")
        if (lines := len(path.read_text().splitlines())) > 500
    }
    assert not long


def test_nineteen_files_of_twenty_hold_one_subject():
    sizes = sorted(len(path.read_text().splitlines()) for path in PRODUCT)
    assert sizes[int(len(sizes) * 0.95)] <= 330


def test_nineteen_functions_of_twenty_are_seen_at_once():
    sizes = sorted(length(function) for path in PRODUCT for function in functions(path))
    assert sizes[int(len(sizes) * 0.95)] <= 35


def test_a_view_is_short():
    long = {
        f"{shown(path)}:{function.name}": length(function)
        for path in VIEWS
        for function in functions(path)
        if length(function) > 30
    }
    assert not long


def test_a_task_is_short():
    long = {
        f"{shown(path)}:{function.name}": length(function)
        for path in PRODUCT
        for function in functions(path)
        if is_task(function) and length(function) > 15
    }
    assert not long


# --- mails -----------------------------------------------------------------------------------------------


MAIL_MODULES = [path for path in PRODUCT if path.name == "mails.py" and (path.parent / "apps.py").exists()]
RENDERERS = ("render_mail", "_send", "_queue")


def rendered_by(path: Path) -> dict[str, set[str]]:
    """The names of messages that each public function of a mails module renders."""
    found: dict[str, set[str]] = {}
    for function in functions(path):
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        names = {
            call.args[0].value.rpartition("/")[2]
            for call in calls
            if isinstance(call.func, ast.Name)
            and call.func.id in RENDERERS
            and isinstance(call.args[0], ast.Constant)
        }
        if names and not function.name.startswith("_"):
            found[function.name] = names
    return found


@pytest.mark.parametrize("path", MAIL_MODULES, ids=shown)
def test_each_message_is_one_function_with_its_three_templates(path):
    folder = ROOT / "templates" / path.parent.name / "mails"
    kinds: dict[str, set[str]] = {}
    for template in folder.iterdir():
        name, _, kind = template.name.partition(".")
        if not name.startswith("_") and name != "base":
            kinds.setdefault(name, set()).add(kind)
    assert all(found == {"subject.txt", "txt", "html"} for found in kinds.values()), kinds
    rendered = rendered_by(path)
    assert all(len(names) == 1 for names in rendered.values()), rendered
    assert {name for names in rendered.values() for name in names} == set(kinds)


# --- commands ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_each_command_that_is_told_exists(page):
    told = set(re.findall(r"\bmake ([a-z]+)\b", (ROOT / page).read_text()))
    rules = re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    known = {target for rule in rules for target in rule.split()}
    assert told <= known, f"{page} tells {told - known}"


def test_each_target_of_the_makefile_is_told_in_the_readme():
    rules = re.findall(r"^([a-z ]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    readme = (ROOT / "README.md").read_text()
    untold = {target for rule in rules for target in rule.split() if f"make {target}" not in readme}
    assert untold <= {"help"}


# --- words and pages ------------------------------------------------------------------------------------

#: Of other countries or of other rules: no such thing exists in a town hall of New Caledonia.
FOREIGN_WORDS = re.compile(
    r"\bM57\b|\bTVA\b|\bSIRET\b|Chorus\s?Pro|\bDGS\b|\beuros?\b|€|\bcentimes?\b|\bEUR\b", re.IGNORECASE
)


def texts_of(path: Path) -> Iterator[str]:
    """The texts that a Python file may show: its string literals, without the docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_the_screen_speaks_of_things_that_exist_here():
    wrong = [
        f"{shown(path)}: {found[0]}"
        for path in templates()
        if (found := FOREIGN_WORDS.search(path.read_text()))
    ]
    wrong += [
        f"{shown(path)}: {found[0]}"
        for path in PRODUCT
        for text in texts_of(path)
        if (found := FOREIGN_WORDS.search(text))
    ]
    assert not wrong, "\n".join(wrong)


def test_texts_stand_in_their_place_in_french():
    wrong = [shown(path) for path in PRODUCT if re.search(r"import gettext|gettext_lazy", path.read_text())]
    assert not wrong


#: What a strict Content-Security-Policy refuses; mails have no such policy and need their styles inline.
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "a call to another host": re.compile(r"""\b(?:src|href)\s*=\s*["']\s*(?:https?:)?//""", re.IGNORECASE),
}


def markup(path: Path) -> str:
    """The template as a browser reads it, without Django's own tags."""
    return re.sub(r"\{[%#{].*?[%#}]\}", "", path.read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_no_page_has(what):
    pages = [path for path in templates() if path.suffix == ".html" and "mails" not in path.parts]
    wrong = [
        f"{shown(path)}: {found[0][:80]}" for path in pages if (found := INLINE[what].search(markup(path)))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_form_that_posts_has_its_token():
    """Signed public forms have no cookie to abuse, hence no token: they say so by their view."""
    without = [
        shown(path)
        for path in templates()
        if re.search(r"<form\b[^>]*method=.post", path.read_text(), re.IGNORECASE)
        and "csrf_token" not in path.read_text()
        and "newsroom" not in path.parts
    ]
    assert not without
