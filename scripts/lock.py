"""Work out the locked versions and hashes anew: `make lock`. The locks name no index and no folder."""

import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LOCKS = {"base": [], "dev": ["--extra", "dev"]}


def main() -> int:
    for name, extra in LOCKS.items():
        subprocess.run(
            [str(Path(sys.executable).with_name("uv")), "pip", "compile", "pyproject.toml", *extra,
             "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
             "--no-emit-find-links", "--no-annotate", "--no-header", "-q", "-o", f"requirements/{name}.txt"],
            cwd=HOUSE, check=True,
        )  # fmt: skip
        print(f"lock: requirements/{name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
