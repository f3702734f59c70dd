"""Every file keeps the house's manners: size, first line, names, and nothing that must not land."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

LONGEST = 300
VAGUE = {"utils", "helpers", "common", "schemas", "misc"}
TEXT = {
    "", ".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".yaml", ".yml", ".txt", ".lock",
    ".csv", ".po", ".mako", ".svg", ".tsv",
}  # fmt: skip
REGISTRIES = re.compile(
    r"https?://[^\s\"'<>]*(?:pypi|npmjs|yarnpkg|pythonhosted|artifactory|nexus|verdaccio)"
    r"|registry\.[a-z]+\.(?:org|com)|--(?:extra-)?index-url",
    re.I,
)
# Homes of anybody, and where this very copy lies.
HERE = [f"{path}/" for path in (Path.home(), Path(__file__).parents[3]) if len(path.parts) > 1]
MACHINE = re.compile(r"(?<![\w.])(?:/home/[a-z]|/Users/[A-Za-z]|" + "|".join(HERE) + ")")


@cache
def parsed(root, path):
    """The tree of a source, which every test of this module may read."""
    return ast.parse((root / path).read_text(encoding="utf-8"))


@cache
def definitions(root, path):
    """Every function and class of a source."""
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node for node in ast.walk(parsed(root, path)) if isinstance(node, kinds)]


def functions(root, path):
    return [node for node in definitions(root, path) if not isinstance(node, ast.ClassDef)]


@pytest.fixture(scope="module")
def sources(tree):
    return [path for path in tree if path.suffix == ".py"]


@pytest.fixture(scope="module")
def texts(root, tree):
    own = ("tests", "house", "test_files.py")
    return {
        path: (root / path).read_text(encoding="utf-8")
        for path in tree
        if path.suffix in TEXT and path.parts != own
    }


def test_no_file_is_longer_than_300_lines(root, tree):
    lengths = {
        str(path): len((root / path).read_text(encoding="utf-8").splitlines())
        for path in tree
        if path.suffix in (".py", ".html", ".js") and path.parts[0] != "migrations"
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_has_a_docstring(root, sources):
    assert [str(path) for path in sources if not ast.get_docstring(parsed(root, path))] == []


def test_every_module_of_the_product_says_first_what_it_owns(root, modules):
    first = {path: ast.get_docstring(parsed(root, path)).splitlines()[0] for path in modules}
    # The roof owns nothing but the putting together; its line says so.
    roof = {"app/main.py", "app/__init__.py"}
    wrong = [str(path) for path, line in first.items() if not re.search(r"\b[Oo]wns\b", line)]
    assert [path for path in wrong if path not in roof] == []


def test_every_first_line_is_a_whole_sentence(root, modules):
    first = [ast.get_docstring(parsed(root, path)).splitlines()[0] for path in modules]
    assert [line for line in first if not line.endswith((".", ":"))] == []


def test_every_public_function_of_the_product_has_a_docstring(root, modules):
    bare = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules
        for node in definitions(root, path)
        if not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not is_inside(root, path, node)
    ]
    assert bare == []


def is_inside(root, path, node):
    """Whether a definition is local to a function, or to a class nobody else can name."""
    for outer in definitions(root, path):
        hidden = not isinstance(outer, ast.ClassDef) or outer.name.startswith("_")
        if hidden and outer.lineno < node.lineno <= (outer.end_lineno or 0):
            return True
    return False


def test_no_import_stands_inside_a_function(root, sources):
    inside = [
        f"{path}:{node.lineno}"
        for path in sources
        for function in functions(root, path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_no_function_takes_more_than_five_by_position(root, modules):
    greedy = [
        f"{path}:{node.lineno} {node.name}"
        for path in modules
        if "routes" not in str(path) and "deps" not in path.name
        for node in functions(root, path)
        if len([a for a in node.args.args if a.arg not in ("self", "cls")]) > 6
    ]
    assert greedy == []


def test_no_module_has_a_vague_name(tree):
    assert [str(path) for path in tree if path.stem in VAGUE] == []


def test_only_settings_read_the_environment(root, modules):
    readers = [
        str(path)
        for path in modules
        if re.search(r"\bos\.(environ|getenv)\b", (root / path).read_text(encoding="utf-8"))
    ]
    # `config check` prints which settings stand in the environment; it reads none of their values.
    assert [path for path in readers if path != "app/operations/safety.py"] == []


def test_only_the_clock_reads_the_time(root, modules):
    now = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")
    readers = [
        str(path) for path in modules if now.search((root / path).read_text(encoding="utf-8"))
    ]
    assert readers == ["app/clock.py"]


def test_no_registry_is_named(texts):
    found = [
        f"{path}: {match[0]}" for path, text in texts.items() for match in REGISTRIES.finditer(text)
    ]
    assert found == []


def test_no_lock_names_an_address(tree, texts):
    locks = {path: text for path, text in texts.items() if "lock" in path.name}
    address = re.compile(r"https?://|file://")
    assert locks
    assert [str(path) for path, text in locks.items() if address.search(text)] == []


def test_no_path_of_a_machine_is_named(texts):
    found = [
        f"{path}: {match[0]}" for path, text in texts.items() for match in MACHINE.finditer(text)
    ]
    assert found == []


def test_no_secret_lies_in_the_tree(tree, texts):
    keys = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}")
    assert [str(path) for path, text in texts.items() if keys.search(text)] == []
    assert [str(path) for path in tree if path.suffix in (".pem", ".key", ".db")] == []


def test_nothing_of_a_third_party_is_committed(tree):
    vendored = ("node_modules", "vendor")
    assert [str(path) for path in tree if set(path.parts) & set(vendored)] == []


def test_nothing_is_left_for_later(root, modules):
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [
        str(path) for path in modules if later.search((root / path).read_text(encoding="utf-8"))
    ] == []


def test_no_test_is_skipped(root, sources):
    skipping = re.compile(r"pytest\.(skip|importorskip|xfail)|mark\.(skip|xfail)")
    found = [
        str(path)
        for path in sources
        if path.name != "test_files.py"
        and skipping.search((root / path).read_text(encoding="utf-8"))
    ]
    assert found == []
