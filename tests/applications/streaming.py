"""Owns posts too large to hold in memory: the city hall is called directly, chunk by chunk."""

from collections.abc import Iterator, Mapping

from tests.applications.resident import Resident

BOUNDARY = b"sample-boundary"
MULTIPART = b"multipart/form-data; boundary=" + BOUNDARY
MEGABYTE = b"0" * 1024 * 1024


def cookies_of(resident: Resident) -> bytes:
    """The cookies of a resident's browser as a header."""
    jar = resident.browser.cookies
    return "; ".join(f"{name}={value}" for name, value in jar.items()).encode()


def streamed(fields: Mapping, field: str, name: str, megabytes: int) -> Iterator[bytes]:
    """A multipart body with one file of so many megabytes."""
    for key, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            yield part(f'name="{key}"') + str(value).encode() + b"\r\n"
    yield part(f'name="{field}"; filename="{name}"') + b"%PDF-"
    for _ in range(megabytes):
        yield MEGABYTE
    yield b"\r\n--" + BOUNDARY + b"--\r\n"


def part(disposition: str) -> bytes:
    """The beginning of one part."""
    head = f"content-disposition: form-data; {disposition}\r\n\r\n"
    return b"--" + BOUNDARY + b"\r\n" + head.encode()


async def call(app, path: str, headers: list, body: Iterator[bytes]) -> tuple[int, str]:
    """Post a body to the app as a server would hand it over."""
    sent = []

    async def receive():
        chunk = next(body, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
        "root_path": "", "headers": [(b"host", b"testserver"), *headers],
        "client": ("testclient", 1), "server": ("testserver", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    page = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], page.decode()
