"""`heard bench submit`: a whole public submission over HTTP, against the smallest form that stores the same."""

import random
from collections.abc import Callable
from statistics import median

import click
import sqlalchemy

from core.bench import Figure, bench, bench_database
from core.bench.web import Filled, Load, drive, fill_in, free_port, web_process
from core.db import db
from core.running.command_line import make_app
from feedback import bench_floor
from feedback.collecting import CollectionValues, create
from feedback.shipped import SHIPPED

SLUG, QUESTIONS = "bench", "tell-us"
NOT_ASKED = ("answer-safe-words",)
WORKERS, THREADS, AT_ONCE = 2, 4, 8
ROUNDS, FORMS, WARM = 3, 240, 40
GOAL = 0.5

SERVED = f"port={{port}}, workers={WORKERS}, threads={THREADS})"
HEARD = (
    "from commands import cli; "
    f"cli(['serve', '--port', '{{port}}', '--workers', '{WORKERS}', '--threads', '{THREADS}'])"
)
FLOOR = "from feedback.bench_floor import serve_floor; serve_floor({url!r}, fields={fields}, " + SERVED

SENTENCES = (
    "My worker listens and rings me back when she says she will.",
    "I have had four workers in two years and I tell my story again each time.",
    "The meeting was long and people talked about me and not to me.",
    "I like football on Tuesdays and my carer drives me there.",
    "Nobody explained why I had to move, it just happened.",
    "I see my brother once a month and I want it to be more.",
    "School is better since they gave me somebody to talk to.",
    "They wrote things down wrong and I could not change it.",
)


@bench("submit")
def submit() -> Figure:
    """Throughput of ours and of the floor, in turns; `p99` is the ratio of their slowest 1 in 100."""
    rng = random.Random(20)  # noqa: S311 - the same words in each run

    def words(name: str) -> str:
        return "" if name in NOT_ASKED else " ".join(rng.sample(SENTENCES, 3))

    with bench_database() as urls:
        _open_collection()
        _make_floor_table(urls.owner)
        ours, floor = free_port(), free_port()

        def visit_ours() -> Filled:
            return fill_in(ours, f"/say/{SLUG}?all=1", words, to=f"/say/{SLUG}")

        def visit_floor() -> Filled:
            return fill_in(floor, "/", words, to="/")

        with web_process(HEARD.format(port=ours), ours):
            fields = visit_ours().fields
            with web_process(FLOOR.format(url=urls.owner, fields=fields, port=floor), floor):
                rounds = [
                    (_round(ours, visit_ours, count), _round(floor, visit_floor, count))
                    for count in (WARM, *[FORMS] * ROUNDS)
                ][1:]
    return Figure(
        ours=median(mine.a_second for mine, _ in rounds),
        floor=median(least.a_second for _, least in rounds),
        unit="submissions/s",
        goal=GOAL,
        more={
            "p99_ours_ms": round(median(mine.p99 for mine, _ in rounds), 1),
            "p99_floor_ms": round(median(least.p99 for _, least in rounds), 1),
            "p99_ratio": round(median(mine.p99 / least.p99 for mine, least in rounds), 2),
            "p99_goal": "<= 3",
            "fields": fields,
            "submissions": FORMS * ROUNDS,
        },
    )


def _round(port: int, visit: Callable[[], Filled], count: int) -> Load:
    """Open `count` forms first, then send them all: what is measured is the sending."""
    return drive(port, [visit() for _ in range(count)], at_once=AT_ONCE)


def _open_collection() -> None:
    app = make_app(click.get_current_context())
    with app.app_context():
        create(
            CollectionValues(
                title="Bench", slug=SLUG, source="other", team_id=None, readers="The people who measure"
            ),
            questions=SHIPPED[QUESTIONS],
            open_now=True,
        )
        db.session.commit()
        db.session.close()
        db.engine.dispose()


def _make_floor_table(url: str) -> None:
    engine = sqlalchemy.create_engine(url)
    bench_floor.Base.metadata.create_all(engine)
    engine.dispose()
