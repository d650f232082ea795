"""The brief form of a message, for a chat or a phone."""

from collections.abc import Callable, Iterator, Mapping

from tracker.alert.channel import Message
from tracker.alert.line import cut, one_line, sound

FINDINGS = 5
QUOTE_CHARACTERS = 280


def brief_of(message: Message, characters: int) -> str:
    """A few lines: what is new with its sentences, or the beginning of the text below its title."""
    return cut(sound(message.brief) or "\n".join(_findings(message.payload)) or _text(message), characters)


def title_of(message: Message, characters: int) -> str:
    """The title on one line; what kind of message it is where nothing can be seen of it."""
    return one_line(message.title, characters) or message.kind.capitalize()


def fitting(text: str, characters: int, form: Callable[[str], str]) -> str:
    """The form of a text, cut so that it is not longer than that with everything the form adds."""
    formed = form(text)
    while len(formed) > characters:
        text = cut(text, max(len(text) * characters // len(formed) - 1, 1))
        formed = form(text)
    return formed


def _findings(payload: Mapping[str, object]) -> Iterator[str]:
    """Summary and quotes of a change, out of what machines get."""
    match payload.get("data"):
        case {"summary": str(summary), "findings": list(findings)}:
            yield one_line(summary)
            for finding in findings[:FINDINGS]:
                quote = one_line(str(finding.get("quote", "")), QUOTE_CHARACTERS)
                yield f"• {one_line(str(finding.get('label', '')))}: “{quote}”"
            if len(findings) > FINDINGS:
                yield f"+ {len(findings) - FINDINGS}"


def _text(message: Message) -> str:
    text = sound(message.text).strip()
    first, _, rest = text.partition("\n")
    return rest.strip() if first.strip() == message.title.strip() and rest.strip() else text
