"""Bad definitions of many kinds: each is refused with the path and the reason."""

import json

import pytest

from app.forms.lint import lint
from app.forms.snapshot import DefinitionError, load

TEXT = {"key": "q", "type": "text", "label": "質問"}
YESNO = {"key": "yes", "type": "yesno", "label": "質問"}
CHOICE = {
    "key": "pick", "type": "choice", "label": "選択",
    "options": [{"key": "a", "label": "甲"}, {"key": "b", "label": "乙"}],
}  # fmt: skip
FEE = {"key": "fee", "type": "calculated", "label": "料金"}
CODE = {"key": "code", "type": "identifier", "label": "番号", "shape": "数字", "example": "1"}
NEVER = {"all": [{"field": "yes", "equals": True}, {"field": "yes", "equals": False}]}
ALWAYS = {"any": [{"field": "yes", "filled": True}, {"field": "yes", "filled": False}]}
EXIT = {"title": "終わり", "text": "ここまでです。"}


def fields(*entries, **step):
    return {"steps": [{"slug": "page", "title": "頁", "fields": list(entries)} | step]}


def options(number):
    return [{"key": f"k{n}", "label": "見本"} for n in range(number)]


BAD = {
    "a condition on an unknown field": (
        fields(TEXT | {"when": {"field": "x", "filled": True}}), "fields.q.when", "no field 'x'"),
    "a condition on a later answer": (
        fields(TEXT | {"when": {"field": "yes", "equals": True}}, YESNO), "fields.q.when", "ahead"),
    "a condition on an answer that cannot be": (
        fields(CHOICE, TEXT | {"when": {"field": "pick", "equals": "c"}}), "q.when", "no answer"),
    "a comparison of what has no order": (
        fields(CHOICE, TEXT | {"when": {"field": "pick", "lt": 3}}), "q.when", "no order"),
    "an age of what is no date": (
        fields(CHOICE, TEXT | {"when": {
            "field": "pick", "of": "age", "on": "2026-04-01", "lt": 3}}), "q.when", "only a date"),
    "items of what is no repeat": (
        fields(YESNO, TEXT | {"when": {"field": "yes", "any_item": {
            "field": "q", "filled": True}}}), "q.when", "no repeat"),
    "a cycle of calculated values": (
        fields(FEE | {"formula": "b + 1"}, FEE | {"key": "b", "formula": "fee + 1"}),
        "fee.formula", "a cycle"),
    "a formula on an unknown field": (
        fields(FEE | {"formula": "x * 2"}), "fee.formula", "no field 'x'"),
    "a formula that is a program": (
        fields(FEE | {"formula": "__import__('os')"}), "fields.0", "cannot read"),
    "a key used twice": (fields(TEXT, TEXT), "", "key used twice: q"),
    "an option key used twice": (
        fields(CHOICE | {"options": [CHOICE["options"][0]] * 2}), "fields.0", "option keys repeat"),
    "an unknown type": (fields(TEXT | {"type": "magic"}), "fields.0", "magic"),
    "an unknown setting": (fields(TEXT | {"colour": "red"}), "fields.0", "not permitted"),
    "a hundred thousand options": (
        fields(CHOICE | {"options": options(100_000)}), "", "too many values|longer than"),
    "more options than a choice can show": (
        fields(CHOICE | {"options": options(301)}), "options", "at most 300"),
    "a pattern with a look-ahead": (
        fields(CODE | {"pattern": "(?=a)a"}), "fields.0", "look-around"),
    "a pattern that explodes": (
        fields(CODE | {"pattern": "((a{100}){100}){100}"}), "fields.0", "pattern"),
    "script in a label": (
        fields(TEXT | {"label": "<script>alert(1)</script>"}), "q.label", "markup or script"),
    "script in a link": (
        fields(YESNO, exit=EXIT | {"when": NEVER, "link": "javascript:x", "link_text": "へ"}),
        "exit.link", "pattern"),
    "a field that is never shown": (
        fields(YESNO, TEXT | {"when": NEVER}), "fields.q", "unreachable"),
    "a step that is never shown": (
        {"steps": [*fields(YESNO)["steps"], *fields(TEXT, slug="two", when=NEVER)["steps"]]},
        "steps.two", "unreachable"),
    "an exit that nobody can avoid": (
        fields(YESNO, exit=EXIT | {"when": ALWAYS}), "page.exit", "dead end"),
    "a rule that nobody can keep": (
        fields(YESNO, rules=[{"when": ALWAYS, "field": "yes", "message": "だめです。"}]),
        "page.rules.0", "dead end"),
    "an upload without help": (
        fields({"key": "doc", "type": "upload", "label": "証明書"}), "fields.doc", "hint"),
    "a question for the individual number": (
        fields(TEXT | {"label": "個人番号"}), "fields.q", "never collected"),
    "a list that is not there": (
        fields({"key": "s", "type": "lookup", "label": "学校", "list": "schools"}), "", "no list"),
    "an example that is no answer": (
        fields({"key": "z", "type": "postal", "label": "郵便", "example": "1"}),
        "example", "canonical"),
    "a newer document": ({"document_version": 9} | fields(TEXT), "document_version", "newer"),
    "limits that leave nothing": (
        fields({"key": "d", "type": "date", "label": "日", "earliest": "2027-01-01",
                "latest": "2026-01-01"}), "fields.0", "earliest is after latest"),
    "a step without fields": (fields(), "fields", "at least 1"),
}  # fmt: skip


def refusal(text):
    try:
        form = load(text, "bad.yaml")
    except DefinitionError as error:
        return [str(error)]
    return [str(problem) for problem in lint(form)]


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_definition_is_refused_with_path_and_reason(kind, document):
    changes, place, reason = BAD[kind]
    steps = changes["steps"]
    rest = {key: value for key, value in changes.items() if key != "steps"}
    found = refusal(json.dumps(document(steps, **rest), ensure_ascii=False))
    assert any(place in each and any(r in each for r in reason.split("|")) for each in found), found


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ALIASES, "too many values"),
        ("a: !!python/object/apply:os.system [ls]", "tag"),
        ("[" * 100_000, "nested too deeply"),
        ("slug: a\nslug: b", "stands twice"),
        ("", "empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("slug: [", "bad.yaml:1"),
    ],
)
def test_a_bad_text_is_refused_with_its_reason(text, reason):
    assert reason in refusal(text)[0]


def test_at_least_20_kinds_are_refused():
    assert len(BAD) >= 20
