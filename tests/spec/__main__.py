"""`python -m tests.spec`: write docs/reference/aggregation.md from the examples."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "progress"))


def main() -> None:
    from tests.spec.book import CHAPTERS, PAGE
    from tests.spec.spec import page

    PAGE.write_text(page(CHAPTERS), "utf-8")


if __name__ == "__main__":
    main()
