"""Owns an applicant who fills in any shipped form over HTTP with the examples of its fields."""

from collections.abc import Iterator

from app.forms.definition import Step
from app.forms.fields.upload import UploadField
from app.forms.journey import visible_steps
from tests.applications.resident import REMARK, Resident

MOST_STEPS = 40


class Applicant(Resident):
    """Walks to the review; lists that may be empty get one item, so that their fields are seen."""

    def samples(self, slug: str, **own) -> dict[str, list[str]]:
        """The samples; a photograph that can only be attached now is left out."""
        typed = super().samples(slug, **own)
        now = [f.key for f in self.form.step(slug).fields if _is_now_only(f)]
        return {
            name: values
            for name, values in typed.items()
            if not any(name.endswith(f"{key}.mode") for key in now)
        }

    def walk(self) -> Iterator[Step]:
        """Fill in every step that shows; yields each when it has been accepted."""
        done: list[str] = []
        assert self.start().status_code == 303
        for _ in range(MOST_STEPS):
            steps = [s for s in visible_steps(self.form, self.answers) if s.slug not in done]
            if not steps:
                return
            self._add_first(steps[0])
            answer = self.post(steps[0].slug, self.samples(steps[0].slug))
            assert answer.status_code == 303, (steps[0].slug, REMARK.sub("", answer.text)[:2000])
            done.append(steps[0].slug)
            yield steps[0]
        raise AssertionError(f"{self.form.slug} does not end")

    def _add_first(self, step: Step) -> None:
        if step.owner and step.repeat and not self.form.repeat(step.repeat).min:
            assert self.post(step.slug, {"_add": step.repeat}).status_code == 303
            self.answers[step.repeat] = [{}]


def _is_now_only(field: object) -> bool:
    return isinstance(field, UploadField) and field.modes == ("now",)
