"""The command line `zonemap`: assembles the commands and words their errors.

Modules of commands import what they use inside the command, so that help comes at once.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Final

import typer

from api.commands import (
    backup,
    batch,
    data,
    db,
    importing,
    ledger,
    motion,
    osm,
    reconcile,
    registers,
    serving,
    stills,
)
from api.commands.console import EXIT_INTERRUPTED, exit_code_of, tell
from geo.errors import ZonemapError

app = typer.Typer(
    name="zonemap",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Industrial zones of the merged Ho Chi Minh City region: facts in PostGIS, measured, on "
    "a map.",
    epilog="Exit codes: 0 done, 1 refused, 2 wrong use, 3 no database, 130 interrupted.",
)
app.command()(serving.run)
app.command()(serving.serve)
app.command(name="map")(serving.write_map)
app.command()(data.load)
app.command()(data.measure)
app.command()(data.status)
app.command(name="import")(importing.import_file)
app.command()(ledger.ledger)
app.command()(ledger.diff)
app.command()(reconcile.reconcile)
app.command()(registers.sources)
app.command()(registers.imports)
app.command()(backup.backup)
app.command()(backup.restore)
app.command()(stills.still)
app.command()(batch.stills)
app.command()(motion.motion)
app.command()(stills.lint)
app.add_typer(db.app, name="db")
app.add_typer(data.app, name="data")
app.add_typer(osm.app, name="refresh")


NEW_OBJECTS_LOOKED_OVER: Final = 50_000
"""How many more objects than before make a command look for garbage that refers to itself.

What it imports and reads stays to its end: looking it over again and again took a twelfth of the
time of a picture.
"""


def main() -> None:
    """Run the command line; errors of ours become one sentence on standard error."""
    gc.set_threshold(NEW_OBJECTS_LOOKED_OVER)
    try:
        app(prog_name="zonemap")
    except ZonemapError as error:
        tell(f"zonemap: {error}")
        raise SystemExit(exit_code_of(error)) from error
    except KeyboardInterrupt:
        tell("zonemap: interrupted")
        raise SystemExit(EXIT_INTERRUPTED) from None
    except BrokenPipeError:
        # The reader of our output left, as `head` does. Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
