"""`samsyn serve`."""

import argparse
import socket

from samsyn.cli.arguments import PORTS
from samsyn.cli.ending import Exit, Stop
from samsyn.cli.upkeep import need_migrated


def serve(chosen: argparse.Namespace) -> int:
    """Serve the pages until somebody stops it."""
    from django.conf import settings
    from django.db import connection
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    import samsyn.wsgi  # refuses, before anything listens, when there is no secret key

    _need_free_port(chosen.host, chosen.port)
    need_migrated()
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Stop(Exit.DATABASE, "the static files are not gathered yet: run `samsyn migrate`.")
    if chosen.workers > 1 and connection.vendor == "sqlite":
        raise Stop(
            Exit.SETTING,
            "SQLite has one writer: leave --workers at 1, or set SAMSYN_DATABASE_URL to PostgreSQL.",
        )
    place = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    server = Granian(
        f"{samsyn.wsgi.__name__}:application",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=4,  # with granian's own default, writes pile up on SQLite
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.on_startup(lambda: print(f"Samsyn is at http://{place}:{chosen.port} (Ctrl+C stops it)", flush=True))
    server.serve()
    return Exit.OK


def _need_free_port(host: str, port: int) -> None:
    """Stop when the address cannot be listened on, and say how to choose another."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    another = port + 1 if port < PORTS[1] else port - 1
    try:
        socket.getaddrinfo(host, port, family)
    except OSError:
        raise Stop(Exit.ADDRESS, f"{host} is no address here: choose one with --host, such as 127.0.0.1.") from None
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Stop(
                Exit.ADDRESS,
                f"cannot listen on {host}, port {port}: {problem.strerror}. Stop what uses it, "
                f"or choose another port: `samsyn serve --port {another}` or `make run PORT={another}`.",
            ) from None
