"""The HTML form of a change."""

from tracker.report.environment import environment, stylesheet
from tracker.report.messages import messages
from tracker.report.view import ChangeView


def render_change(view: ChangeView, *, on_paper: bool = False) -> str:
    """A whole page that needs nothing else: no script, no font, no image from elsewhere.

    On paper nobody can open what is folded: all that proves something is open there.
    """
    template = environment().get_template("change.html")
    return template.render(
        view=view, _=messages(view.language), css=stylesheet(), root="../../", on_paper=on_paper
    )
