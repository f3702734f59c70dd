"""Owns the URLs of the closing report of an intake: the page, and the same as CSV."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.accounts.deps import Me, Now
from app.applications.models import Status
from app.applications.service.season import report
from app.applications.service.status import DECISIONS, STAFF_LABELS
from app.clock import jst_date
from app.database import Reading
from app.staff.deps import IntakeHere
from app.staff.service import season_files as files
from app.web.files import CSV, file
from app.web.templating import Page, Renderer

router = APIRouter()
HOURS = {"off": "市役所開庁時間以外", "in": "開庁時（平日8:30-17:15）"}
CHANNELS = {
    "own": "この画面（スマートフォンなど）", "counter": "窓口", "mail": "郵送", "phone": "電話",
}  # fmt: skip
_DECISIONS = {"": "決定なし"} | {key.value: name for key, name in DECISIONS.items()}
CORRECTED = {"asked": "補正を依頼した申請", "answered": "補正が届いた申請"}
CHANGED = {"changed": "届いた後に答えが変わった申請（補正・変更）"}
STATUSES = {each.value: STAFF_LABELS[each] for each in Status}
COLUMNS = ("区分", "項目", "件数・日数", "割合")


@router.get("/staff/season/{intake}/report")
def closing(
    request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The closing report of an intake, for the screen and for paper."""
    found = report.of_intake(reading, request.app.state.keys, here, sections=me.sections)
    return page(
        "staff/season/report.html", me=me, intake=here, now=clock.now(), hours=HOURS,
        report=found, languages=_languages(page), channels=CHANNELS, corrected=CORRECTED,
        decisions=_DECISIONS, statuses=STATUSES, changed=CHANGED,
    )  # fmt: skip


@router.get("/staff/season/{intake}/report.csv")
def closing_csv(
    request: Request, here: IntakeHere, me: Me, reading: Reading, clock: Now, page: Renderer
) -> Response:
    """The same figures as CSV; nobody's data is in it."""
    found = report.of_intake(reading, request.app.state.keys, here, sections=me.sections)
    names = {
        "申請の時間帯": HOURS, "申請の方法": CHANNELS, "申請に使われた言語": _languages(page),
        "決定": _DECISIONS, "今の状態": STATUSES, "補正": CORRECTED, "答えの変更": CHANGED,
    }  # fmt: skip
    name = f"report_{jst_date(clock.now()):%Y%m%d}.csv"
    return file(files.as_csv(COLUMNS, report.lines(found, names)), CSV, name)


def _languages(page: Page) -> dict[str, str]:
    return {each.code: each.name for each in page.web.languages}
