"""Write the golden rows anew where a change of the mathematics is meant: python -m tests.rules.renew; read the diff."""

from tests.rules.rendering import GOLDEN, NAMES, golden_text


def main() -> None:
    """Write one file a rule and remove those of rules that are no more."""
    GOLDEN.mkdir(exist_ok=True)
    for stale in GOLDEN.glob("*.txt"):
        if stale.stem not in NAMES:
            stale.unlink()
    for name in NAMES:
        (GOLDEN / f"{name}.txt").write_text(golden_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
