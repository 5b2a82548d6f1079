"""`python -m mne`, for where the command is not on the path."""

from mne.cli import main

if __name__ == "__main__":
    main()
