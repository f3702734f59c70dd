"""What is told outside the code is true: the map, the manuals, the image, the decisions."""

import re
from pathlib import Path

import pytest
import yaml

from app.errors import CityHallError
from app.settings import Settings

# Files of the tools, named by their tools.
UNMAPPED = {".ci"}


@pytest.fixture(scope="module")
def readme(root):
    return (root / "README.md").read_text(encoding="utf-8")


def error_codes(kind=CityHallError):
    return {kind.code}.union(*(error_codes(each) for each in kind.__subclasses__()))


@pytest.fixture(scope="module")
def papers(root, tree):
    return {
        path: (root / path).read_text(encoding="utf-8") for path in tree if path.suffix == ".md"
    }


def test_the_map_names_every_folder_at_the_top(readme, tree):
    folders = {path.parts[0] for path in tree if len(path.parts) > 1} - UNMAPPED
    assert [folder for folder in sorted(folders) if f"`{folder}/" not in readme] == []


def test_the_map_names_every_package_of_the_product(readme, root):
    packages = sorted(path.parent.name for path in (root / "app").glob("*/__init__.py"))
    assert packages
    assert [name for name in packages if f"`app/{name}/`" not in readme] == []


def test_the_map_names_no_package_that_is_gone(readme, root):
    named = re.findall(r"`app/([a-z_]+)/`", readme)
    assert [name for name in named if not (root / "app" / name).is_dir()] == []


@pytest.mark.parametrize("target", ["run", "test", "test-fast", "bench", "messages", "language"])
def test_the_makefile_has_what_others_rely_on(root, target):
    assert re.search(rf"^{target}:", (root / "Makefile").read_text(encoding="utf-8"), re.M)


def test_every_link_of_our_papers_leads_somewhere(root, papers):
    pictures = {"docs/picture.png"}
    broken = [
        f"{path}: {link}"
        for path, text in papers.items()
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
        if not (root / path.parent / link).exists() and link not in pictures
    ]
    assert broken == []


def test_every_file_that_our_papers_name_is_there(root, papers):
    outside = ("/", "<", "*", "{", "…", "$")
    missing = [
        f"{path}: {name}"
        for path, text in papers.items()
        if path.name in ("README.md", "operators.md") and len(path.parts) < 3
        for name in re.findall(r"`((?:app|tests|docs|deploy|migrations|bench)/[^`\s]*)`", text)
        if not any(mark in name.rstrip("/")[4:] for mark in outside[1:])
        if not (root / name).exists() and "/x." not in name and "_x." not in name
    ]
    assert missing == []


def test_every_paper_that_a_source_names_is_there(root, tree, papers):
    known = [f"/{path.as_posix()}" for path in papers]
    missing = [
        f"{path}: {name}"
        for path in tree
        if path.suffix in (".py", ".html", ".js", ".css", ".toml", ".yaml")
        for name in re.findall(
            r"[\w./-]+\.md\b|docs/decisions/\d{4}", (root / path).read_text(encoding="utf-8")
        )
        if not any(f"/{name}" in each for each in known)
    ]
    assert missing == []


def test_the_operators_manual_names_no_setting_that_is_gone(papers):
    manual = papers[Path("docs/operators.md")]
    named = set(re.findall(r"`(?:TENOHIRA_)?([A-Z][A-Z_]{2,}[A-Z])`", manual))
    known = {name.upper() for name in Settings.model_fields}
    assert {"DATA_DIR", "SECRET_KEYS"} <= named
    assert named - known - error_codes() == {"FORWARDED_ALLOW_IPS"}  # uvicorn's own


def test_every_decision_fits_on_a_page_and_weighs_alternatives(papers):
    decisions = {
        path: text for path, text in papers.items() if path.parts[:2] == ("docs", "decisions")
    }
    headings = ("## Context", "## Decision", "## Consequences", "## Alternatives")
    assert len(decisions) >= 6
    wrong = [
        str(path)
        for path, text in decisions.items()
        if len(text.splitlines()) >= 40 or not all(heading in text for heading in headings)
    ]
    assert wrong == []


def test_decisions_are_numbered_without_a_gap(papers):
    numbers = sorted(int(path.name[:4]) for path in papers if "decisions" in path.parts)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.fixture(scope="module")
def dockerfile(root):
    return (root / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_runs_without_root(dockerfile):
    final = dockerfile[dockerfile.rindex("\nFROM ") :]
    assert re.findall(r"^USER (\S+)", final, re.M)[-1] not in ("root", "0")


def test_the_image_is_asked_whether_it_lives(dockerfile):
    assert "/healthz" in dockerfile[dockerfile.index("HEALTHCHECK") :]


def test_the_image_keeps_its_data_in_one_place(dockerfile):
    assert re.findall(r"^VOLUME (.+)", dockerfile, re.M) == ["/data"]
    assert "TENOHIRA_DATA_DIR=/data" in dockerfile


def test_the_image_installs_what_the_lock_names(dockerfile):
    assert "--require-hashes" in dockerfile


def test_the_image_migrates_before_it_serves(dockerfile):
    assert re.search(r"exec tenohira serve --migrate", dockerfile)


def test_no_key_and_no_data_goes_into_the_image(root):
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert not [rule for rule in rules if re.match(r"!(var|\.git|tests|keys|\.venv)", rule)]


def test_every_file_that_the_image_copies_is_sent_to_the_builder(root, dockerfile):
    rules = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)", dockerfile, re.M)
        for source in line.split()[:-1]
    ]
    assert [source for source in copied if f"!{source}" not in rules] == []


def test_the_composed_city_hall_uses_known_settings(root):
    compose = yaml.safe_load((root / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    given = {
        name.removeprefix("TENOHIRA_").lower()
        for name in compose["services"]["city"]["environment"]
        if name.startswith("TENOHIRA_")
    }
    assert given <= set(Settings.model_fields)


def test_the_licence_is_the_one_that_is_named(root):
    assert (root / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
    assert 'license = "MIT"' in (root / "pyproject.toml").read_text(encoding="utf-8")


def test_the_source_of_the_data_is_named(readme):
    assert "出典：「行政手続等の悉皆調査結果（令和6年度）」（デジタル庁）" in readme
    assert "を加工して作成" in readme
