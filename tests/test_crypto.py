"""Sealing: what is sealed opens only with its key, in its place, unchanged."""

import base64
import os
import re
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crypto import (
    Keys,
    KeysUnusable,
    SealBroken,
    digest,
    key_id_of,
    load_keys,
    make_trial_keys,
    new_envelope,
    new_key,
    open_envelope,
    parse_keys,
    readable_token,
    seal,
    token,
    unseal,
)

KEY = new_key()
SECRET = "見本 花子".encode()


def keys(*idents):
    masters = {ident: new_key() for ident in idents}
    return Keys(idents[0], masters)


@given(st.binary(max_size=2000), st.text(max_size=60))
def test_what_was_sealed_opens_again(plain, context):
    assert unseal(seal(plain, KEY, context), KEY, context) == plain


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_single_changed_byte_breaks_the_seal(place, change):
    sealed = bytearray(seal(SECRET, KEY, "drafts:1:answers", key_id="k1"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        unseal(bytes(sealed), KEY, "drafts:1:answers")


@given(st.integers(min_value=0, max_value=200))
def test_a_cut_value_breaks_the_seal(length):
    sealed = seal(SECRET * 10, KEY, "here")
    with pytest.raises(SealBroken):
        unseal(sealed[: length % len(sealed)], KEY, "here")


def test_a_value_moved_to_another_place_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal(SECRET, KEY, "applications:1:answers"), KEY, "applications:2:answers")


def test_another_key_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal(SECRET, KEY, "here"), new_key(), "here")


def test_the_same_text_never_looks_the_same_twice():
    assert seal(SECRET, KEY, "here") != seal(SECRET, KEY, "here")


def test_a_sealed_value_does_not_show_its_text():
    assert SECRET not in seal(SECRET, KEY, "here")


def test_a_sealed_value_names_its_key():
    assert key_id_of(keys("spring").wrap(KEY, "here")) == "spring"


def test_an_envelope_opens_what_it_sealed():
    ring = keys("k1")
    envelope, wrapped = new_envelope(ring, "applications", "1")
    sealed = envelope.seal("answers", SECRET, revision=3)
    assert open_envelope(ring, "applications", "1", wrapped).open(
        "answers", sealed, revision=3
    ) == SECRET  # fmt: skip


def test_the_wrapped_key_of_one_row_does_not_open_in_another():
    ring = keys("k1")
    _, wrapped = new_envelope(ring, "applications", "1")
    with pytest.raises(SealBroken):
        open_envelope(ring, "applications", "2", wrapped)


@pytest.mark.parametrize(("field", "revision"), [("title", 1), ("answers", 2)])
def test_a_value_swapped_inside_its_row_does_not_open(field, revision):
    envelope, _ = new_envelope(keys("k1"), "applications", "1")
    sealed = envelope.seal("answers", SECRET, revision=1)
    with pytest.raises(SealBroken):
        envelope.open(field, sealed, revision=revision)


def test_after_a_rotation_the_old_keys_still_open():
    old = keys("autumn")
    wrapped = old.wrap(KEY, "here")
    ring = Keys("winter", {"winter": new_key(), **old.masters})
    assert ring.unwrap(wrapped, "here") == KEY


def test_after_a_rotation_new_values_take_the_first_key():
    ring = keys("winter", "autumn")
    assert key_id_of(ring.wrap(KEY, "here")) == "winter"


def test_without_its_key_a_value_is_closed_for_good():
    wrapped = keys("autumn").wrap(KEY, "here")
    with pytest.raises(SealBroken):
        keys("winter").unwrap(wrapped, "here")


def test_purposes_do_not_share_a_key():
    ring = keys("k1")
    assert len({ring.derive(purpose) for purpose in ("wrap", "index", "cookie")}) == 3


def test_a_signature_depends_on_purpose_and_text():
    ring = keys("k1")
    signed = {ring.sign(*each) for each in (("cookie", "a"), ("cookie", "b"), ("index", "a"))}
    assert len(signed) == 3


def test_a_token_is_never_the_same_and_is_kept_as_its_hash():
    assert token() != token()
    assert digest("secret") != "secret"


def encoded(length):
    return base64.b64encode(os.urandom(length)).decode()


def test_the_first_line_of_the_key_file_is_current():
    ring = parse_keys(f"# 2026\n\nnew:{encoded(32)}\nold:{encoded(32)}\n", "keys.txt")
    assert ring.current == "new"
    assert set(ring.masters) == {"new", "old"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("k1:###", "keys.txt:1"),
        (f"k1:{encoded(32)}\nk2:{encoded(31)}", "keys.txt:2"),
        (f":{encoded(32)}", "keys.txt:1"),
        ("no colon", "keys.txt:1"),
        ("# nothing\n", "keys.txt"),
    ],
    ids=["not base64", "short key", "no id", "no colon", "no key"],
)
def test_a_bad_key_file_is_refused_by_its_line(text, line):
    with pytest.raises(KeysUnusable, match=line):
        parse_keys(text, "keys.txt")


def test_a_bad_key_file_is_refused_without_its_content():
    with pytest.raises(KeysUnusable) as refused:
        parse_keys("k1:c2VjcmV0", "keys.txt")
    assert "c2VjcmV0" not in str(refused.value)


def test_a_missing_key_file_is_named(tmp_path):
    with pytest.raises(KeysUnusable, match=r"keys\.txt"):
        load_keys(tmp_path / "keys.txt")


def test_trial_keys_are_for_their_owner_only(tmp_path):
    make_trial_keys(tmp_path / "keys" / "keys.txt")
    mode = stat.S_IMODE((tmp_path / "keys" / "keys.txt").stat().st_mode)
    assert mode == 0o600
    assert load_keys(tmp_path / "keys" / "keys.txt").current.startswith("trial-")


def test_trial_keys_never_overwrite_a_file(tmp_path):
    make_trial_keys(tmp_path / "keys.txt")
    with pytest.raises(FileExistsError):
        make_trial_keys(tmp_path / "keys.txt")


def test_a_token_to_be_read_out_holds_128_bits_in_letters_and_digits_of_one_case():
    made = {readable_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch("[a-z2-7]{26}", each) for each in made)
