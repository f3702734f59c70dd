"""Tenohira (てのひら市役所): the smartphone city hall, from catalogue to statistics."""

import gc

# Hundreds of modules are read at the start and hardly anything of them is thrown away: to look
# for garbage after every 700 objects (the default) costs a sixth of the start.
gc.set_threshold(20_000, 10, 10)
