"""The bytes of a page become text in the encoding they were written in."""

import codecs
import re

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_SAFE = re.compile(
    r"(?:utf-?8|utf-?16(?:-?[lb]e)?|(?:x-)?(?:windows|cp)-?\d{3,4}|iso-?8859-?\d{1,2}(?:-[ie])?|latin-?[159]|"
    r"us-ascii|ascii|koi8-?[ru]|(?:x-)?mac(?:intosh|-?roman|-?cyrillic)|gbk|gb2312|gb18030|big5(?:-hkscs)?|"
    r"euc-?jp|euc-?kr|shift[_-]?jis|sjis|iso-2022-jp|ks_c_5601-1987|tis-620|ibm866)\Z",
    re.IGNORECASE,
)


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of a page; `charset` is the one that the server sent."""
    declared = _DECLARED.search(body[:4096])
    names = [charset or "", declared[1].decode("ascii", "replace") if declared else ""]
    known = [name.strip() for name in names if _known(name.strip())]
    if not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and all(
        name.lower().replace("-", "") == "utf8" for name in known
    ):
        try:
            return body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError:
            pass
    return _dammit(body, known)


def _known(name: str) -> bool:
    """Whether a name is that of an encoding browsers know; some codecs of Python take quadratic time."""
    if not _SAFE.match(name):
        return False
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _dammit(body: bytes, known: list[str]) -> str:
    from bs4.dammit import UnicodeDammit  # noqa: PLC0415 - costs 0.2 s, most pages are UTF-8

    wanted = [
        "windows-1252" if name.lower() in {"iso-8859-1", "latin1", "ascii", "us-ascii"} else name
        for name in known
    ]
    # what the document declares is in `wanted` already, so it is not asked again
    dammit = UnicodeDammit(
        body, known_definite_encodings=wanted, user_encodings=["utf-8", "windows-1252"], is_html=False
    )
    return dammit.unicode_markup or body.decode("utf-8", "replace")
