"""What the feedback room does each minute: nothing that was said waits because a machine stopped."""

from core.jobs import sweep
from feedback import alerts, drafts


@sweep()
def escalate_what_nobody_took() -> None:
    """Tell more people about each alert that nobody has acknowledged in time."""
    for alert in alerts.overdue():
        alerts.escalate(alert=alert)


@sweep()
def wipe_old_drafts() -> None:
    """Forget what somebody typed and did not send."""
    drafts.wipe_old()
