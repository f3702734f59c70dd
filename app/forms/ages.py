"""Owns ages and school grades of Japan as of a day, computed from a birth date."""

import datetime as dt

from app.forms.values import N_, Gettext

GRADES = {
    **{n: N_("小学{n}年生") for n in range(1, 7)},
    **{n: N_("中学{n}年生") for n in range(7, 10)},
}
BEFORE_SCHOOL, AFTER_SCHOOL = N_("小学校に入る前"), N_("中学校を卒業した年齢")


def age_on(birth: dt.date, day: dt.date) -> int:
    """Return the full years; one born on 29 February grows older on 1 March in common years.

    A day is added before the birthday (年齢計算ニ関スル法律) only where a law counts so; a city's
    forms ask the age as people say it.
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def grade_on(birth: dt.date, day: dt.date) -> int:
    """Return the school year by age: 1–6 小学校, 7–9 中学校, below 1 before school, over 9 after.

    A child enters school in the fiscal year after the day on which it becomes six
    (学校教育法17条1項); who is born on 1 April becomes six on 31 March (年齢計算ニ関スル法律) and
    so belongs to the year before.
    """
    fiscal = day.year - (day.month < 4)
    entry = birth.year + 7 - ((birth.month, birth.day) < (4, 2))
    return fiscal - entry + 1


def grade_words(grade: int, gettext: Gettext) -> str:
    """Return a grade in words of the reader's language."""
    if grade < 1:
        return gettext(BEFORE_SCHOOL)
    if grade not in GRADES:
        return gettext(AFTER_SCHOOL)
    return gettext(GRADES[grade]).format(n=grade if grade < 7 else grade - 6)
