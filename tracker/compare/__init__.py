"""What changed between two documents, sentence by sentence.

The room shares its name with the function `tracker.compare(old, new)`, so it can be called as that.
"""

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    """A package that answers to the name of its main function."""

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        from tracker import api  # noqa: PLC0415 - heavy

        return api.compare(*args, **keywords)


sys.modules[__name__].__class__ = _Room
