"""Owns the pieces that profiles are made of: checked texts, and parts that refuse unknown keys."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictStr


def _slug(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", text):
        raise ValueError(f"not a slug in English kebab-case: {text!r}")
    return text


Text = Annotated[StrictStr, Field(min_length=1)]
Slug = Annotated[StrictStr, AfterValidator(_slug)]


class Part(BaseModel):
    """A frozen piece of a profile that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
