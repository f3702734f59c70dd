"""Owns drawing the PNG icons of the installed app from the same shapes as `icons/icon.svg`.

The ground fills the square and the hand stays inside the inner 80 %, so that one picture serves
as "any" and as "maskable". Run it after changing the emblem: `python deploy/icons.py`.
"""

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "app" / "static" / "icons"
GROUND = "#0017c1"
GRID = 48
INNER = 0.82
CENTRE = (26.7, 25.5)
OVERSAMPLING = 4
STROKE = 5.0
FINGERS = (
    ((14.8, 26.0), (14.8, 15.3)),
    ((20.9, 24.0), (20.9, 11.0)),
    ((27.1, 24.0), (27.1, 11.0)),
    ((33.2, 26.0), (33.2, 15.3)),
    ((33.5, 35.5), (39.4, 26.0)),
)
PALM = (12.3, 22.0, 35.7, 42.5)
HALL = (
    ((24.0, 22.5), (32.0, 27.0), (32.0, 28.7), (16.0, 28.7), (16.0, 27.0)),
    ((17.5, 30.0), (20.5, 30.0), (20.5, 35.0), (17.5, 35.0)),
    ((22.5, 30.0), (25.5, 30.0), (25.5, 35.0), (22.5, 35.0)),
    ((27.5, 30.0), (30.5, 30.0), (30.5, 35.0), (27.5, 35.0)),
    ((17.0, 36.2), (31.0, 36.2), (31.0, 38.0), (17.0, 38.0)),
)


def draw(size: int) -> Image.Image:
    """The icon at `size` pixels a side."""
    full = size * OVERSAMPLING
    scale = full / GRID * INNER

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (
            full / 2 + (point[0] - CENTRE[0]) * scale,
            full / 2 + (point[1] - CENTRE[1]) * scale,
        )

    image = Image.new("RGB", (full, full), GROUND)
    pen = ImageDraw.Draw(image)
    radius = STROKE / 2 * scale
    for start, end in FINGERS:
        pen.line([at(start), at(end)], fill="white", width=round(2 * radius))
        for x, y in (at(start), at(end)):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill="white")
    left, top, right, bottom = PALM
    pen.rounded_rectangle(
        (*at((left, top)), *at((right, bottom))), 9.5 * scale, fill="white",
        corners=(False, False, True, True),
    )  # fmt: skip
    for shape in HALL:
        pen.polygon([at(point) for point in shape], fill=GROUND)
    return image.resize((size, size), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    for size in (192, 512):
        draw(size).quantize(32).save(ICONS / f"icon-{size}.png", optimize=True)
