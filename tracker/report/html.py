"""The HTML form of a change."""

from tracker.report.environment import environment, stylesheet
from tracker.report.messages import messages
from tracker.report.view import ChangeView


def render_change(view: ChangeView) -> str:
    """A whole page that needs nothing else: no script, no font, no image from elsewhere."""
    template = environment().get_template("change.html")
    return template.render(view=view, _=messages(view.language), css=stylesheet(), root="../../")
