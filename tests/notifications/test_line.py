"""One connection for the mails of a round: what one of them meets is not the others' fault."""

import socket
from collections import Counter
from contextlib import contextmanager
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from app.notifications.channels import Smtp
from app.notifications.models import OutboxRow

SENDER = "no-reply@city.example"


class Server:
    """A real server: keeps what it accepted and from which connection; a test may be rude."""

    def __init__(self):
        self.accepted, self.connections = [], []
        self.most_a_connection = 1000
        self.refused = self.lost = self.unheard = -1
        self.farewell = "221 Bye"
        self._seen = -1

    async def handle_DATA(self, server, session, envelope):
        self._seen += 1
        if self._seen == self.refused:
            return "550 no"
        if self._seen == self.lost:
            server.transport.abort()
            return "250 OK"
        self.accepted.append(envelope.rcpt_tos[0])
        self.connections.append(session.peer)
        if self._seen == self.unheard:
            server.transport.abort()
        return "250 OK"

    async def handle_NOOP(self, server, session, envelope, arg):
        if self.connections.count(session.peer) >= self.most_a_connection:
            server.transport.abort()
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return self.farewell


@pytest.fixture
def engine():
    """What a line does has nothing to do with the database."""
    return "sqlite"


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def smtp(server):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    yield Smtp(f"smtp://127.0.0.1:{port}", SENDER)
    controller.stop()


@pytest.fixture
def announced(announce):
    """Put mails to different people out; returns their addresses in order."""

    def announced(number):
        people = [f"mihon{each}@example.jp" for each in range(number)]
        for person in people:
            announce(recipient=person)
        return people

    return announced


def test_the_mails_of_a_round_share_a_connection(announced, deliver, smtp, server):
    people = announced(5)
    assert deliver(smtp) == 5
    assert (server.accepted, len(set(server.connections))) == (people, 1)


def test_a_mail_that_is_refused_costs_no_other(announced, deliver, smtp, server):
    people = announced(3)
    server.refused = 1
    assert deliver(smtp) == 2
    assert (server.accepted, len(set(server.connections))) == ([people[0], people[2]], 1)


def test_an_address_that_cannot_be_one_costs_no_other(announce, announced, deliver, smtp, server):
    announce(recipient="nobody")
    people = announced(2)
    assert deliver(smtp) == 2
    assert server.accepted == people


def test_a_server_that_ends_the_connection_now_and_then_gets_all_in_one_round(
    announced, deliver, smtp, server
):
    people = announced(5)
    server.most_a_connection = 2
    assert deliver(smtp) == 5
    assert (server.accepted, len(set(server.connections))) == (people, 3)


def test_a_connection_lost_in_the_middle_of_a_mail_delays_that_mail_only(
    announced, deliver, smtp, server, clock
):
    people = announced(3)
    server.lost = 1
    assert deliver(smtp) == 2
    clock.advance(hours=1)
    assert deliver(smtp) == 1
    assert Counter(server.accepted) == Counter(people)


def test_a_mail_whose_acceptance_nobody_heard_leaves_again_and_no_other_does(
    announced, deliver, smtp, server, clock
):
    people = announced(3)
    server.unheard = 1
    assert deliver(smtp) == 2
    clock.advance(hours=1)
    assert deliver(smtp) == 1
    assert Counter(server.accepted) == Counter([*people, people[1]])


def test_a_server_that_says_no_farewell_has_the_mail_all_the_same(
    announced, deliver, smtp, server, clock
):
    people = announced(1)
    server.farewell = "451 wait"
    assert deliver(smtp) == 1
    clock.advance(hours=1)
    assert (deliver(smtp), server.accepted) == (0, people)


@contextmanager
def shut_door():
    """A server that turns everybody away at once; yields its port and who came."""
    came = []

    def turn_away(listener):
        while True:
            try:
                client, peer = listener.accept()
            except OSError:  # the test is over
                return
            came.append(peer)
            with client:
                client.sendall(b"554 not today\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=turn_away, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1], came
        listener.shutdown(socket.SHUT_RDWR)


def test_a_server_that_takes_nobody_is_asked_once_a_round(announced, deliver, database):
    announced(5)
    with shut_door() as (port, came):
        assert deliver(Smtp(f"smtp://127.0.0.1:{port}", SENDER)) == 0
        assert len(came) == 1
    with database.reading() as session:
        problems = session.exec(select(OutboxRow.problem)).all()
    assert problems == ["DeliveryFailed: SMTPConnectError"] * 5
