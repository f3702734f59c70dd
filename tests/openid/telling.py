"""Owns a provider that tells what a test wants: its description, its keys, its ID tokens."""

import json
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.clock import NOW

ISSUER = "https://login.example/city"
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


def described(**more):
    return {
        "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/auth",
        "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys",
    } | more  # fmt: skip


def claims(**other):
    told = {
        "iss": ISSUER, "aud": "city-hall", "sub": "hanako", "nonce": "the-nonce",
        "iat": int(NOW.timestamp()), "exp": int((NOW + timedelta(minutes=5)).timestamp()),
    } | other  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


def token(key=KEY, kid="one", **other):
    return jwt.encode({"alg": "RS256", "kid": kid}, claims(**other), key)


@contextmanager
def saying(*answers):
    """A provider that gives these answers, the last one for ever; its issuer and what was asked."""
    left, asked = chain(answers, repeat(answers[-1])), []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            status, body = next(left)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body(issuer) if callable(body) else body)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield issuer, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def own(**more):
    """A description whose addresses are those of whoever answers."""

    def body(issuer):
        places = {name: f"{issuer}/x" for name in described() if name != "issuer"}
        return json.dumps({"issuer": issuer} | places | more).encode()

    return body
