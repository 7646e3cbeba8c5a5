"""From a cron line to the ends of its periods, in local time, across daylight saving."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from croniter import croniter


def ends_after(cron: str, timezone: str, after: datetime) -> Iterator[datetime]:
    """The moments (UTC) when a period of `cron` ends, later than `after`, in order, without end.

    The cron line is walked through the wall clock's times, which never repeat, and only then turned into
    moments. So a time that comes twice in autumn ends one period, and a time that spring leaves out ends its
    period an hour of wall clock later.
    """
    zone = ZoneInfo(timezone)
    wall = croniter(cron, _wall(after, zone))
    last = after
    while True:
        end = _moment(wall.get_next(datetime), zone)
        if end > last:
            yield end
            last = end


def end_before(cron: str, timezone: str, end: datetime) -> datetime:
    """The end (UTC) of the period before the one that ends at `end`: where that one starts."""
    zone = ZoneInfo(timezone)
    wall = croniter(cron, _wall(end, zone))
    while (start := _moment(wall.get_prev(datetime), zone)) >= end:
        pass
    return start


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
