"""Owns the files of the locales shelf as work for translators: bring up to date, add a language.

`python -m app.i18n.catalogues update` (make messages) and `… new ne` (make language CODE=ne).
Translations are kept, ids that are gone leave, nothing is guessed (no fuzzy entries). Only texts
change a file: there are no dates and no line numbers, and a header stays as it was written.
"""

import io
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from app.i18n.messages import LOCALES

APP = LOCALES.parent
MAPPING = APP.parent / "babel.toml"
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Tenohira\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={count}; plural={rule};\\n"
"X-Address: {address}\\n"
"X-Name: {name}\\n"
"X-Html-Lang: {html_lang}\\n"
"""


class NoSuchLanguage(Exception):
    """A code that Babel does not know, or reads as another language."""


def extract(mapping: Path = MAPPING, root: Path = APP) -> Catalog:
    """Return every id below `root` in the order of files and lines, without translations."""
    methods: list[tuple[str, str]] = []
    options: dict[str, dict[str, str]] = {}
    for entry in tomllib.loads(mapping.read_text(encoding="utf-8"))["mappings"]:
        patterns, method = entry.pop("pattern"), entry.pop("method")
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            methods.append((pattern, method))
            options[pattern] = entry
    found = extract_from_dir(root, methods, options, DEFAULT_KEYWORDS, ["Translators:"])
    template = Catalog(fuzzy=False)
    for file, line, text, comments, context in sorted(found, key=lambda each: each[:2]):
        place = f"{root.name}/{Path(file).as_posix()}"
        template.add(text, locations=[(place, line)], auto_comments=comments, context=context)
    return template


def updated(path: Path, template: Catalog) -> str:
    """Return what the catalogue at `path` says when it holds exactly the ids of `template`."""
    header = path.read_text(encoding="utf-8").partition("\n\n")[0].rstrip("\n") + "\n"
    if is_source(path):
        return header
    with path.open("rb") as file:
        present = read_po(file)
    fresh = read_po(io.StringIO(header))  # for its number of plural forms
    for message in template:
        if message.id:
            old = present.get(message.id, message.context)
            fresh.add(
                message.id, _kept(old, message), message.locations, context=message.context,
                auto_comments=message.auto_comments[:1],
                user_comments=old.user_comments if old else (),
            )  # fmt: skip
    body = io.BytesIO()
    write_po(body, fresh, width=0, omit_header=True, include_lineno=False)
    return f"{header}\n{body.getvalue().decode().rstrip()}\n"


def is_source(path: Path) -> bool:
    """Whether this is the language of the ids: a header and no entries."""
    return path.parent.parent.name == "ja"


def untranslated(path: Path) -> list[str]:
    """Return the ids without a text; none for the language of the ids."""
    with path.open("rb") as file:
        return [
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_po(file)
            if message.id and not _is_whole(message)
        ]


def update(folder: Path = LOCALES) -> list[str]:
    """Bring every catalogue of the shelf up to date; return one line for each."""
    template = extract()
    lines = []
    for path in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        path.write_text(updated(path, template), encoding="utf-8")
        lines.append(f"{path.parent.parent.name}: {len(untranslated(path))} untranslated")
    return lines


def new_language(code: str, folder: Path = LOCALES) -> list[str]:
    """Make the directory of a language with its header; raises NoSuchLanguage.

    Babel reads some codes as another language without a word (`tl`, `ja_easy`); those are refused.
    """
    try:
        locale = Locale.parse(code)
    except (ValueError, UnknownLocaleError) as error:
        raise NoSuchLanguage(f"{code}: not a language code that Babel knows") from error
    if str(locale) != code:
        raise NoSuchLanguage(f"{code}: Babel reads this as {locale}; take that code")
    path = folder / code / "LC_MESSAGES" / "messages.po"
    if path.exists():
        raise NoSuchLanguage(f"{code}: is there already")
    plural = get_plural(locale)
    path.parent.mkdir(parents=True)
    path.write_text(
        HEADER.format(
            count=plural.num_plurals, rule=plural.plural_expr, name=locale.display_name,
            address=code.replace("_", "-").lower(), html_lang=code.replace("_", "-"),
        ),
        encoding="utf-8",
    )  # fmt: skip
    path.write_text(updated(path, extract()), encoding="utf-8")
    return [f"{path.relative_to(folder.parent.parent)}: translate; then make messages"]


def main(arguments: Sequence[str]) -> int:
    """Run `update` or `new <code>`; 2 with one line on stderr when that cannot be."""
    try:
        match list(arguments):
            case ["update"]:
                lines = update()
            case ["new", code]:
                lines = new_language(code)
            case _:
                raise NoSuchLanguage("usage: python -m app.i18n.catalogues update | new <code>")
    except NoSuchLanguage as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0


def _kept(old: Message | None, message: Message) -> str | tuple[str, ...] | list[str] | None:
    """The translation to keep; a text that became countable, or stopped to be, is done anew."""
    if old is None or old.fuzzy or isinstance(old.id, str) is not isinstance(message.id, str):
        return None
    return old.string


def _is_whole(message: Message) -> bool:
    return bool(message.string if isinstance(message.string, str) else all(message.string or ()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
