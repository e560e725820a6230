"""How the window says things: reasons, names, days, spans and amounts, in the interface's language.

The words of the trade and of refusals are the ones the command line uses too; `self.tr` is for a
screen's own texts.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from sync.clock import OFFICE_ZONE
from sync.domain.money import format_amount
from sync.domain.process import Process, items_by_id, nodes_by_id
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.domain.spoken import spoken_day, spoken_moment
from sync.domain.values import is_flag
from sync.store.sentences import Language, has_words, name_of, sentence, words

_AMOUNT = re.compile(r"\b[A-Z]{3} (?=\d)")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def unbroken(text: str) -> str:
    """Return a text in which no line breaks between a currency and its amount."""
    return _AMOUNT.sub(lambda found: found[0].replace(" ", "\u00a0"), text)


class Wording:
    """Says things in one language, as of one day."""

    def __init__(self, language: Language, today: date) -> None:
        self.language: Language = language
        self.today = today

    @property
    def is_chinese(self) -> bool:
        """Return whether this speaks Chinese."""
        return self.language == "zh"

    def refusal(self, refusal: Refusal) -> str:
        """Return why not: what happened, why, and what to do."""
        return sentence(refusal, self.language)

    def words(self, code: str, facts: Mapping[str, Value] | None = None) -> str:
        """Return the words of a code, filled with its facts."""
        return words(code, facts or {}, language=self.language, today=self.today)

    def has(self, code: str) -> bool:
        """Return whether a code has words."""
        return has_words(code)

    def field(self, name: str) -> str:
        """Return what a field is called."""
        return name_of("field", name, language=self.language)

    def label(self, name: str) -> str:
        """Return what a field is called where it stands alone: over a field, in a heading."""
        text = self.field(name)
        return text[:1].upper() + text[1:]

    def noun(self, entity: str) -> str:
        """Return what a noun is called."""
        return name_of("entity", entity, language=self.language)

    def heading(self, entity: str) -> str:
        """Return what a noun is called where it stands alone."""
        text = self.noun(entity)
        return text[:1].upper() + text[1:]

    def role(self, role: str) -> str:
        """Return what a role, or several comma-joined ones, is called."""
        return name_of("role", role, language=self.language)

    def node(self, process: Process, node: str, *, short: bool = False) -> str:
        """Return a node's name; the short one for maps and narrow columns."""
        found = nodes_by_id(process).get(node)
        if found is None:
            return node
        if short:
            return found.short_zh if self.is_chinese else found.short_en
        return found.zh if self.is_chinese else found.en

    def item(self, process: Process, item: str) -> str:
        """Return a checklist item's text."""
        found = items_by_id(process).get(item)
        if found is None:
            return item
        return found[1].zh if self.is_chinese else found[1].en

    def pair(self, zh: str, en: str) -> str:
        """Return one of two texts that the data hold in both languages."""
        return zh if self.is_chinese else en

    def day(self, day: date | None) -> str:
        """Return a day: 5月14日 / 14 May, with its year when that is not this one."""
        return "–" if day is None else spoken_day(day, self.language, self.today)

    def weekday(self, day: date) -> str:
        """Return a weekday's name."""
        if self.is_chinese:
            return f"星期{_WEEKDAYS_ZH[day.weekday()]}"
        return _WEEKDAYS_EN[day.weekday()]

    def long_day(self, day: date) -> str:
        """Return a day with its weekday: 5月14日 星期四 / Thu 14 May."""
        weekday, said = self.weekday(day), self.day(day)
        return self.pair(f"{said} {weekday}", f"{weekday} {said}")

    def moment(self, moment: datetime | None, zone: ZoneInfo = OFFICE_ZONE) -> str:
        """Return a moment in a place's time: 今天 14:32, 5月14日 14:32."""
        if moment is None:
            return "–"
        return spoken_moment(moment, self.language, self.today, zone)

    def clock(self, moment: datetime, zone: ZoneInfo = OFFICE_ZONE) -> str:
        """Return a time of day in a place."""
        return f"{moment.astimezone(zone):%H:%M}"

    def slack(self, days: int | None, *, is_past: bool) -> str:
        """Return a span to a limit: 4 天 / 4 d left; 差 4 天 when the plan misses it.

        过 2 天 when it is past.
        """
        if days is None:
            return "–"
        if days >= 0:
            return self.pair(f"{days} 天", f"{days} d left")
        if is_past:
            return self.pair(f"过 {-days} 天", f"{-days} d over")
        return self.pair(f"差 {-days} 天", f"{-days} d short")

    def held(self, days: int) -> str:
        """Return for how long somebody has held the ball."""
        if days <= 1:
            return self.pair("今天", "today")
        return self.pair(f"{days} 天", f"{days} d")

    def amount(self, amount: Decimal | str, currency: str) -> str:
        """Return an amount: 26,800.00."""
        return format_amount(Decimal(amount), currency)

    def value(self, entity: str, field: str, value: Value, names: Mapping[str, str]) -> str:
        """Return a field's value as a person reads it; `names` has what ids stand for."""
        if value is None or value == "":
            return "–"
        text = str(value)
        if text in names:
            return names[text]
        if field.endswith("_at") and "T" in text:
            return self.moment(datetime.fromisoformat(text))
        if field.endswith("_on") or field in ("etd", "eta", "promised_etd", "quote_valid_until"):
            return self.day(date.fromisoformat(text[:10]))
        named = f"value_{field}_{text}"
        if has_words(named):
            return self.words(named)
        return self._flag(entity, field, value)

    def _flag(self, entity: str, field: str, value: Value) -> str:
        if is_flag(entity, field):
            yes = QCoreApplication.translate("Wording", "Yes")
            return yes if value else QCoreApplication.translate("Wording", "No")
        return str(value)
