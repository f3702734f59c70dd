"""Owns how tests of the calendar fill in its pages, and holiday files as they are published."""

import re

OPENING = {
    "kind": "special_opening", "day.era": "", "day.year": "2026", "day.month": "11",
    "day.day": "29", "from": "8:30", "to": "12:00", "note": "マイナンバーカードの休日窓口",
}  # fmt: skip
CLOSING = OPENING | {
    "kind": "special_closing", "day.era": "R", "day.year": "8", "day.day": "26", "from": "",
    "to": "", "note": "台風のため",
}  # fmt: skip
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00-16:30") | {
    "sat": "", "sun": "", "note": "窓口時間の見直し",
}  # fmt: skip
KEY = "2026-11-29_special_opening_08:30-12:00"
SEEN = re.compile(r'name="version" value="([^"]+)"')
ROWS = re.compile(r'name="rows" value="([^"]+)"')


def sent(admin, page, data):
    """Fill in a page of the calendar as it is shown and send it."""
    shown = admin.get(f"/staff/calendar/{page}")
    return admin.post(f"/staff/calendar/{page.partition('?')[0]}", seen(shown) | data)


def seen(answer):
    return {"version": SEEN.search(answer.text)[1]}


def holiday_file(year=2027, *extra, without=()):
    """The holidays of a year as the Cabinet Office writes them, changed by one or two rows."""
    days = {
        "1/1": "元日", "1/11": "成人の日", "2/11": "建国記念の日", "2/23": "天皇誕生日",
        "3/21": "春分の日", "3/22": "休日", "4/29": "昭和の日", "5/3": "憲法記念日",
        "5/4": "みどりの日", "5/5": "こどもの日", "7/19": "海の日", "8/11": "山の日",
        "9/20": "敬老の日", "9/23": "秋分の日", "10/11": "スポーツの日", "11/3": "文化の日",
        "11/23": "勤労感謝の日",
    }  # fmt: skip
    rows = [f"{year}/{day},{name}" for day, name in days.items() if day not in without]
    return "\r\n".join(["国民の祝日・休日月日,国民の祝日・休日名称", *rows, *extra, ""])


def uploaded(admin, text, encoding="cp932"):
    body = text if isinstance(text, bytes) else text.encode(encoding)
    return admin.post("/staff/calendar/holidays", files={"file": ("syukujitsu.csv", body)})


def taken_over(admin, text):
    shown = uploaded(admin, text)
    data = seen(shown) | {"rows": ROWS.search(shown.text)[1]}
    return admin.post("/staff/calendar/holidays/take-over", data)
