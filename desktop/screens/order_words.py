"""Headings of an order page's parts and of the sections of its forms."""

from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording


def section_title(key: str) -> str:
    """Return the heading of a form's section; "" for one without."""
    translate = QCoreApplication.translate
    titles = {
        "goods": translate("OrderWords", "Goods"),
        "price": translate("OrderWords", "Price and terms"),
        "supply": translate("OrderWords", "Supply"),
        "route": translate("OrderWords", "Route"),
        "booking": translate("OrderWords", "Booking and bill of lading"),
        "dates": translate("OrderWords", "Dates"),
        "cutoffs": translate("OrderWords", "Cut-offs (port's time)"),
        "inspection": translate("OrderWords", "Inspection and customs"),
        "parties": translate("OrderWords", "Parties"),
        "papers": translate("OrderWords", "Papers and payment"),
        "invoice": translate("OrderWords", "Invoice"),
        "freight": translate("OrderWords", "Freight and insurance"),
        "packing": translate("OrderWords", "Packages and weights"),
        "containers": translate("OrderWords", "Containers"),
        "declaration": translate("OrderWords", "Declaration"),
        "refund": translate("OrderWords", "VAT refund"),
        "credit": translate("OrderWords", "Letter of credit"),
        "amount": translate("OrderWords", "Amount"),
        "terms": translate("OrderWords", "Terms"),
        "amendment": translate("OrderWords", "Amendment and acceptance"),
        "receipt": translate("OrderWords", "Receipt"),
        "reporting": translate("OrderWords", "Declarations and settlement"),
        "order": translate("OrderWords", "Order"),
        "payment": translate("OrderWords", "Payment"),
        "production": translate("OrderWords", "Production"),
        "margin": translate("OrderWords", "Margin"),
    }
    return titles.get(key, "")


def part_title(entity: str) -> str:
    """Return the heading of a list of an order's rows."""
    translate = QCoreApplication.translate
    return {
        "orders": translate("OrderWords", "Order facts"),
        "order_lines": translate("OrderWords", "Lines"),
        "shipments": translate("OrderWords", "Shipments"),
        "shipment_lines": translate("OrderWords", "What leaves with it"),
        "containers": translate("OrderWords", "Containers"),
        "declarations": translate("OrderWords", "Export declarations"),
        "letters_of_credit": translate("OrderWords", "Letters of credit"),
        "receipts": translate("OrderWords", "Receipts"),
    }[entity]


def state_width(wording: Wording) -> int:
    """Return how wide a column of sync states must be in the interface's language."""
    return 124 if wording.is_chinese else 186
