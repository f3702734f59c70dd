"""Owns taking files in and out from the command line: catalogue, arrivals, form documents."""

import json
from pathlib import Path

from app.catalogue import service as catalogue
from app.forms import definition, lint, snapshot
from app.operations.house import house
from app.operations.progress import shown
from app.operations.safety import Refused
from app.settings import Settings
from app.statistics import service as statistics


def catalogue_import(settings: Settings, file: Path) -> list[str]:
    """Compare with its own source; the last line counts what was done."""
    with house(settings) as opened:
        return catalogue.import_file(
            opened.database, opened.clock.now(), file, systems=opened.city.systems, watched=shown
        )


def catalogue_export(settings: Settings, file: Path) -> list[str]:
    """Write the city's rows."""
    with house(settings) as opened:
        return catalogue.export_file(opened.database, file)


def arrivals_import(settings: Settings, file: Path, calendar_version: str = "") -> list[str]:
    """One batch, known by its rows; stamped by the hours in force, or by a named version."""
    with house(settings) as opened:
        return statistics.import_arrivals(
            opened.database, opened.city, opened.clock, file, calendar_version
        )


def arrivals_list(settings: Settings) -> list[str]:
    """The batches, newest first."""
    with house(settings) as opened:
        return statistics.list_batches(opened.database)


def arrivals_withdraw(settings: Settings, batch: str) -> list[str]:
    """Take a batch out of every number."""
    with house(settings) as opened:
        return statistics.withdraw_batch(opened.database, opened.clock, batch)


def forms_lint(file: Path) -> list[str]:
    """What is wrong with a form document; raises Refused with the first problem's place."""
    try:
        form = snapshot.load(file.read_bytes(), source=file.name)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    except snapshot.DefinitionError as error:
        raise Refused(str(error)) from error
    problems = lint.lint(form)
    if problems:
        raise Refused("; ".join(f"{file.name}: {problem}" for problem in problems))
    return [f"{file.name}: ok ({len(form.steps)} steps)"]


def forms_schema() -> str:
    """The JSON Schema of form documents."""
    return json.dumps(definition.Form.model_json_schema(), ensure_ascii=False, indent=2)
