"""Dates as they stand in files, brought to ISO form."""

from __future__ import annotations

import datetime
import re

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?)?")
_PDF = re.compile(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?\d*(?:[Z+-].*)?")
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %Y", "%Y/%m/%d")


def iso_date(written: str) -> str | None:
    """As much of a date as is stated: "11 May 2016" -> "2016-05-11", "2016-5" -> "2016-05".

    None for what is no date, and for what can be read in two ways, such as 05/11/2016.
    """
    written = written.strip()
    match = _ISO.fullmatch(written) or _PDF.fullmatch(written)
    if match:
        return _checked(*match.groups())
    for form in _WRITTEN:
        try:
            date = datetime.datetime.strptime(written, form)
        except ValueError:
            continue
        return date.strftime("%Y-%m-%d" if "%d" in form else "%Y-%m")
    return None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    try:
        date = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return date.isoformat()[: 10 if day else 7 if month else 4]
