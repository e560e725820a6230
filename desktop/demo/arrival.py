"""The beginning of the tour at the first desk: signing in, the first copy, a file brought in."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.app.program import Program
from desktop.demo.company import HeadOffice
from desktop.demo.hand import Hand, said
from desktop.demo.pictures import LANGUAGES, Album
from desktop.demo.windows import (
    dress,
    hand_on,
    report_of,
    session_of,
    wait_for_work,
    wait_until_agreed,
)
from desktop.screens.first_copy import FirstCopyPage
from desktop.screens.import_orders import ImportPage
from desktop.screens.sign_in import SignInPage
from desktop.widgets.buttons import Button

IMPORT_SECONDS = 150
SHOWN_PERCENT = 25


def arrive(program: Program, office: HeadOffice, album: Album) -> None:
    """Sign the seller in through the window, and wait for the first copy."""
    hand = hand_on(program)
    hand.until(lambda: isinstance(program.window.content, SignInPage), "the sign-in page")
    for language in LANGUAGES:
        dress(program, language)
        album.take(program, "sign-in", language)
    dress(program, "zh")
    hand.write(said("SignInPage", "Head office's address"), office.url)
    hand.write(said("SignInPage", "Name"), office.company.desks["sales"])
    hand.write(said("SignInPage", "Password"), office.password)
    hand.press(said("SignInPage", "Sign in"))
    hand.until(lambda: isinstance(program.window.content, FirstCopyPage), "the first copy")
    _watch_copy(program, hand, album)
    wait_for_work(program)


def _watch_copy(program: Program, hand: Hand, album: Album) -> None:
    """Stop the copy on its way, to look at it, and let it go on."""
    hand.until(lambda: session_of(program).sync.percent >= SHOWN_PERCENT, "the first pages")
    hand.press(said("FirstCopyPage", "Pause"))
    hand.until(lambda: report_of(program).is_paused, "the pause")
    for language in LANGUAGES:
        dress(program, language)
        album.take(program, "first-copy", language)
    dress(program, "zh")
    _go_on(hand)
    start = said("FirstCopyPage", "Start working now")
    hand.until(lambda: report_of(program).agreed_at or program.frame, "the first copy is whole")
    if program.frame is None and hand.sees(QAbstractButton, start):
        hand.press(start)


def _go_on(hand: Hand) -> None:
    """Let the copy go on; one that was whole before the pause left its page already."""
    go_on = said("FirstCopyPage", "Go on")
    if hand.sees(QAbstractButton, go_on):
        hand.press(go_on)
        return
    offline = hand.window.findChild(QAction, "offline")
    if offline is not None and offline.isChecked():
        offline.trigger()


def bring_in_file(program: Program, path: Path) -> None:
    """Drop a file of orders onto the import page, try it, import it, wait for head office."""
    hand = hand_on(program)
    hand.act("import")
    page = hand.find(ImportPage, "")
    _drop(page, path)
    finished: list[bool] = []
    page.job.finished.connect(lambda: finished.append(True))
    bring = hand.find(Button, said("ImportPage", "Import"))
    hand.until(bring.isEnabled, "the file was tried out", IMPORT_SECONDS)
    hand.click(bring)
    hand.until(lambda: finished, "the import", IMPORT_SECONDS)
    wait_until_agreed(program, IMPORT_SECONDS)


def _drop(page: ImportPage, path: Path) -> None:
    """Let a file fall onto the page, as it is dragged from a folder."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path.resolve()))])
    place, act = page.rect().center(), Qt.DropAction.CopyAction
    keys, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(page, QDragEnterEvent(place, act, files, button, keys))
    QApplication.sendEvent(page, QDropEvent(QPointF(place), act, files, button, keys))
