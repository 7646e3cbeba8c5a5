"""What happens by the calendar: each period of a schedule once, however many clocks run.

APScheduler only says that time has passed. The truth is a row for each (schedule, period), which the database
lets in once.
"""

from core.clock.due import on_due
from core.clock.models import DuePeriod, Schedule
from core.clock.schedules import CronRefused, add_schedule, change_schedule, next_ends

__all__ = [
    "CronRefused",
    "DuePeriod",
    "Schedule",
    "add_schedule",
    "change_schedule",
    "next_ends",
    "on_due",
]
