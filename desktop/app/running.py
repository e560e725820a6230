"""Opens the window on a data folder and runs until it is closed."""

from pathlib import Path
from typing import Literal

from desktop.app import crash_reports
from desktop.app.endings import Ending
from desktop.app.instances import Instance
from desktop.app.qt_application import make_application
from desktop.settings import load_preferences


def run(folder: Path, *, language: str | None = None, password: str | None = None) -> int:
    """Run the program; return its exit code.

    The frame is painted before anything is read but the preferences. A second start on the same
    folder brings the first window to the front.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = make_application()
    instance = Instance(folder)
    if instance.call_first():
        return 0
    instance.listen()
    crashed = crash_reports.begin(folder)
    from desktop.app.program import Program  # noqa: PLC0415  a second instance needs none of it

    chosen: dict[str, Literal["zh", "en"]] = {"zh": "zh", "en": "en"}
    program = Program(
        app,
        folder,
        load_preferences(folder),
        language=chosen.get(language or ""),
        password=password,
    )
    instance.called.connect(program.raise_window)
    crash_reports.tell_by(program.show_bug)
    program.start(crashed=crashed)
    ending = Ending(app)
    try:
        return app.exec()
    finally:
        ending.close()
        program.close()
        crash_reports.end()
        instance.close()
