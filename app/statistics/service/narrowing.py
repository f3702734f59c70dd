"""Owns what a selection is narrowed to, in words: no page or paper shows a part as the whole."""

from sqlmodel import Session

from app.accounts import service as accounts
from app.applications.service.intakes import all_intakes
from app.statistics import store
from app.statistics.models import CHANNEL_NAMES, DEFAULT_CHANNELS, Selection


def narrowed(session: Session, selection: Selection) -> tuple[tuple[str, str], ...]:
    """(what, to which) in the order of the page's form; empty for the whole city's online arrivals.

    A name that is gone stands as its code.
    """
    found = []
    if code := selection.procedure:
        name = store.procedure_names(session, [code]).get(code)
        found.append(("手続", f"{name}（{code}）" if name else code))
    if ident := selection.intake:
        names = {each.id: each.name for each in all_intakes(session)}
        found.append(("募集", names.get(ident, ident)))
    if code := selection.section:
        found.append(("課（届いた時）", accounts.section_names(session).get(code, code)))
    if set(selection.channels) != set(DEFAULT_CHANNELS):
        found.append(("経路", "、".join(CHANNEL_NAMES[each] for each in selection.channels)))
    return tuple(found)
