"""The brief form of a message, for a chat or a phone."""

from collections.abc import Iterator, Mapping

from tracker.alert.channel import Message
from tracker.alert.line import cut, one_line, sound

FINDINGS = 5
QUOTE_CHARACTERS = 280


def brief_of(message: Message, characters: int) -> str:
    """A few lines: what is new with its sentences, or the beginning of the text below its title."""
    return cut(sound(message.brief) or "\n".join(_findings(message.payload)) or _text(message), characters)


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
