"""The scanner's answers: clean, found, and no answer, which is no yes."""

import socketserver
import threading

import pytest

from app.scanning import ScannerUnavailable, open_scanner

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon(socketserver.StreamRequestHandler):
    """Speaks the part of clamd's protocol that we use."""

    def handle(self) -> None:
        assert self.rfile.readline() == b"nINSTREAM\n"
        body = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            body += self.rfile.read(size)
        if len(body) > 100_000:
            answer = b"INSTREAM size limit exceeded. ERROR\n"
        else:
            answer = b"stream: Test.Virus FOUND\n" if EICAR in body else b"stream: OK\n"
        self.wfile.write(answer)


@pytest.fixture
def scanner():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield open_scanner(f"tcp://127.0.0.1:{server.server_address[1]}")
        server.shutdown()


def test_a_clean_file_has_no_find(scanner):
    assert scanner.find(b"a certificate") == ""


def test_a_virus_is_named(scanner):
    assert scanner.find(b"..." + EICAR) == "Test.Virus"


def test_a_file_too_long_for_the_scanner_is_not_clean(scanner):
    with pytest.raises(ScannerUnavailable):
        scanner.find(b"x" * 200_000)


def test_nobody_there_is_not_clean():
    with pytest.raises(ScannerUnavailable):
        open_scanner("tcp://127.0.0.1:9").find(b"a certificate")


def test_without_an_address_there_is_no_scanner():
    assert open_scanner("") is None
