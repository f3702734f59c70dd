"""Owns what a profile tells of its city's plan: indicators with their figures, and its rows."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, StrictStr, model_validator

from app.city.pieces import Part, Slug, Text


class IndicatorFigure(Part):
    """One value a document gives: of a month, a fiscal year, or `plan` where it names no time.

    Where the document gives `part` and `whole`, they stand here and the share is worked out.
    """

    period: Annotated[StrictStr, Field(pattern=r"^(plan|[0-9]{4}(-(0[1-9]|1[0-2]))?)$")]
    item: str = ""
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Annotated[Decimal, Field(gt=0)] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _is_one_kind(self) -> Self:
        if (self.part is None) != (self.whole is None) or (self.value is None) == (
            self.part is None
        ):
            raise ValueError("a figure has either a value, or a part and a whole")
        return self


class Indicator(Part):
    """One published indicator (KGI/KPI). `target` is None where the plan sets none.

    `metric` names what the product works out itself; a class stays empty where no document says.
    """

    key: Slug
    name: Text
    unit: str
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_year: StrictStr | None = None
    note: str = ""
    five_less: Literal["", "paperless", "cashless", "counterless", "fileless", "moveless"] = ""
    value_class: Literal["", "convenience", "efficiency", "kindness", "security"] = ""
    direction: Literal["", "up", "down", "keep"] = ""
    section: str = ""
    source: str = ""
    page: str = ""
    definition: str = ""
    grain: Literal["year", "month"] = "year"
    metric: str = ""
    figures: tuple[IndicatorFigure, ...] = ()


class PlanRow(Part):
    """One row of the city's plan, and the figures that tell of it; without any, the reason.

    A figure is `indicator:` of the profile, `kpi:` the product works out, or `metric:` of the
    statistics page.
    """

    name: Text
    figures: tuple[
        Annotated[StrictStr, Field(pattern=r"^(indicator|kpi|metric):[a-z0-9-]+$")], ...
    ] = ()
    reason: str = ""

    @model_validator(mode="after")
    def _is_told(self) -> Self:
        if bool(self.figures) == bool(self.reason):
            raise ValueError("a row of a plan has figures, or a reason why it has none")
        return self
