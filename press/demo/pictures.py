"""Landscapes drawn for the demonstration: sky, ridges, lagoon. Nobody's photo, so nobody's right."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1800, 1200)
#: Sky at the top, sky at the horizon, far ridge, near ridge, water.
PALETTES = {
    "morning": ("#6fa8c9", "#f6dcc0", "#7d93a6", "#3f5f5a", "#5fa8a6"),
    "noon": ("#2f86c5", "#cfe9f2", "#6f9a8c", "#2f6b4f", "#2aa5ad"),
    "evening": ("#2b3a67", "#e8996f", "#5a4a6b", "#2c2f45", "#8f6f7d"),
    "night": ("#0d1a33", "#2b4a6f", "#22304a", "#121a2a", "#1c3a52"),
    "rain": ("#7d8a92", "#c5cbcc", "#8a9694", "#4f6560", "#7f9a9c"),
}


def landscape(palette: str, seed: int) -> BytesIO:
    """A JPEG of a bay under its mountains; the same seed draws the same one."""
    chance = random.Random(seed)
    top, horizon, far, near, water = PALETTES[palette]
    width, height = SIZE
    image = _gradient(top, horizon)
    draw = ImageDraw.Draw(image)
    if palette == "night":
        for _ in range(160):
            x, y = chance.randrange(width), chance.randrange(height // 2)
            draw.ellipse((x, y, x + 3, y + 3), fill="#dfe8f5")
    else:
        sun = (chance.randrange(200, width - 200), chance.randrange(180, 420))
        draw.ellipse((sun[0] - 70, sun[1] - 70, sun[0] + 70, sun[1] + 70), fill="#fff3d6")
        image = image.filter(ImageFilter.GaussianBlur(6))
        draw = ImageDraw.Draw(image)
    draw.polygon(_ridge(chance, base=700, rise=260, steps=9), fill=far)
    draw.polygon(_ridge(chance, base=790, rise=180, steps=6), fill=near)
    draw.rectangle((0, 830, width, height), fill=water)
    for _ in range(240):
        x, y = chance.randrange(width), chance.randrange(840, height)
        draw.line((x, y, x + chance.randrange(30, 160), y), fill=horizon, width=1 + (y - 840) // 160)
    output = BytesIO()
    image.save(output, "JPEG", quality=88)
    output.seek(0)
    return output


def _gradient(top: str, bottom: str) -> Image.Image:
    strip = Image.linear_gradient("L").resize(SIZE)
    return Image.composite(Image.new("RGB", SIZE, bottom), Image.new("RGB", SIZE, top), strip)


def _ridge(chance: random.Random, *, base: int, rise: int, steps: int) -> list[tuple[int, int]]:
    width, height = SIZE
    points = [(0, height), (0, base)]
    points += [(width * step // steps, base - chance.randrange(rise)) for step in range(1, steps)]
    return [*points, (width, base), (width, height)]
