"""``python -m optmodel``: the command line where the console script is not on the path."""

from optmodel.cli import main

if __name__ == "__main__":
    main()
