"""The pack of lists for when nothing else works."""

import argparse
from datetime import timedelta
from typing import Any

from samsyn.cli.ending import Exit, Stop
from samsyn.cli.upkeep import need_migrated


def downtime_pack(chosen: argparse.Namespace) -> int:
    """Make the encrypted day lists and contacts of every group, when a shift has ended since the newest were made."""
    from django.conf import settings
    from django.utils import timezone

    from samsyn.web.downtime.pack import is_due, make_pack

    terms: dict[str, Any] = settings.SAMSYN
    if not terms["downtime_passphrase"]:
        raise Stop(
            Exit.SETTING,
            "SAMSYN_DOWNTIME_PASSPHRASE is empty: choose six random words, keep them on paper in a sealed envelope at"
            " each group, and set them. Without a passphrase no lists are made.",
        )
    need_migrated()
    if chosen.phrases:
        return _phrases(terms["downtime_passphrase"])
    now, folder = timezone.now(), terms["downtime_folder"]
    if not chosen.now and not is_due(folder, hours=terms["downtime_shifts"], at=now):
        print("No shift has ended since the newest pack.")
        return Exit.OK
    try:
        pack, groups = make_pack(
            folder, passphrase=terms["downtime_passphrase"], hours=terms["downtime_ahead"],
            keep=timedelta(days=terms["downtime_days"]), municipality=terms["municipality"], at=now,
        )  # fmt: skip
    except OSError as problem:
        raise Stop(
            Exit.SETTING,
            f"the pack cannot be written in {folder}: {problem.strerror}. The former stands as it was.",
        ) from None
    print(f"{groups} groups have their lists in {pack}.")
    return Exit.OK


def _phrases(passphrase: str) -> int:
    """Print what opens each group's lists, to be put on paper in its envelope."""
    from samsyn.homecare.queries import groups_with_lists
    from samsyn.web.downtime.phrase import phrase_of

    for unit in groups_with_lists():
        print(f"{phrase_of(passphrase, unit.pk)}  {unit.name}")
    return Exit.OK
