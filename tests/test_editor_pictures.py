"""Pictures that the editor takes: drawn anew, named by it, shown in forms; nothing else gets in."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.editors import Client, Running

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)"><script>alert(1)</script>
<rect width="40" height="20" fill="#0d5c63"/><image href="https://evil.example/x.png" width="1" height="1"/></svg>"""


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def photograph() -> bytes:
    image = Image.new("RGB", (3000, 1000), "#0d5c63")
    told = Image.Exif()
    told[0x010E] = "Taken at home"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=told, comment=b"secret place")
    return out.getvalue()


def upload(client: Client, content: bytes, name: str = "x.png", **fields: str) -> tuple[int, str]:
    return client.upload("/pictures", content, name, **{"title": "Plan of the kitchen", **fields})


def pictures(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (root / "content" / "figures").glob("*")}


def test_a_photograph_is_drawn_anew_and_named_by_its_title(client: Client, root: Path) -> None:
    before = pictures(root)
    assert upload(client, photograph(), "../../../etc/DSC_0042.exe")[0] == 303
    (name,) = pictures(root).keys() - before.keys()
    assert name == "plan-the-kitchen.jpg" or re.fullmatch(r"plan[a-z-]*kitchen\.jpg", name)
    content = pictures(root)[name]
    assert b"Taken at home" not in content
    assert b"secret place" not in content
    assert Image.open(io.BytesIO(content)).size == (1800, 600)
    assert upload(client, photograph(), title="Plan of the kitchen")[0] == 303
    assert len(pictures(root)) == len(before) + 2  # none is written over
    assert name in client.get("/pictures")
    assert client.send("GET", f"/picture/{name}")[1]["content-type"] == "image/jpeg"
    assert "added the picture" in client.get("/history")
    assert check_handbook(root).handbook is not None


def test_a_drawing_loses_what_acts_and_fetches(client: Client, root: Path) -> None:
    assert upload(client, DRAWING, "logo.svg", title="厨房标志", use="logo")[0] == 303
    settings = read_yaml((root / "content" / "handbook.yml").read_text("utf-8"), "x")[0]
    name = settings["brand"]["logo"]
    assert re.fullmatch(r"[a-z0-9-]+\.svg", name)
    content = pictures(root)[name]
    assert b"rect" in content
    assert not re.search(rb"script|onload|evil", content)
    status, headers, text = client.send("GET", f"/picture/{name}")
    assert status == 200
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "script" not in text
    page = client.get("/edit/handbook?at=brand")
    assert f'<option value="{name}" selected>' in page
    assert f'src="/picture/{name}"' in page


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (b"<html><script>alert(1)</script></html>", {}),
        (b"MZ" + b"\0" * 200, {}),
        (b"", {}),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, {}),
        (b"<svg" + b" " * (17 * 1024 * 1024), {}),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', {}),
        (DRAWING, {"title": " "}),
        (DRAWING, {"use": "letterhead"}),
    ],
)
def test_what_is_no_picture_stays_out(client: Client, root: Path, content: bytes, fields: dict[str, str]) -> None:
    before, settings = pictures(root), (root / "content" / "handbook.yml").read_bytes()
    status, text = upload(client, content, **fields)
    assert status == 400
    assert "Traceback" not in text
    assert pictures(root) == before
    assert (root / "content" / "handbook.yml").read_bytes() == settings


def test_pictures_are_named_by_the_handbook_alone(client: Client) -> None:
    for name in ("..%2f..%2fcontent%2fhandbook.yml", "handbook.yml", "%00", "x.png"):
        assert client.send("GET", f"/picture/{name}")[0] == 404
    assert client.post("/pictures", title="x")[0] in (400, 403)
