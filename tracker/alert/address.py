"""An address names a channel, with one of its recipients where it has several."""


def address(channel: str, recipient: str) -> str:
    """`Delivery.channel`: "desk/anna@example.org", or "archive-hook" where the channel is one recipient."""
    return f"{channel}/{recipient}" if recipient else channel


def split_address(text: str) -> tuple[str, str]:
    """Channel and recipient; "" where there is none."""
    channel, _, recipient = text.partition("/")
    return channel, recipient
