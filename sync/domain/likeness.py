"""Whether two firms may be one, by their names, tax numbers, towns and addresses."""

import re
import unicodedata
from functools import lru_cache

import msgspec

from sync.domain.ids import Id, row_id
from sync.domain.partners import Partner
from sync.domain.records import split

NEAR_CHARACTERS = 8
"""Names that are shorter than this are never taken for one another's misspelling."""
_KEY_CHARACTERS = 4
_TAX_CHARACTERS = 6
_CHINESE_CHARACTERS = 2

_LEGAL_WORDS = (
    "ltd limited llc llp lp inc incorporated corp corporation co company coltd plc"
    " gmbh mbh ag kg kgaa ohg ug gbr ek eg sa sas sasu sarl eurl srl spa snc sl slu bv nv vof"
    " ab as aps oy oyj asa pty pte pvt private sdn bhd kk kft zrt doo dd sro sp z oo zoo ehf"
    " lda ltda eireli cv rl de sapi ooo oao zao ao tbk pt jsc fze fzco fzc wll ry"
)
_LEGAL_FORMS = frozenset(_LEGAL_WORDS.split())
_JOINING = frozenset({"and", "und", "et", "y", "the"})
_CHINESE_FORMS = re.compile(
    "(股份有限责任公司|股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司)"
)
_SAME_WORDS = {"intl": "international", "mfg": "manufacturing", "imp": "import", "exp": "export"}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_PUBLIC_DOMAINS = (
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk"
    " yahoo.co.jp ymail.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com web.de"
    " t-online.de orange.fr wanadoo.fr free.fr libero.it mail.ru yandex.ru yandex.com proton.me"
    " protonmail.com zoho.com naver.com qq.com foxmail.com 163.com 126.com yeah.net sina.com"
    " sina.cn sohu.com 139.com 189.cn aliyun.com vip.163.com vip.qq.com"
)
PUBLIC_MAIL = frozenset(_PUBLIC_DOMAINS.split())
"""Where anybody has a mailbox: sharing one says nothing."""


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """What of a firm is held against others. `name` is one word a part, in order of the letters."""

    id: Id
    name: tuple[str, ...]
    name_zh: str
    kinds: frozenset[str]
    country: str
    city: str
    tax_no: str

    @property
    def joined(self) -> str:
        """The whole name as one word."""
        return "".join(self.name)

    @property
    def keys(self) -> frozenset[str]:
        """What two firms that may be one have at least one of in common, mail apart."""
        joined = self.joined
        found = {f"tax {self.tax_no}" if self.tax_no else "", f"zh {self.name_zh}"}
        found |= {f"name {joined}"}
        if len(joined) >= NEAR_CHARACTERS:
            ends = (joined[:_KEY_CHARACTERS], joined[-_KEY_CHARACTERS:])
            found |= {f"{self.country} {end}" for end in ends}
        return frozenset(found - {"", "zh ", "name "})


def likeness_of(partner: Partner) -> Likeness:
    """Return what of a partner is held against others."""
    chinese = chinese_core(partner.name_zh) or chinese_core(partner.name)
    return Likeness(
        id=partner.id,
        name=name_core(partner.name),
        name_zh=chinese,
        kinds=frozenset(split(partner.kinds)),
        country=partner.country.strip().upper(),
        city=_letters(partner.city),
        tax_no=_tax(partner.tax_no),
    )


def alike(one: Likeness, other: Likeness, *, shares_mail: bool = False) -> tuple[str, ...]:
    """Return why two firms may be one: "tax_no", "name", "spelling", "mail"; nothing where not.

    Only firms that are the same to us, buyers or suppliers, are held against each other. With the
    same tax number nothing else is asked; else the countries may not differ.
    """
    if one.id == other.id or one.kinds.isdisjoint(other.kinds):
        return ()
    reasons: list[str] = []
    if one.tax_no and one.tax_no == other.tax_no:
        reasons.append("tax_no")
    if not one.country or not other.country or one.country == other.country:
        reasons += _named_alike(one, other, shares_mail=shares_mail)
    return tuple(reasons)


def _named_alike(one: Likeness, other: Likeness, *, shares_mail: bool) -> list[str]:
    has_country = bool(one.country and other.country)
    is_same = bool(one.name) and one.joined == other.joined
    if is_same or (one.name_zh and one.name_zh == other.name_zh):
        return ["name", *(["mail"] if shares_mail else [])]
    is_near = has_country and is_misspelt(one.joined, other.joined)
    has_word = not set(one.name).isdisjoint(other.name)
    if is_near and (shares_mail or (one.city and one.city == other.city)):
        return ["spelling", *(["mail"] if shares_mail else [])]
    return ["mail"] if shares_mail and has_word and has_country else []


def pair_id(one: Id, other: Id) -> Id:
    """Return the id of what is said of two firms, whichever is named first, on every desk."""
    return row_id("duplicate", *sorted((one, other)))


@lru_cache(1 << 14)
def name_core(name: str) -> tuple[str, ...]:
    """Return the words of a firm's name without its legal form, in the order of their letters.

    Case, width, accents, punctuation and an ending -s make no difference.
    """
    plain = _without_accents(unicodedata.normalize("NFKC", name).casefold())
    for sign in ".'’":
        plain = plain.replace(sign, "")
    words = re.split(r"[\W_]+", plain.replace("&", " and "))
    said = [word for word in words if word]
    kept = [word for word in said if word not in _JOINING] or said
    while len(kept) > 1 and kept[-1] in _LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in ("pt", "ooo", "oao", "zao"):
        kept.pop(0)
    return tuple(sorted(filter(None, map(_stem, kept))))


@lru_cache(1 << 14)
def chinese_core(name: str) -> str:
    """Return a Chinese name without its legal form, brackets and spaces; empty for other names."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
    if not any("\u4e00" <= sign <= "\u9fff" for sign in plain):
        return ""
    core = _CHINESE_FORMS.sub("", plain)
    return core if len(core) >= _CHINESE_CHARACTERS else ""


def mail_domain(address: str) -> str:
    """Return the part after @ of a firm's own address; empty where anybody may have one."""
    domain = address.strip().casefold().rpartition("@")[2] if "@" in address else ""
    return "" if domain in PUBLIC_MAIL or "." not in domain else domain


def is_misspelt(one: str, other: str) -> bool:
    """Return whether one letter was left out, doubled, mistaken or swapped with the next one."""
    if min(len(one), len(other)) < NEAR_CHARACTERS or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_of_other = one[start:], other[start:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return (
        rest[1:] == rest_of_other[1:]
        or rest[1:] == rest_of_other
        or rest == rest_of_other[1:]
        or swapped == rest_of_other
    )


def _stem(word: str) -> str:
    for long, short in _UMLAUTS:
        word = word.replace(long, short)
    word = _SAME_WORDS.get(word, word)
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _tax(text: str) -> str:
    plain = _letters(text)
    return plain if len(plain) >= _TAX_CHARACTERS else ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", _without_accents(unicodedata.normalize("NFKC", text).casefold()))


def _without_accents(text: str) -> str:
    marked = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in marked if not unicodedata.combining(sign))
