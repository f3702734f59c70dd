"""Owns the list of open data sets: name, title, what it holds, and the forms it is given in."""

from typing import Final, NamedTuple


class OpenSet(NamedTuple):
    """One data set at /open-data/{name}.{kind}."""

    name: str
    title: str
    about: str
    kinds: tuple[str, ...]


SETS: Final = (
    OpenSet("procedures", "手続一覧", "公開している手続。", ("csv", "json")),
    OpenSet(
        "arrivals", "オンラインで届いた件数（月・手続別）",
        "終わった月だけ。5件未満の欄と、引き算で分かってしまう欄は伏せる。", ("csv",),
    ),
    OpenSet(
        "arrivals-by-month", "オンラインで届いた件数（月別の合計）",
        "手続別の欄がすべて公開されている月だけ合計を示す。", ("csv",),
    ),
    OpenSet(
        "indicators", "計画の指標",
        "計画に書かれた値と、市が締めた年度の確定値。5未満の数と、それから作った割合は伏せる。",
        ("csv", "json"),
    ),
)  # fmt: skip
