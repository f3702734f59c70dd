"""Owns how many examples a property is tried with: its own number, or few in the inner loop."""

import hypothesis


def examples(number: int, **more) -> hypothesis.settings:
    """The settings of a property with `number` examples; the profile `quick` caps them."""
    if hypothesis.settings.get_current_profile_name() == "quick":
        number = min(number, hypothesis.settings().max_examples)
    return hypothesis.settings(max_examples=number, **more)
