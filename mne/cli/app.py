"""The command `mne`: its global options, its list of commands, and its last line of defence.

Commands are named here with the module that holds them and one line of help, and are imported only
when they run, so that `mne --help` costs next to nothing.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from mne.errors import MneError

COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("mne.cli.demo", "Do the main job on the shipped example, from forms to PDF."),
    "plan": ("mne.cli.plan", "Check, list and show the definitions of the plans."),
    "template": ("mne.cli.template", "Make the forms that the ministries fill in."),
    "check": ("mne.cli.check", "Say what is to be mended in a return, cell by cell."),
    "submit": ("mne.cli.submit", "Check a return and keep it in the archive."),
    "correct": ("mne.cli.correct", "Put a figure of a return right, by letter."),
    "waive": ("mne.cli.decide.waive", "Accept a refused return as it stands, by decision."),
    "exempt": ("mne.cli.decide.exempt", "Let a reporter off a return, by decision."),
    "extend": ("mne.cli.decide.extend", "Put off the day by which a return is due, by decision."),
    "attest": ("mne.cli.decide.attest", "Record who vouches for a return's figures."),
    "close": ("mne.cli.decide.close", "Close a period: it is read as it stands, by decision."),
    "reopen": ("mne.cli.decide.reopen", "Reopen a closed period, by decision."),
    "remove": ("mne.cli.decide.remove", "Remove a receipt's content, by decision."),
    "status": ("mne.cli.status", "Show who owes a return, who sent one, and when."),
    "remind": ("mne.cli.remind", "Write to each reporter that still owes a return."),
    "progress": ("mne.cli.progress", "Show what was achieved against what was meant."),
    "diff": ("mne.cli.diff", "Show what was corrected between two days, figure by figure."),
    "report": ("mne.cli.report", "Print a report as PDF or HTML."),
    "trace": ("mne.cli.trace", "Walk a figure back to its receipts, sheets and cells."),
    "checkpoint": ("mne.cli.checkpoint", "Give the one line that proves later changes."),
    "verify": ("mne.cli.verify", "Look whether the archive is as it was kept."),
    "checks": ("mne.cli.checks", "Explain what a return is checked for, and try it."),
}
"""In the order of the road; `mne --help` lists them so."""

NOT_BUILT = (
    "init",
    "release",
    "rerun",
    "export",
    "doctor",
)
"""Promised commands that refuse plainly until they exist."""


_WITH_VALUE = frozenset({"-C", "--lang"})
_FLAGS = frozenset({"--no-color", "-q", "--quiet", "-v", "--verbose"})
GARBAGE = 100_000
"""A command lives for a second and mostly loads libraries: looking for garbage costs it a tenth."""


@dataclass(frozen=True)
class App:
    """What the global options came to."""

    directory: Path | None
    language: str
    color: bool
    quiet: bool
    verbose: bool


class Road(click.Group):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the road."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is called."""
        if cmd_name in NOT_BUILT:
            return refusal(cmd_name)
        if cmd_name not in COMMANDS:
            ctx.fail(_unknown(cmd_name))
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """The list of `mne --help`."""
        with formatter.section("Commands, in the order of the road"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, [*COMMANDS, *NOT_BUILT], 1)
    return f"There is no command {name!r}." + (f" Did you mean {close[0]!r}?" if close else "")


def refusal(name: str) -> click.Command:
    """A command that says it is not built yet, whatever it is given."""

    def refuse(**_: Any) -> None:
        from mne.errors import UsageError

        raise UsageError("not-built", command=f"mne {name}")

    anything = click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)
    settings = {"ignore_unknown_options": True}
    return click.Command(name, callback=refuse, params=[anything], context_settings=settings)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from mne import __version__

        click.echo(f"mne {__version__}")
        ctx.exit()


@click.group(
    cls=Road,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "MNE"},
)
@click.option(
    "-C",
    "directory",
    envvar="MNE_WORKSPACE",
    type=click.Path(path_type=Path),
    help="The workspace; found upward from here if not given.",
)
@click.option("--lang", default="en", type=click.Choice(["en", "km"]), help="Messages in.")
@click.option("--no-color", is_flag=True, help="No colours; so does NO_COLOR.")
@click.option("-q", "--quiet", is_flag=True, help="Only data and errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more of what is done.")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@click.pass_context
def cli(
    ctx: click.Context,
    directory: Path | None,
    lang: str,
    no_color: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Monitoring and evaluation of national plans of action.

    Indicator definitions make the forms, check the returns, add up progress and print the reports.
    """
    plain = no_color or bool(os.environ.get("NO_COLOR")) or not sys.stdout.isatty()
    if plain:
        ctx.color = False
    ctx.obj = App(directory, lang, not plain, quiet, verbose)


def main() -> None:
    """Run the command; no traceback ever reaches a user."""
    gc.set_threshold(GARBAGE)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    code = _run(global_first(sys.argv[1:]))
    if "duckdb" not in sys.modules:  # it would report on stderr whatever is not taken away
        gc.freeze()  # what is left needs no looking through: the process ends
    sys.exit(code)


def global_first(words: list[str]) -> list[str]:
    """Global options may stand anywhere; they are moved to where click looks for them."""
    front: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            return [*front, *rest, word, *left]
        if word in _WITH_VALUE:
            front += [word, *islice(left, 1)]
        elif word in _FLAGS or word.startswith("--lang="):
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _language(words: list[str]) -> str:
    """The language of an error that click has not come far enough to tell."""
    if "--lang=km" in words or ("--lang", "km") in pairwise(words):
        return "km"
    named = any(word.startswith("--lang") for word in words)
    return "km" if os.environ.get("MNE_LANG") == "km" and not named else "en"


def _run(words: list[str]) -> int:
    language = _language(words)
    try:
        code = cli.main(words, prog_name="mne", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - the one place where everything is caught
        return _explain(error, language, color=_may_color(words))
    return code if isinstance(code, int) else 0


def _may_color(words: list[str]) -> bool | None:
    """No, or as the terminal can; after the command its own settings are gone."""
    return False if os.environ.get("NO_COLOR") or "--no-color" in words else None


def _explain(error: Exception, language: str, *, color: bool | None) -> int:
    """One clear message, and the exit code that belongs to it."""
    from mne.errors import Exit, MachineError, MneError, exit_code

    if isinstance(error, OSError):  # a full disk, a folder that may not be written: no bug of ours
        reason = error.strerror or type(error).__name__
        error = MachineError("machine-refused", path=error.filename or "-", reason=reason)
    if isinstance(error, MneError):
        _show(error, language, color)
        return int(exit_code(error))
    from mne.cli.crash import write_crash_log
    from mne.messages import say

    facts = {"kind": type(error).__name__, "log": write_crash_log(error)}
    line = " ".join(filter(None, say("bug", language, facts)))
    click.secho(line, fg="red", err=True, color=color)
    return int(Exit.BUG)


def _show(error: MneError, language: str, color: bool | None) -> None:
    """Say on stderr what is wrong and what to do."""
    from mne.messages import say

    sentence = say(error.code, language, error.params)
    click.secho(sentence.message, fg="red", err=True, color=color)
    if sentence.expected:
        click.echo(f"  {sentence.expected}", err=True)
    fix = sentence.fix
    if near := error.params.get("near"):
        fix = f"{say('did-you-mean', language, {'near': near}).message} {fix}"
    if fix:
        click.echo(f"  \u2192 {fix}", err=True)
