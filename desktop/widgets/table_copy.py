"""Copies the selected rows of a table: tab-separated text and an HTML table, with headings."""

from html import escape

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView


def chosen_rows(table: QTableView) -> list[int]:
    """Return the selected rows from top to bottom; quick for any number of them."""
    chosen = table.selectionModel().selection()
    parts = [chosen.at(place) for place in range(chosen.count())]
    return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})


def copied_rows(table: QTableView) -> list[list[str]]:
    """Return headings and the selected rows as shown, in the order shown."""
    header = table.horizontalHeader()
    shown = [header.logicalIndex(place) for place in range(header.count())]
    columns = [column for column in shown if not table.isColumnHidden(column)]
    model = table.model()
    rows = chosen_rows(table)
    heads = [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
    body = [[str(model.index(row, column).data() or "") for column in columns] for row in rows]
    return [heads, *body]


def as_html(rows: list[list[str]]) -> str:
    """Return rows as an HTML table, the first as its heading."""
    lines: list[str] = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        lines.append("<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in row) + "</tr>")
    return f"<table>{''.join(lines)}</table>"


def copy_rows(table: QTableView) -> None:
    """Put the selected rows on the clipboard."""
    rows = copied_rows(table)
    if len(rows) < 2:
        return
    data = QMimeData()
    data.setText("\n".join("\t".join(text.replace("\t", " ") for text in row) for row in rows))
    data.setHtml(as_html(rows))
    QGuiApplication.clipboard().setMimeData(data)
