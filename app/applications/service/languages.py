"""Owns whether a form speaks a language completely; a gap is shown in Japanese and said so."""

from app.forms import snapshot
from app.forms.definition import Form
from app.i18n.messages import Language


def is_partial(form: Form, language: Language) -> bool:
    """Whether some text of the form has no translation in this language."""
    missing = language.missing((each[0], each[1]) for each in snapshot.messages(form))
    own = form.translations.get(language.address, {})
    return any(text not in own for _, text in missing)
