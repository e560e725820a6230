"""What the people of the story do in their windows, move by move.

A move is named and takes plain values, so that it can be asked of a window in another process.
"""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QPlainTextEdit, QTableView

from desktop.demo.hand import Hand, Kind, NotFound, said
from desktop.screens.conflict_sheet import ConflictSheet
from desktop.screens.order_words import part_title
from desktop.theme.cells import CELL_ROLE, Tick
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.choice_list import ChoiceItem
from desktop.widgets.choices import UnderlinedTabs
from sync.store.sentences import Language, name_of

Move = Callable[..., None]


class Moves:
    """The moves of one window that speaks one language."""

    def __init__(self, hand: Hand, language: Language) -> None:
        self.hand = hand
        self._language: Language = language
        self.by_name: Mapping[str, Move] = {
            "offline": self.offline,
            "online": self.online,
            "open_order": self.open_order,
            "change_line": self.change_line,
            "change_order": self.change_order,
            "comment": self.comment,
            "tick": self.tick,
            "create_order": self.create_order,
            "see_comment": self.see_comment,
            "decide": self.decide,
        }

    def area(self, english: str) -> None:
        """Go to an area of the sidebar."""
        self.hand.press(said("Areas", english))

    def offline(self) -> None:
        """Work offline."""
        self._set_offline(wanted=True)

    def online(self) -> None:
        """Sync again."""
        self._set_offline(wanted=False)

    def open_order(self, order_id: str, number: str) -> None:
        """Look an order up in the list and open it."""
        hand = self.hand
        self.area("Orders")
        hand.press(said("OrdersPage", "All open"))
        hand.write(said("OrdersPage", "Filter this list"), number)
        hand.open_row(hand.find(QTableView, said("OrdersPage", "Orders")), order_id)
        hand.until(lambda: self._reads(number), f"the page of {number}")

    def change_line(self, line_id: str, field: str, text: str) -> None:
        """Change a field of a line of the order that is open."""
        hand, name = self.hand, self._field(field)
        self.tab("Lines")
        table = hand.find(QTableView, part_title("order_lines"))
        hand.click_row(table, line_id)
        change = self._made_for(Button, "RowsCard", "Change", "edit")
        hand.until(change.isEnabled, "the line can be changed")
        hand.open_row(table, line_id)
        hand.write(name, text)
        self._save()

    def change_order(self, field: str, text: str) -> None:
        """Change a field of the order that is open."""
        self.tab("Lines")
        change = self._made_for(Button, "LinesTab", "Change", "")
        self.hand.until(change.isEnabled, "the order can be changed")
        self.hand.click(change)
        self.hand.write(self._field(field), text)
        self._save()

    def comment(self, text: str) -> None:
        """Say something about the order that is open."""
        box = said("CommentsTab", "Write a message; @ tells a person")
        self.tab("Messages")
        self.hand.write(box, text)
        self.hand.press(said("CommentsTab", "Send"))
        field = self.hand.find(QPlainTextEdit, box)
        self.hand.until(lambda: not field.toPlainText(), "the message is sent")

    def see_comment(self, text: str) -> None:
        """Look for a message on the order that is open."""
        self.tab("Messages")
        self.hand.until(lambda: self._reads(text), f"the message {text}")

    def tick(self, item: str) -> None:
        """Tick an item of the checklist of the order's current node."""
        self.tab("Overview")
        table = self.hand.find(QTableView, said("Checklist", "Checklist"))

        def box() -> Tick | None:
            cell: object = self.hand.row(table, item).data(CELL_ROLE)
            return cell if isinstance(cell, Tick) else None

        self.hand.until(lambda: (tick := box()) and tick.enabled, f"{item} can be ticked")
        self.hand.click_row(table, item)
        self.hand.until(lambda: (tick := box()) and tick.ticked, f"{item} is ticked")

    def create_order(self, buyer: str, line: Mapping[str, str], place: str) -> None:
        """Write a new order and save it."""
        hand = self.hand
        hand.act("new")
        hand.write(self._field("buyer_id"), buyer)
        hand.press_beginning(buyer)
        for field, text in line.items():
            hand.write(self._field(field), text)
        hand.write(self._field("named_place"), place)
        hand.press(said("NewOrderPage", "Create order"))
        hand.until(lambda: self._reads("draft-", begins=True), "the new order's page")

    def decide(self, conflict_id: str) -> None:
        """Decide a conflict at the conflict desk: take the author's column."""
        hand = self.hand
        self.area("Conflicts")
        sheet = hand.find(ConflictSheet, "")

        def look() -> list[ChoiceItem]:
            seen = hand.window.findChildren(ChoiceItem)
            return [each for each in seen if each.line.id == conflict_id]

        def is_chosen() -> bool:
            return sheet.view is not None and sheet.view.conflict.id == conflict_id

        hand.insist(lambda: hand.click(hand.steady(look, "the conflict")), is_chosen, "its sides")
        hand.click(self._made_for(LinkButton, "ConflictSheet", "Take this column", "mine"))
        hand.press(said("ConflictSheet", "Decide so"))

    def tab(self, english: str) -> None:
        """Go to a part of the order that is open."""
        name = said("OrderHead", english)
        tabs = self.hand.find(UnderlinedTabs, said("OrderHead", "Parts"))

        def button() -> QAbstractButton | None:
            found = [each for each in tabs.findChildren(QAbstractButton) if each.text() == name]
            return next((each for each in reversed(found) if each.isVisible()), None)

        def press() -> None:
            if (pressed := button()) is not None:
                self.hand.click(pressed)

        def is_shown() -> bool:
            return (shown := button()) is not None and shown.isChecked()

        self.hand.insist(press, is_shown, f"tab {name}")

    def _set_offline(self, *, wanted: bool) -> None:
        action = self.hand.window.findChild(QAction, "offline")
        if action is None:
            message = "work offline"
            raise NotFound(message)
        if action.isChecked() is not wanted:
            action.trigger()
            self.hand.until(lambda: action.isChecked() is wanted, "work offline")

    def _save(self) -> None:
        save = said("RowForm", "Save")
        self.hand.press(save)
        self.hand.until(lambda: not self.hand.sees(Button, save), "the form is saved")

    def _made_for(self, kind: type[Kind], context: str, english: str, purpose: str) -> Kind:
        """Return a button of this name; where there are several, each says what it is for."""

        def look() -> list[Kind]:
            seen = self.hand.all_named(kind, said(context, english))
            return [each for each in seen if each.objectName() == purpose]

        return self.hand.steady(look, f"{english} {purpose}")

    def _field(self, name: str) -> str:
        return name_of("field", name, language=self._language)

    def _reads(self, text: str, *, begins: bool = False) -> bool:
        labels = (each for each in self.hand.window.findChildren(QLabel) if each.isVisible())
        return any(
            label.text().startswith(text) if begins else label.text() == text for label in labels
        )
