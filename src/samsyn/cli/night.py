"""`samsyn night-watch` and `samsyn camera-simulator`: the watch of the night, and the other side of the cameras."""

import argparse
import time
from datetime import datetime

from samsyn.cli.ending import Exit, Stop


def night_watch(chosen: argparse.Namespace) -> int:
    """Lay out the night's checks and send somebody where nobody was seen in time. Runs until it is stopped.

    It may be killed and begun again at any moment, and two may run at once: nothing is lost or done twice.
    """
    from django.db import OperationalError, close_old_connections
    from django.utils import timezone

    from samsyn.cli.upkeep import need_migrated
    from samsyn.homecare.night_desk import keep_watch, vendor

    need_migrated()
    while True:
        now = timezone.now()
        try:
            told = keep_watch(at=now, vendor=vendor())
        except OperationalError as problem:
            if chosen.once:
                raise
            _tell(now, f"the database does not answer, trying again: {str(problem).strip()}")
            close_old_connections()
        else:
            if told.laid_out or told.moved or told.failed or chosen.once:
                wrong = f" {told.failed} COULD NOT BE MOVED: see the log, and look at the list." if told.failed else ""
                _tell(now, f"{told.laid_out} checks laid out, {told.moved} moved on because they were late.{wrong}")
        if chosen.once:
            return Exit.OK
        time.sleep(chosen.every)


def _tell(now: datetime, what: str) -> None:
    print(f"{now:%Y-%m-%d %H:%M:%S} UTC: {what}", flush=True)


def camera_simulator(chosen: argparse.Namespace) -> int:
    """Answer as a vendor of cameras would, by a script: seen, not seen, no power, no network, no answer, garbage."""
    from samsyn import settings
    from samsyn.homecare.nightwatch.simulator import Server, read_script

    try:
        script = read_script(chosen.script)
    except OSError as problem:
        raise Stop(Exit.USAGE, f"{chosen.script} cannot be read: {problem.strerror}.") from None
    except ValueError as problem:
        raise Stop(Exit.USAGE, f"{chosen.script}: {problem}.") from None
    secret = settings.SAMSYN["camera_secret"] or settings.DEMO_CAMERA_SECRET
    try:
        server = Server(("127.0.0.1", chosen.port), secret, script)
    except OSError as problem:
        raise Stop(Exit.ADDRESS, f"cannot listen on port {chosen.port}: {problem.strerror}.") from None
    print(f"The camera simulator is at http://127.0.0.1:{server.server_port} (Ctrl+C stops it)", flush=True)
    try:
        server.serve_forever()
    finally:
        server.server_close()
    return Exit.OK
