"""Owns turning a template of ours and data into a PDF (Typst); data never becomes markup.

The template reads the data as JSON (`sys.inputs.data`). Fonts come from the machine
(Debian: fonts-noto-cjk), so that nothing is fetched and nothing is committed. It runs in a process
of its own: thousands of pages take ten seconds, in which this one must serve others.
"""

import json
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import typst

from app.errors import Busy

SHELF = Path(__file__).parent.parent / "templates" / "letters"
LONGEST = 300.0
PATIENCE = 1.0
# Each takes a core; who finds both taken comes again, so that waiting fills no pool of threads.
_TURNS = threading.BoundedSemaphore(2)


class PdfFailed(Exception):
    """No PDF came out: the template, the fonts or the machine are at fault."""


def make_pdf(template: str, data: object, *, made_at: datetime) -> bytes:
    """Return the PDF of `letters/<template>.typ` with this data; `made_at` stands in the file.

    Raises Busy when too many are made at once.
    """
    if not _TURNS.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return _made(template, data, made_at)
    finally:
        _TURNS.release()


def _made(template: str, data: object, made_at: datetime) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", __name__, template, str(int(made_at.timestamp()))],
        input=json.dumps(data, ensure_ascii=False).encode(), capture_output=True, check=False,
        timeout=LONGEST, cwd=SHELF.parents[2],
    )  # fmt: skip
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        # The last line names the fault; the data is not repeated.
        raise PdfFailed(done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:200])
    return done.stdout


def _main(template: str, timestamp: str) -> None:
    made, warnings = typst.compile_with_warnings(
        str(SHELF / f"{template}.typ"), root=str(SHELF), format="pdf",
        sys_inputs={"data": sys.stdin.buffer.read().decode()}, timestamp=int(timestamp),
    )  # fmt: skip
    fonts = [each.message for each in warnings if "font" in each.message]
    if fonts:  # a notice of empty boxes is worse than none
        sys.exit(f"{fonts[0]} (Debian: fonts-noto-cjk)")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _main(*sys.argv[1:])
