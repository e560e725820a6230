"""Products: what is sold, how it is packed, how customs classifies it."""

from decimal import Decimal

from sync.domain.records import Record


class Product(Record, frozen=True, kw_only=True):
    """An article. Weights are kg per carton, lengths cm per carton, lead time in working days."""

    code: str
    name_en: str
    name_zh: str = ""
    family: str = ""
    unit: str = "PCS"
    hs_code: str = ""
    pcs_per_carton: int | None = None
    gross_weight_kg: Decimal | None = None
    net_weight_kg: Decimal | None = None
    length_cm: Decimal | None = None
    width_cm: Decimal | None = None
    height_cm: Decimal | None = None
    lead_time_wd: int | None = None
    note: str = ""
    source: str = ""
