"""`python -m tests.spec`: write docs/reference/aggregation.md from the examples."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path += [str(HERE), str(HERE.parent / "progress")]


def main() -> None:
    from book import CHAPTERS, PAGE
    from spec import page

    PAGE.write_text(page(CHAPTERS), "utf-8")


if __name__ == "__main__":
    main()
