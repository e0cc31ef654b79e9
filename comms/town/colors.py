"""The town's accent colour, made readable: WCAG AA asks 4.5:1 for words, whatever colour the town chose."""

from colorsys import hls_to_rgb, rgb_to_hls

Rgb = tuple[float, float, float]

READABLE = 5.0  # a little above, for the tints of the accent that words stand on
#: The darkest ground words stand on by day and the lightest by night (static/comms/house.css).
DAY_GROUND, NIGHT_GROUND = "#f1ede5", "#2a3130"
WHITE, BLACK = "#ffffff", "#000000"


def _rgb(color: str) -> Rgb:
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2 defines it, from 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(color: str, ground: str) -> str:
    """The same hue, darker or lighter by small steps until it reads on this ground."""
    step = -0.01 if luminance(ground) > 0.5 else 0.01
    hue, lightness, saturation = rgb_to_hls(*_rgb(color))
    while contrast(color, ground) < READABLE and 0 <= lightness + step <= 1:
        lightness += step
        color = _hex(hls_to_rgb(hue, lightness, saturation))
    return color


def words_on(color: str) -> str:
    """White or black, whichever reads better on this colour: one of them always does."""
    return max((WHITE, BLACK), key=lambda words: contrast(words, color))


def style_sheet(accent: str) -> str:
    """/ville.css: the accent as words by day, by night, as a filled button, and the words on it."""
    return (
        ":root {\n"
        f"  --town-accent: {readable_on(accent, DAY_GROUND)};\n"
        f"  --town-accent-dark: {readable_on(accent, NIGHT_GROUND)};\n"
        f"  --town-accent-fill: {accent};\n"
        f"  --town-on-accent: {words_on(accent)};\n"
        "}\n"
    )
