"""Departments: who is in each; renamed, merged, split, with the old names kept."""

from collections.abc import Mapping

from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from desktop.models.order_rights import people
from desktop.models.team import TeamPicture, names_of
from desktop.screens.page import Surroundings
from desktop.screens.team_parts import Field, FormCard, empty
from desktop.screens.team_tab import TeamTab
from desktop.theme import look
from desktop.widgets.cards import Card, Facts
from desktop.widgets.ticks import TickRow
from sync.domain.commands import Command
from sync.domain.departments import Department
from sync.domain.ids import Id
from sync.domain.organisation_commands import (
    MergeDepartments,
    MoveMember,
    Part,
    SplitDepartment,
)

_COLUMNS = 4
_FACTS_WIDTH = 620


class DepartmentsTab(TeamTab):
    """The departments with their people, those that ended below; forms change them."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._picture: TeamPicture | None = None
        self.standing, self.ended = Facts(parent=self), Facts(parent=self)
        self._ended = Card(self.tr("Departments that ended"), parent=self)
        self.merged: dict[Id, TickRow] = {}
        self.first: dict[Id, TickRow] = {}
        self.moving = self._move_card()
        self.merging = self._merge_card()
        self.splitting = self._split_card()
        now = Card(self.tr("Departments"), parent=self)
        for card, facts in ((now, self.standing), (self._ended, self.ended)):
            facts.setMaximumWidth(look().px(_FACTS_WIDTH))
            card.body.addWidget(facts)
        forms = (self.moving, self.merging, self.splitting)
        self.lay_out(self.tr("Departments"), now, self._ended, *forms)

    @override
    def show_team(self, picture: TeamPicture) -> None:
        """Show the departments as they stand."""
        self._picture = picture
        self.standing.set_rows(
            [(self._name(each), self._people(each)) for each in picture.standing]
        )
        self.ended.set_rows([(self._name(each), self._became(each)) for each in picture.ended])
        self._ended.setVisible(bool(picture.ended))
        choices = [(each.id, self._name(each)) for each in picture.standing]
        self.moving.offer("user_id", people(self.desk, self.wording.language))
        self.moving.offer("department_id", choices)
        self.splitting.offer("department_id", choices)
        self._offer_merged(picture)
        self._offer_members()

    def _name(self, department: Department) -> str:
        return self.wording.pair(department.name_zh, department.name_en)

    def _members(self, department_id: Id) -> tuple[Id, ...]:
        found = {} if self._picture is None else self._picture.departments
        return tuple(user_id for user_id, each in found.items() if each.id == department_id)

    def _people(self, department: Department) -> str:
        return names_of(self._members(department.id), self.desk, self.wording) or "–"

    def _became(self, department: Department) -> str:
        known = {each.id: self._name(each) for each in self._all()}
        named = [known.get(each, "–") for each in department.became.split(",")]
        return self.tr("until {at}; became {names}").format(
            at=self.wording.moment(department.ended_at),
            names=self.wording.pair("、", ", ").join(named),
        )

    def _all(self) -> tuple[Department, ...]:
        picture = self._picture
        return () if picture is None else (*picture.standing, *picture.ended)

    # Forms

    def _names(self, more: str = "") -> tuple[Field, Field]:
        label = self.wording.label
        return (
            Field(f"name_zh{more}", label("name_zh"), required=True),
            Field(f"name_en{more}", label("name_en"), required=True),
        )

    def _move_card(self) -> FormCard:
        label = self.wording.label
        fields = (
            (
                Field("user_id", label("user_id"), "choice"),
                Field("department_id", label("department_id"), "choice"),
            ),
        )
        title = self.tr("Put somebody into another department")
        form = FormCard(title, fields, self.tr("Put them there"), parent=self)
        form.button.clicked.connect(lambda: self.doer.send(form, _moved))
        return form

    def _merge_card(self) -> FormCard:
        title = self.tr("Rename one department, or make one of several")
        form = FormCard(title, (self._names(),), self.tr("Give this name"), parent=self)
        self._ticks = _tick_column(form)
        form.button.clicked.connect(lambda: self.doer.send(form, self._made_one))
        return form

    def _split_card(self) -> FormCard:
        label = self.wording.label
        fields = (
            (Field("department_id", label("department_id"), "choice"), *self._names()),
            self._names("_2"),
        )
        title = self.tr("Split a department; who is ticked goes to the first part")
        form = FormCard(title, fields, self.tr("Split it"), parent=self)
        self._places = _tick_column(form)
        form.button.clicked.connect(lambda: self.doer.send(form, self._made_two))
        choice = form.controls["department_id"]
        activated = getattr(choice, "activated", None)
        if activated is not None:
            activated.connect(self._offer_members)
        return form

    def _offer_merged(self, picture: TeamPicture) -> None:
        ticked = {key for key, row in self.merged.items() if row.isChecked()}
        empty(self._ticks)
        self.merged = {}
        for each in picture.standing:
            row = TickRow(self._name(each), ticked=each.id in ticked, parent=self.merging)
            place = len(self.merged)
            self.merged[each.id] = row
            self._ticks.addWidget(row, place // _COLUMNS, place % _COLUMNS)

    def _offer_members(self) -> None:
        empty(self._places)
        self.first = {}
        for user_id in self._members(self.splitting.values()["department_id"]):
            name = self.desk.name_of(user_id, self.wording.language)
            place = len(self.first)
            self.first[user_id] = TickRow(name, parent=self.splitting)
            self._places.addWidget(self.first[user_id], place // _COLUMNS, place % _COLUMNS)

    def _made_one(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        command = MergeDepartments(
            departments=tuple(key for key, row in self.merged.items() if row.isChecked()),
            name_zh=typed["name_zh"],
            name_en=typed["name_en"],
        )
        return "department.merge", command

    def _made_two(self, typed: Mapping[str, str]) -> tuple[str, Command]:
        first = tuple(key for key, row in self.first.items() if row.isChecked())
        rest = tuple(key for key, row in self.first.items() if not row.isChecked())
        parts = (
            Part(name_zh=typed["name_zh"], name_en=typed["name_en"], members=first),
            Part(name_zh=typed["name_zh_2"], name_en=typed["name_en_2"], members=rest),
        )
        return "department.split", SplitDepartment(id=typed["department_id"], parts=parts)


def _moved(typed: Mapping[str, str]) -> tuple[str, Command]:
    command = MoveMember(user_id=typed["user_id"], department_id=typed["department_id"])
    return "department.move", command


def _tick_column(form: Card) -> QGridLayout:
    """Return a grid for ticks, put before the form's button."""
    grid = QGridLayout()
    form.body.insertLayout(form.body.count() - 1, grid)
    return grid
