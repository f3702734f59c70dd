"""Owns the command line `tenohira`: one verb a line, no logic; a mistake is one line, status 2."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from app import operations
from app.accounts import service as accounts
from app.accounts.models import Role
from app.settings import Settings

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
# Seconds a connection is kept for a reader's next click: closed sooner, clicks meet the closing.
LONGEST_PAUSE = 75
# Seconds a worker may take to answer its parent; one that has just been started answers when it
# has read all modules. Taken for dead before, on a busy machine it would never come to life.
LONGEST_SILENCE = 60
catalogue = typer.Typer(help="手続カタログ")
arrivals = typer.Typer(help="到達件数の取り込み")
staff = typer.Typer(help="職員アカウント")
forms = typer.Typer(help="様式")
audit = typer.Typer(help="監査記録")
config = typer.Typer(help="設定")
statistics = typer.Typer(help="統計の集計")
demo = typer.Typer(help="見本のデータ")
for name, group in (
    ("catalogue", catalogue), ("arrivals", arrivals), ("staff", staff),
    ("forms", forms), ("audit", audit), ("config", config), ("statistics", statistics),
    ("demo", demo),
):  # fmt: skip
    cli.add_typer(group, name=name)

File = Annotated[Path, typer.Argument(help="ファイル")]


@cli.command()
def serve(
    host: str = "127.0.0.1", port: int = 8000,
    migrate_first: Annotated[bool, typer.Option("--migrate", help="migrate before")] = False,
) -> None:  # fmt: skip
    """Serve the city hall."""
    settings = Settings()
    operations.check_safe(settings, host)
    operations.check_port(host, port)
    if migrate_first:
        _say(operations.migrate(settings))
    for line in operations.announce(settings, host, port):
        typer.echo(line)
    uvicorn.run(
        "app.main:app_from_environment", factory=True, host=host, port=port,
        workers=settings.workers, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=30, timeout_keep_alive=LONGEST_PAUSE,
        timeout_worker_healthcheck=LONGEST_SILENCE,
    )  # fmt: skip


@cli.command()
def migrate() -> None:
    """Bring the tables up to date and load what ships where there is nothing."""
    _say(operations.migrate(Settings()))


@cli.command()
def deliver() -> None:
    """Write the reminders that are due, and send what the outbox holds, once."""
    _say(operations.deliver_once(Settings()))


@cli.command()
def purge() -> None:
    """Erase drafts past their time, files nobody names, and rare words of old searches."""
    _say(operations.purge(Settings()))


@cli.command()
def backup(folder: File) -> None:
    """Write database and files to a folder; the keys are left out."""
    _say(operations.backup(Settings(), folder))


@cli.command()
def restore(folder: File) -> None:
    """Bring a backup back into an empty place."""
    _say(operations.restore(Settings(), folder))


@catalogue.command("import")
def catalogue_import(file: File) -> None:
    """Compare a CSV with its own source and take the differences over."""
    _say(operations.catalogue_import(Settings(), file))


@catalogue.command("export")
def catalogue_export(file: File) -> None:
    """Write the city's rows as CSV."""
    _say(operations.catalogue_export(Settings(), file))


@arrivals.command("import")
def arrivals_import(
    file: File, calendar: Annotated[str, typer.Option(help="A version of the hours.")] = ""
) -> None:
    """Take in arrivals of other systems as one batch; judged by the hours in force or a version."""
    _say(operations.arrivals_import(Settings(), file, calendar))


@arrivals.command("list")
def arrivals_list() -> None:
    """The batches."""
    _say(operations.arrivals_list(Settings()))


@arrivals.command("withdraw")
def arrivals_withdraw(batch: str) -> None:
    """Take a batch out of every number."""
    _say(operations.arrivals_withdraw(Settings(), batch))


@staff.command("add")
def staff_add(
    login: str, name: Annotated[str, typer.Option()] = "", role: Role = Role.CLERK,
    section: Annotated[list[str] | None, typer.Option()] = None,
) -> None:  # fmt: skip
    """Add an account; prints its first password."""
    with operations.house(Settings()) as house, house.database.writing() as session:
        first = accounts.add_staff(
            session, house.clock.now(), login=login, name=name or login, role=role,
            sections=section or [],
        )  # fmt: skip
    typer.echo(f"staff: {login} {first}")


@staff.command("token")
def staff_token(
    role: Annotated[Role, typer.Option()], label: Annotated[str, typer.Option()] = "cli"
) -> None:
    """Make a bearer token; the last line is the token."""
    with operations.house(Settings()) as house, house.database.writing() as session:
        secret = accounts.make_token(
            session, house.clock.now(), role=role, label=label, actor="cli"
        )
    typer.echo(secret)


@forms.command("lint")
def forms_lint(file: File) -> None:
    """Check a form document."""
    _say(operations.forms_lint(file))


@forms.command("schema")
def forms_schema() -> None:
    """The JSON Schema of form documents."""
    _say([operations.forms_schema()])


@audit.command("verify")
def audit_verify() -> None:
    """Walk the audit chain."""
    _say(operations.audit_verify(Settings()))


@config.command("check")
def config_check() -> None:
    """Print each setting with its source; refuse unsafe combinations."""
    _say(operations.config_check(Settings()))


@statistics.command("fold")
def statistics_fold() -> None:
    """Bring the sums of days up to date."""
    _say(operations.statistics_fold(Settings()))


@statistics.command("check")
def statistics_check() -> None:
    """Compare the sums with the journal, and make them again where they differ."""
    _say(operations.statistics_check(Settings()))


@statistics.command("rebuild")
def statistics_rebuild() -> None:
    """Make the sums again from the journal."""
    _say(operations.statistics_rebuild(Settings()))


@statistics.command("reconcile")
def statistics_reconcile() -> None:
    """Prove that the journal counts every application."""
    _say(operations.statistics_reconcile(Settings()))


@demo.command("load")
def demo_load() -> None:
    """Put two plausible years of sample data into a demonstration."""
    _say(operations.demo_load(Settings()))


@demo.command("remove")
def demo_remove() -> None:
    """Take the sample data out again."""
    _say(operations.demo_remove(Settings()))


def _say(lines: list[str]) -> None:
    for line in lines:
        typer.echo(line)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr and status 2."""
    try:
        status = cli(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head -1`) has seen enough; what is left has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except Exception as error:
        line = operations.told(error)
        if line is None:
            raise
        typer.echo(line, err=True)
        status = 2
    sys.exit(status or 0)


if __name__ == "__main__":
    main()
