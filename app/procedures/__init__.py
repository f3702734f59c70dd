"""Owns loading the data the city hall ships with: catalogue, forms, scoring, synonyms."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from app.allocation import table
from app.forms import snapshot
from app.forms.definition import Form

SHELF = Path(__file__).parent
CATALOGUE = SHELF / "catalogue.csv"

LIFE_EVENTS = {
    "birth": "出産・子育て",
    "school": "入学・教育",
    "moving": "引っ越し",
    "marriage": "結婚・離婚",
    "pregnancy": "妊娠",
    "health": "健康・医療",
    "care": "介護",
    "disability": "障がい",
    "work": "就職・退職",
    "tax": "税金",
    "pension": "年金",
    "housing": "住まい",
    "car": "車・バイク",
    "death": "おくやみ",
    "disaster": "災害",
    "business": "事業者の方",
    "leisure": "文化・スポーツ",
}


def catalogue_rows() -> list[dict[str, str]]:
    """The rows of the shipped catalogue by column name."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def priority() -> Mapping[str, tuple[str, ...]]:
    """The 27 procedures the state wants online first, with their codes in the catalogue.

    特に国民の利便性の向上に資する行政手続（31手続）: 子育て15、介護11、罹災証明1, without the 4 of
    cars, which are prefectural (デジタル庁「26手続ダッシュボード」データの定義; 総務省「自治体の
    行政手続のオンライン化に係る手順書」3.3). The names are those of the national portal; `seen_at`
    in the file says where each was read.
    """
    with (SHELF / "priority.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"]: tuple(code.strip() for code in row["procedures"].split(";") if code)
            for row in csv.DictReader(file)
        }


@lru_cache(maxsize=1)
def forms() -> Mapping[str, Form]:
    """The shipped forms by slug; raises DefinitionError naming the file."""
    shelf = sorted((SHELF / "forms").glob("*.yaml"))
    loaded = [snapshot.load(path.read_bytes(), path.name, is_ours=True) for path in shelf]
    return {form.slug: form for form in loaded}


@lru_cache(maxsize=1)
def scoring() -> Mapping[str, str]:
    """The documents of the shipped scoring tables by the form they are for."""
    shelf = sorted((SHELF / "scoring").glob("*.yaml"))
    texts = [(path.name, path.read_text(encoding="utf-8")) for path in shelf]
    return {table.load(text, source=name).form: text for name, text in texts}


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """Everyday words by the words of the catalogue they lead to."""
    text = (SHELF / "synonyms.yaml").read_text(encoding="utf-8")
    return {str(word): tuple(map(str, also)) for word, also in (yaml.safe_load(text) or {}).items()}
