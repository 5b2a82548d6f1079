"""Worked examples of a plan, as sentences: given these returns, the progress is this.

They stand in `indicators/<plan>/cases/`. Whoever doubts how an indicator adds up reads them, and
`mne plan check` runs them: a definition that is changed so that an example no longer holds is
found at once. `given` reads what was sent, `then` what is claimed of it.
"""

from mne.cases.run import has_cases, run_cases

__all__ = ["has_cases", "run_cases"]
