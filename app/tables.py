"""Owns the list of rooms that have tables: importing it makes SQLModel know every table."""

from app.accounts import models as accounts
from app.applications import models as applications
from app.audit import models as audit
from app.calendar import models as calendar
from app.catalogue import models as catalogue
from app.journal import models as journal
from app.notifications import models as notifications
from app.statistics import models as statistics

ALL = (accounts, applications, audit, calendar, catalogue, journal, notifications, statistics)
