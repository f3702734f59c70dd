"""Owns the tables of the indicator registry: definitions, values by period, yearly snapshots.

What a city profile ships stands in its file; a row here replaces it or adds to it. Numbers are kept
as the text of a decimal, exactly as they were written.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel


class IndicatorRow(SQLModel, table=True):
    """The definition of one indicator, as the DX office changed or added it."""

    __tablename__ = "indicators"

    slug: str = Field(primary_key=True, max_length=64)
    name: str = Field(max_length=200)
    five_less: str = Field(default="", max_length=12)
    value_class: str = Field(default="", max_length=12)
    unit: str = Field(default="", max_length=20)
    target: str = Field(default="", max_length=20)
    target_year: str = Field(default="", max_length=20)
    direction: str = Field(default="", max_length=4)
    section: str = Field(default="", max_length=120)
    source: str = Field(default="", max_length=200)
    page: str = Field(default="", max_length=40)
    definition: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=500)
    grain: str = Field(default="year", max_length=5)
    metric: str = Field(default="", max_length=40)
    is_retired: bool = False
    changed_at: datetime
    changed_by: str = Field(max_length=64)


class IndicatorValue(SQLModel, table=True):
    """One value: of a month (2026-11) or fiscal year (2026), of the whole or of one item.

    Where `part` and `whole` are kept, `value` is their share in hundredths.
    """

    __tablename__ = "indicator_values"

    indicator: str = Field(primary_key=True, max_length=64)
    period: str = Field(primary_key=True, max_length=7)
    item: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=20)
    part: str = Field(default="", max_length=20)
    whole: str = Field(default="", max_length=20)
    status: str = Field(default="final", max_length=11)
    note: str = Field(default="", max_length=300)
    changed_at: datetime
    changed_by: str = Field(max_length=64)


class IndicatorSnapshot(SQLModel, table=True):
    """All indicators as they stood when a fiscal year was closed; written once, never changed."""

    __tablename__ = "indicator_snapshots"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    city: str = Field(max_length=6)
    taken_at: datetime
    taken_by: str = Field(max_length=64)
    body: str
    digest: str = Field(max_length=64)
