"""Words and marks become one HTML page that opens by itself: style inside, nothing to fetch.

Templates are run in a sandbox, the workspace's own as well as the built-in ones, and everything
they print is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mne.errors import UsageError
from mne.report.typography import typeset
from mne.report.wording import Wording


def write_html(
    kind: str, content: Mapping[str, object], wording: Wording, folders: Sequence[Path]
) -> str:
    """The finished page; the first folder that holds a template is the one that counts."""
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        template = environment.get_template(f"{kind}/report.html.j2")
        return typeset(template.render(content, say=wording.say))
    except TemplateSyntaxError as error:
        raise UsageError(
            "report-template-faulty", template=error.name, line=error.lineno, found=error.message
        ) from error
    except TemplateError as error:
        raise UsageError(
            "report-template-faulty", template=f"{kind}/report.html.j2", line="-", found=str(error)
        ) from error
