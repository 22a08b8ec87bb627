"""How quick similar decided cases are at 200,000 decisions: `.venv/bin/python tools/bench_alike.py [DECISIONS]`.

Profiles are invented as the demonstration's are: a handful of needs, the common ones most often, levels that hang
together. Everything is put in a database of its own in a temporary folder, and asked as the pages ask. Prints what it
took; nothing is stored. The slow search is timed on as many, and must find the same.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

DECISIONS = 200_000
QUESTIONS = 40
AREAS = (
    "d450", "d510", "d540", "d530", "d550", "d6402", "d620", "d630", "d6400", "d570", "IBIC-TRYGGHET", "d750", "d920",
    "d230", "d240", "d177", "d860", "d460", "d720", "d410",
)  # fmt: skip
SHARES = (0.5, 0.65, 0.5, 0.35, 0.3, 0.75, 0.6, 0.5, 0.45, 0.3, 0.6, 0.3, 0.25, 0.1, 0.1, 0.08, 0.08, 0.08, 0.06, 0.05)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else DECISIONS
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "samsyn.settings",
            "SAMSYN_DEMO": "1",
            "SAMSYN_HOME": folder,
            "SAMSYN_DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        _measure(number, Random(1))  # noqa: S311 - chance, not secrecy


def profiles(chance: Random) -> Iterator[dict[str, tuple[int | None, int | None]]]:
    """Needs of one person after the other."""
    while True:
        heavy = chance.gauss(0, 0.8)
        made: dict[str, tuple[int | None, int | None]] = {}
        for area, share in zip(AREAS, SHARES, strict=True):
            if chance.random() < share:
                now = min(4, max(0, round(2.4 + heavy + chance.gauss(0, 0.6))))
                made[area] = (None if chance.random() < 0.03 else now, max(0, now - chance.choice((0, 1, 1, 2))))
        if made:
            yield made


def _measure(number: int, chance: Random) -> None:
    from samsyn.review.alike import Row, nearest_slowly, packed, reach
    from samsyn.review.alike_index import Index
    from samsyn.review.models import StoredDecision
    from samsyn.review.queries import store

    people = profiles(chance)
    took("put in", lambda: _put_in(number, people, chance))
    distinct = StoredDecision.objects.values("profile").distinct().count()
    print(f"{number} decisions, {distinct} different profiles")
    index = took("index, once a worker and night", lambda: store._index(1, False))
    questions = [next(people) for _ in range(QUESTIONS)]
    rows = [Row(*row) for row in StoredDecision.objects.values_list("pk", "person", "profile")]
    searched, asked, shown, alike = [], [], 0, []
    for profile in questions:
        own = frozenset({rows[chance.randrange(number)].key})
        began = time.perf_counter()
        index.nearest(profile, count=40, within=reach(profile, 20), but=own)
        searched.append(time.perf_counter() - began)
        began = time.perf_counter()
        found = store._found(profile, store.Asked(-1, carer=False, about="-"), _key(), [])
        asked.append(time.perf_counter() - began)
        shown += found.about > 0
        alike += [found.tenths / 10] if found.about else []
    _spread("search among all", searched)
    _spread("the whole answer, with its lines", asked)
    print(f"shown for {shown} of {QUESTIONS}; the middle one is {median(alike or [0]):.1f} steps away for each need")
    profile = questions[0]
    quick = Index(rows).nearest(profile, count=40, within=reach(profile, 20))
    slow = took("the slow search", lambda: nearest_slowly(rows, profile, count=40, within=reach(profile, 20)))
    print(f"the same found: {'yes' if quick == slow else 'NO'} ({len(slow)} rows); packed: {packed(profile)}")


def _key() -> bytes:
    from samsyn.review.queries import store_key

    key = store_key()
    if key is None:
        raise RuntimeError("a demonstration has a key")
    return key


def _put_in(number: int, people: Iterator[dict[str, tuple[int | None, int | None]]], chance: Random) -> None:
    from django.db import transaction
    from django.utils import timezone

    from samsyn.review.alike import packed
    from samsyn.review.models import StoredDecision, StoredLine, StoreRun
    from samsyn.review.store_key import mark_of

    with transaction.atomic():
        rows = StoredDecision.objects.bulk_create(
            (
                StoredDecision(
                    decision=f"{n:032x}", person=f"{chance.randrange(number // 2):032x}", carer=False,
                    quarter=20221 + n % 4 + 10 * (n % 5), profile=packed(next(people)),
                )
                for n in range(number)
            ),
            batch_size=2000,
        )  # fmt: skip
        StoredLine.objects.bulk_create(
            (
                StoredLine(
                    stored=row, intervention="HEMTJANST", outcome=chance.choice(("granted", "granted", "partly")),
                    unit="minutes_week", amount=30 * chance.randrange(2, 40), applied=600,
                )
                for row in rows
            ),
            batch_size=2000,
        )  # fmt: skip
        now = timezone.now()
        StoreRun.objects.create(
            pk=1, filled_at=now, filled_by="job:bench", key_mark=mark_of(_key()), through=now.date(), added=number,
            removed=0, held=number,
        )  # fmt: skip


def took(what: str, act: Callable[[], Any]) -> Any:
    """Do it, and print how long it took."""
    began = time.perf_counter()
    done = act()
    print(f"{what}: {time.perf_counter() - began:.2f} s")
    return done


def _spread(what: str, seconds: list[float]) -> None:
    print(
        f"{what}: median {1000 * median(seconds):.0f} ms, 9 of 10 within {1000 * quantiles(seconds, n=10)[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
