"""Every action of the window, under its name and its key: for keys, menus and the search box."""

from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject, QTranslator
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.resources import resource

_ACTIONS = (
    ("search", QT_TRANSLATE_NOOP("WindowActions", "Search and commands"), "Ctrl+K"),
    ("new", QT_TRANSLATE_NOOP("WindowActions", "New order"), "Ctrl+N"),
    ("import", QT_TRANSLATE_NOOP("WindowActions", "Import orders from a sheet"), ""),
    ("today", QT_TRANSLATE_NOOP("WindowActions", "Go to Today"), "G, T"),
    ("orders", QT_TRANSLATE_NOOP("WindowActions", "Go to Orders"), "G, O"),
    ("deadlines", QT_TRANSLATE_NOOP("WindowActions", "Go to Deadlines"), "G, D"),
    ("exceptions", QT_TRANSLATE_NOOP("WindowActions", "Go to Exceptions"), "G, E"),
    ("knowledge", QT_TRANSLATE_NOOP("WindowActions", "Go to Knowledge"), "G, K"),
    ("handovers", QT_TRANSLATE_NOOP("WindowActions", "Go to Handovers"), "G, H"),
    ("approvals", QT_TRANSLATE_NOOP("WindowActions", "Go to Approvals"), "G, A"),
    ("changes", QT_TRANSLATE_NOOP("WindowActions", "Go to Changes"), "G, X"),
    ("conflicts", QT_TRANSLATE_NOOP("WindowActions", "Go to Conflicts"), "G, C"),
    ("process", QT_TRANSLATE_NOOP("WindowActions", "Go to Process"), "G, F"),
    ("team", QT_TRANSLATE_NOOP("WindowActions", "Go to Team"), "G, M"),
    ("duties", QT_TRANSLATE_NOOP("WindowActions", "Go to Duties"), ""),
    ("sync", QT_TRANSLATE_NOOP("WindowActions", "Go to Sync"), "G, S"),
    ("settings", QT_TRANSLATE_NOOP("WindowActions", "Go to Settings"), "Ctrl+,"),
    ("back", QT_TRANSLATE_NOOP("WindowActions", "Go back"), "Alt+Left"),
    ("forward", QT_TRANSLATE_NOOP("WindowActions", "Go forward"), "Alt+Right"),
    ("next_pane", QT_TRANSLATE_NOOP("WindowActions", "Next pane"), "F6"),
    ("last_pane", QT_TRANSLATE_NOOP("WindowActions", "Previous pane"), "Shift+F6"),
    ("try_now", QT_TRANSLATE_NOOP("WindowActions", "Try to connect now"), "F9"),
    ("offline", QT_TRANSLATE_NOOP("WindowActions", "Work offline"), ""),
    ("language", QT_TRANSLATE_NOOP("WindowActions", "Use Chinese or English"), ""),
    ("theme", QT_TRANSLATE_NOOP("WindowActions", "Switch between light and dark"), ""),
    ("apart", QT_TRANSLATE_NOOP("WindowActions", "Open another window"), "Ctrl+Shift+N"),
    ("keys", QT_TRANSLATE_NOOP("WindowActions", "Keys of this place"), "F1"),
    ("quit", QT_TRANSLATE_NOOP("WindowActions", "Quit"), "Ctrl+Q"),
)
_CONTEXT = "WindowActions"
_CHECKABLE = ("offline",)


class WindowActions(QObject):
    """The actions of one window by name; the window answers their keys.

    Each action's data is its name in the other language, so that it is found in both.
    """

    def __init__(self, window: QWidget, *, is_chinese: bool) -> None:
        super().__init__(window)
        self.by_name: dict[str, QAction] = {}
        for name, noted, keys in _ACTIONS:
            english = str(noted)
            texts = (chinese_of(english), english)
            text, other = texts if is_chinese else (texts[1], texts[0])
            action = QAction(text, self)
            action.setObjectName(name)
            action.setData(other)
            action.setCheckable(name in _CHECKABLE)
            if keys:
                action.setShortcut(QKeySequence(keys))
            window.addAction(action)
            self.by_name[name] = action

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def everything(self) -> list[QAction]:
        """Return the actions in their order."""
        return list(self.by_name.values())


def shown_keys(action: QAction) -> str:
    """Return an action's keys as the system writes them; "" when it has none."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


@cache
def _texts() -> bytes:
    """Return the file's content: Qt maps a file it loads, and dies when an update rewrites it."""
    return resource("translations", "gendan_zh_CN.qm").read_bytes()


@cache
def _chinese() -> QTranslator:
    translator = QTranslator()
    translator.load(_texts())
    return translator


def chinese_of(english: str) -> str:
    """Return the Chinese of an action's English name."""
    return _chinese().translate(_CONTEXT, english) or english
