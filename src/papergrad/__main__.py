"""``python -m papergrad``."""

from papergrad.cli import main

if __name__ == "__main__":
    main()
