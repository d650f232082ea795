"""Documents for the tests of judgement, written as lines: `# ` begins a heading, `- ` an item."""

from tracker.extract.dates import stated_dates
from tracker.extract.document import Block, Document

COMMON = """
# Harbour Privacy Policy
This policy tells you what Harbour learns about you, what it does with it and what you can do about it.
# What we collect
When you open an account we collect your name, your e-mail address and the password that you choose.
We also keep the messages that you send through Harbour so that they can be delivered to the other side.
When you use Harbour we record the pages that you visit, the buttons that you press and the time you spend.
We receive the address of your connection, the kind of browser that you use and the language it is set to.
# What we use it for
We use what we collect to run Harbour, to keep it safe, to answer your questions and to improve what we offer.
We never use the content of your messages to decide which advertising you are shown on Harbour or elsewhere.
# Who receives it
Companies that host Harbour for us receive what they need for it, under contracts that bind them to this text.
# Your choices
You can see, correct and delete what we hold about you in your settings, and write to us if something is off.
"""


def document(text: str) -> Document:
    """Read lines as a document."""
    blocks = []
    path: tuple[str, ...] = ()
    for line in filter(None, text.split("\n")):
        if line.startswith("# "):
            blocks.append(Block("heading", line[2:], level=2))
            path = (line[2:],)
        elif line.startswith("- "):
            blocks.append(Block("item", line[2:], level=1, path=path))
        else:
            blocks.append(Block("paragraph", line, path=path))
    return Document(tuple(blocks), language="en", dates=stated_dates(blocks, "en"), rules="test")


def upcoming(notice: str) -> str:
    """A new edition of the common text, with a notice above it and one more paragraph in it."""
    new = (
        "With your consent we collect your biometric information to keep Harbour safe.\n# What we use it for"
    )
    return notice + COMMON.replace("# What we use it for", new)
