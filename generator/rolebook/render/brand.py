"""The organisation's brand on the site: a style sheet with its colour, and where its pictures are."""

from rolebook.model.colour import mixed, readable_on
from rolebook.model.handbook import Handbook
from rolebook.pictures import for_web, is_sound
from rolebook.render.links import PICTURES

STYLE = "css/brand.css"
_LIGHT, _DARK = "#ffffff", "#1c2225"
"""The sheets that text stands on, as in `theme/css/rolebook.css`."""
_SOFT = 0.88


def brand_style(colour: str) -> str:
    """Returns a style sheet that makes a colour the site's accent, in shades that can be read by day and by night."""
    light, dark = readable_on(_LIGHT, colour), readable_on(_DARK, colour)
    soft = mixed(light, _LIGHT, _SOFT), mixed(dark, _DARK, _SOFT)
    light, dark = readable_on(soft[0], light), readable_on(soft[1], dark)
    return (
        f":root {{ --accent: {light}; --accent-soft: {soft[0]}; }}\n"
        "@supports (color: light-dark(#000, #fff)) {\n"
        f"  :root {{ --accent: light-dark({light}, {dark}); --accent-soft: light-dark({soft[0]}, {soft[1]}); }}\n"
        "}\n"
    )


def brand_addresses(handbook: Handbook) -> dict[str, str]:
    """Returns where the style sheet and pictures of the brand are, from the root of the site; empty for none."""
    brand = handbook.settings.brand
    found = {"style": STYLE if brand.colour else "", "logo": "", "cover": "", "favicon": ""}
    for field, name in brand.pictures.items():
        file = handbook.figures.get(name)
        if file and is_sound(file.content):
            found[field] = f"{PICTURES}/{for_web(file.content).name}"
    return found
