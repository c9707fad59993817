"""What is tried against pages: vectors, in the contexts they break out of, in the spellings that filters overlook.

Every payload that runs calls `hit()` or opens a dialog; every one that only gets an element in makes one with the
attribute `data-hit`, or of the name `x-hit`.
"""

import re
from collections.abc import Iterator
from itertools import product

RUN = "hit()"
VECTORS = (
    "<script>hit()</script>",
    "<ScRiPt x-hit>hit()</sCrIpT >",
    "<script src=data:text/javascript,hit()></script>",
    "<script\x0ctype=module>hit()</script>",
    "<scr<script>ipt>hit()</scr</script>ipt>",
    "<<script>hit();//<</script>",
    "<img src=x onerror=hit() data-hit>",
    "<img/src=x/onerror=hit()/data-hit>",
    "<img src='x' onerror='hit()' data-hit='1'",
    '<IMG """><SCRIPT>hit()</SCRIPT>">',
    "<image src=x onerror=hit()>",
    "<svg onload=hit() data-hit>",
    "<svg><script>hit()</script></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:hit()><text x=20 y=20 data-hit>x</text></a>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=hit()></svg>#x'></svg>",
    "<svg><style><img src=x onerror=hit()></style></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.hit()</script>'></foreignObject></svg>",
    "<math><mi xlink:href=javascript:hit() data-hit>x</mi></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=hit()>",
    "<body onload=hit()>",
    "<iframe src=javascript:hit() data-hit></iframe>",
    "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
    "<object data=javascript:hit() data-hit></object>",
    "<embed src=javascript:hit() data-hit>",
    "<video><source onerror=hit() data-hit></video>",
    "<audio src=x onerror=hit() data-hit>",
    "<details open ontoggle=hit() data-hit>",
    "<input autofocus onfocus=hit() data-hit>",
    "<select autofocus onfocus=hit() data-hit>",
    "<textarea autofocus onfocus=hit() data-hit>",
    "<marquee onstart=hit() data-hit>",
    "<form action=javascript:hit() data-hit><button>x</button></form>",
    "<isindex action=javascript:hit() type=image>",
    "<button popovertarget=x onclick=hit() data-hit>x</button>",
    "<a href=javascript:hit() data-hit>x</a>",
    "<a href='&#106;&#97;&#118;&#97;script:hit()' data-hit>x</a>",
    "<base href=https://evil.example/ data-hit>",
    "<link rel=stylesheet href=https://evil.example/x.css data-hit>",
    "<meta http-equiv=refresh content='0;url=javascript:hit()' data-hit>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/' data-hit>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<style data-hit>*{background:url(javascript:hit())}</style>",
    "<div style='background:url(javascript:hit());width:expression(hit())' data-hit>",
    "<template><script>hit()</script></template><x-hit>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>",
    "<p id=x data-hit onclick=hit()>x</p>",
    "<xss id=x tabindex=1 onfocus=hit() data-hit></xss>",
    "<!--><img src=x onerror=hit()>-->",
    "<!--[if gte IE 4]><script>hit()</script><![endif]-->",
    "<![CDATA[<script>hit()</script>]]>",
    "<?xml-stylesheet href='javascript:hit()'?>",
    "<!DOCTYPE x [<!ENTITY y '<script>hit()</script>'>]>&y;",
)
LINKS = (
    "[x](javascript:hit())",
    "[x](JaVaScRiPt:hit())",
    "[x](javascript&colon;hit())",
    "[x](&#x6A;avascript:hit())",
    "[x](java\tscript:hit())",
    "[x](\x01javascript:hit())",
    "[x](<javascript:hit()>)",
    "[x](javascript://%0ahit())",
    "[x](data:text/html,<script>hit()</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5oaXQoKTwvc2NyaXB0Pg==)",
    "[x](vbscript:hit())",
    '[x](https://x.example/"onmouseover=hit()//)',
    "[x](https://x.example/'onmouseover='hit())",
    '[x](https://x.example/ "t" onmouseover=hit() data-hit)',
    '[x](mailto:a@b.example?subject="><script>hit()</script>)',
    "![x](javascript:hit())",
    '![x](x"onerror="hit())',
    "[x][y]\n\n[y]: javascript:hit()",
    "[x]: javascript:hit() 'x'\n\n[x]",
    "<javascript:hit()>",
    '<https://x.example/"onclick=hit()>',
    "[[role:sales-manager|<img src=x onerror=hit()>]]",
    '[[role:cook"onclick=hit()]]',
    '[[warm-lead|"><script>hit()</script>]]',
    "**<img src=x onerror=hit() data-hit>**",
    "`<img src=x onerror=hit() data-hit>`",
    "`` `<script>hit()</script>` ``",
    "x {{: onclick=hit() data-hit }}",
    "# x {{: onclick=hit() data-hit }}",
    "*x*{{: data-hit=1 onclick=hit() }}",
    "{{{{ ''.__class__.__mro__ }}}}",
    "{{% include '/etc/passwd' %}}",
    "{{{{ config.__init__.__globals__ }}}}",
    "<% hit() %>",
    "${{hit()}}",
    "#{{hit()}}",
    "`${{hit()}}`",
    "${{{{7*7}}}}",
    "\\<img src=x onerror=hit() data-hit\\>",
    "\\\\<script>hit()</script>",
    "&lt;script&gt;hit()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=hit()&amp;gt;",
    "&#60;script&#62;hit()&#60;/script&#62;",
    "%3Cscript%3Ehit()%3C/script%3E",
    "\\u003cscript\\u003ehit()\\u003c/script\\u003e",
    "+ADw-script+AD4-hit()+ADw-/script+AD4-",
    "\uff1cscript\uff1ehit()\uff1c/script\uff1e",
    "\u2039script\u203ahit()\u2039/script\u203a",
    "<\u0000script>hit()</script>",
    "<img src=x o\u200bnerror=hit() data-hit>",
    "\u202e<script>hit()</script>\u202c",
    "<script>hit()//\u2028</script>",
    "<K\u0130 onclick=hit() data-hit>",
    "|<img src=x onerror=hit()>|\n|-|\n|x|",
    "> <script>hit()</script>",
    "- <script>hit()</script>",
    "    <script>hit()</script>",
    "```html\n<script>hit()</script>\n```",
    "~~~\n<script>hit()</script>\n~~~",
    "\x02klzzwxh:0000\x03<script>hit()</script>",
    "$&<script>hit()</script>$`",
    "{count}{query}<script>hit()</script>",
    "__proto__",
    "constructor",
)
BREAKS = ('">', "'>", "</p>", "</a>", "</title>", "</script>", "</style>", "</textarea>", "-->", "]]>", '" ', "');")
SHORT = (
    "<script>hit()</script>",
    "<img src=x onerror=hit() data-hit>",
    "<svg onload=hit() data-hit>",
    "onfocus=hit() autofocus ",
)
CONTROLS = str.maketrans("", "", "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 127, 0x2028))))


def payloads() -> tuple[str, ...]:
    """All of them, as a handbook can hold them: the YAML reader refuses control characters, so they are left out."""
    return tuple(dict.fromkeys(one.translate(CONTROLS) for one in _payloads()))


def _payloads() -> Iterator[str]:
    yield from VECTORS
    yield from LINKS
    yield from (f"{end}{vector}" for end, vector in product(BREAKS, SHORT))
    yield from (vector.replace("<", "&lt;").replace(">", "&gt;") for vector in VECTORS[:8])
    yield from (vector.upper().replace("HIT()", "hit()") for vector in VECTORS[6:14])


def texts() -> tuple[str, ...]:
    """The same for fields of the inline subset, where braces that stand for themselves are doubled."""
    return tuple(turning_removed(one if "{{" in one else re.sub("[{}]", r"\g<0>\g<0>", one)) for one in payloads())


def turning_removed(payload: str) -> str:
    """The payload without the signs that turn the direction: a handbook with them is refused."""
    return _TURNING.sub("", payload)


_TURNING = re.compile("[\u200b\u202a-\u202e]")
