"""`mne verify`: whether the archive is as it was kept, and the line that proves it later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mne.cli.app import App
from mne.cli.shared import (
    emit,
    format_option,
    output_option,
    print_list,
    progress_bar,
    say_if_synthetic,
    workspace_of,
)
from mne.errors import Exit, UsageError
from mne.messages import message, say
from mne.tables import shown

if TYPE_CHECKING:
    from mne.archive.chain import Head
    from mne.archive.verify import Problem, Signers, Verified

_COLUMNS = ("kind", "path", "expected", "found")
_DIGEST, _SHORT = 64, 16
_Path = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("verify")
@click.option("--against", multiple=True, metavar="LINE", help="A line kept elsewhere; repeatable.")
@click.option("--against-file", type=_Path, help="A file with such lines.")
@click.option("--signers", "signers_path", type=_Path, help="Who may sign, as ssh-keygen reads it.")
@click.option("--signer", "identity", help="The name there of whoever signs the checkpoints.")
@format_option
@output_option
@click.pass_obj
def command(
    app: App,
    /,
    against: tuple[str, ...],
    against_file: Path | None,
    signers_path: Path | None,
    identity: str | None,
    style: str,
    output: Path | None,
) -> int:
    """Look whether the archive is as it was kept.

    Every file, record, checkpoint and link is looked at, and nothing is changed. With a line that
    was kept elsewhere it is proved that nothing up to that line was altered, removed or put in.
    """
    from mne.archive.verify import undisturbed, verify

    kept = _kept_lines(against, against_file)
    signers = _signers(signers_path, identity)
    workspace = workspace_of(app)
    say_if_synthetic(app, workspace)

    def watch(some: Iterable[Any], length: int) -> Iterator[Any]:
        with progress_bar(some, "bags", app, length) as bar:
            yield from bar

    with undisturbed(workspace.submissions):
        found = verify(workspace.submissions, against=kept, signers=signers, watch=watch)
    if found.signatures_unchecked:
        click.secho(message("verify-signatures-unchecked", app.language), fg="yellow", err=True)
    if style == "table":
        emit(_screen(app, found, kept, identity), output)
    else:
        print_list(app, style, output, _COLUMNS, found.problems, as_json(found, kept))
    return Exit.FINE if found.is_sound else Exit.INTEGRITY


def _kept_lines(against: tuple[str, ...], file: Path | None) -> list[Head]:
    from mne.archive.verify import read_kept_line, read_kept_lines

    in_file = read_kept_lines(file.read_text("utf-8", "replace")) if file else []
    if file and not in_file:
        raise UsageError("kept-line-malformed", value=file.name)
    return [*map(read_kept_line, against), *in_file]


def _signers(path: Path | None, identity: str | None) -> Signers | None:
    from mne.archive.verify import Signers

    if path and identity:
        return Signers(path, identity)
    if path or identity:
        raise UsageError("signers-incomplete")
    return None


def as_json(found: Verified, kept: Iterable[Head]) -> dict[str, Any]:
    """The shape that scripts rely on."""
    return {
        "ok": found.is_sound,
        "receipts": found.receipts,
        "decisions": found.decisions,
        "files": found.files,
        "problems": [{name: shown(text) for name, text in _facts(one)} for one in found.problems],
        "removed": [one.receipt for one in found.removed],
        "head": found.head._asdict(),
        "against": [
            {**one._asdict(), "holds": holds} for one, holds in zip(kept, found.holds, strict=True)
        ],
        "checkpoints": [
            {**one._asdict(), "head": one.head._asdict(), "on": one.on.isoformat()}
            for one in found.checkpoints
        ],
        "signatures": _signatures(found),
    }


def _signatures(found: Verified) -> str:
    if all(one.signature == "none" for one in found.checkpoints):
        return "none"
    return "not-checked" if found.signatures_unchecked else "checked"


def _facts(problem: Problem) -> Iterable[tuple[str, str]]:
    return problem._asdict().items()


def _screen(app: App, found: Verified, kept: list[Head], identity: str | None) -> str:
    """What is wrong and what to do about it; then the line to keep elsewhere."""
    language = app.language
    lines = [*_problems(app, found)]
    lines += [message("verify-removed", language, **one._asdict()) for one in found.removed]
    lines += _signed(app, found, identity)
    counts = {name: getattr(found, name) for name in ("receipts", "decisions", "files")}
    lines += [message("verify-counts", language, **counts), *_verdict(app, found, kept)]
    return "\n".join(lines) + "\n"


def _signed(app: App, found: Verified, identity: str | None) -> Iterator[str]:
    """With which key which checkpoints are signed; by whom, where that was asked."""
    signed = [one for one in found.checkpoints if one.signature == "good"]
    for key in dict.fromkeys(one.key for one in signed):
        paths = ", ".join(one.path.rpartition("/")[2] for one in signed if one.key == key)
        facts = {"key": key, "checkpoints": paths}
        if identity:
            yield message("verify-signed-by", app.language, signer=shown(identity), **facts)
        else:
            yield message("verify-signed", app.language, **facts)


def _problems(app: App, found: Verified) -> Iterator[str]:
    """Each problem on two lines, and once for each kind what to do."""
    for one in found.problems:
        kind = say(f"verify-{one.kind}", app.language, {}).message
        color = "yellow" if one.kind == "leftover" else "red"
        yield f"{click.style(kind, fg=color)}  {shown(one.path)}"
        facts = {name: _word(app, text) for name, text in _facts(one)}
        if one.kind != "leftover":
            yield "  " + message("verify-difference", app.language, **facts)
    for kind in dict.fromkeys(one.kind for one in found.problems):
        yield "\u2192 " + say(f"verify-{kind}", app.language, {}).fix
    if found.problems:
        yield ""


def _word(app: App, text: str) -> str:
    """A code in words, a digest by its beginning, anything else as it is."""
    from mne.archive.verify import WORDS

    if text in WORDS:
        return message(f"seen-{text}", app.language)
    return " ".join(_short(part) for part in shown(text).split())


def _short(text: str) -> str:
    return f"{text[:_SHORT]}\u2026" if len(text) == _DIGEST else text


def _verdict(app: App, found: Verified, kept: list[Head]) -> Iterator[str]:
    from mne.archive.verify import write_kept_line

    language = app.language
    if not found.is_sound:
        count = sum(one.kind != "leftover" for one in found.problems)
        yield click.style(message("verify-not-sound", language, count=count), fg="red")
        for one, holds in zip(kept, found.holds, strict=True):
            if not holds:
                yield message("verify-broken", language, line=write_kept_line(one))
        return
    if not found.head.lines:
        yield message("verify-empty", language)
        return
    yield click.style(message("verify-sound", language), fg="green")
    for one in kept:
        yield message("verify-holds", language, lines=one.lines)
    yield ""
    yield message("verify-keep", language)
    yield ""
    yield f"  {write_kept_line(found.head)}"
    yield ""
    yield message("verify-proves", language)
