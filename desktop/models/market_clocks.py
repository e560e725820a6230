"""What time it is where the buyers are: one city for each of the main markets."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.messages import Wording
from sync.clock import OFFICE_ZONE

_MARKETS: dict[str, tuple[str, str, str]] = {
    "AE": ("Asia/Dubai", "迪拜", "Dubai"),
    "AU": ("Australia/Sydney", "悉尼", "Sydney"),
    "BR": ("America/Sao_Paulo", "圣保罗", "Sao Paulo"),
    "CA": ("America/Toronto", "多伦多", "Toronto"),
    "CL": ("America/Santiago", "圣地亚哥", "Santiago"),
    "DE": ("Europe/Berlin", "汉堡", "Hamburg"),
    "EG": ("Africa/Cairo", "开罗", "Cairo"),
    "ES": ("Europe/Madrid", "马德里", "Madrid"),
    "FR": ("Europe/Paris", "巴黎", "Paris"),
    "GB": ("Europe/London", "伦敦", "London"),
    "GH": ("Africa/Accra", "阿克拉", "Accra"),
    "ID": ("Asia/Jakarta", "雅加达", "Jakarta"),
    "IN": ("Asia/Kolkata", "孟买", "Mumbai"),
    "IT": ("Europe/Rome", "米兰", "Milan"),
    "JP": ("Asia/Tokyo", "东京", "Tokyo"),
    "KE": ("Africa/Nairobi", "内罗毕", "Nairobi"),
    "KR": ("Asia/Seoul", "首尔", "Seoul"),
    "MX": ("America/Mexico_City", "墨西哥城", "Mexico City"),
    "NG": ("Africa/Lagos", "拉各斯", "Lagos"),
    "NL": ("Europe/Amsterdam", "鹿特丹", "Rotterdam"),
    "PL": ("Europe/Warsaw", "华沙", "Warsaw"),
    "PT": ("Europe/Lisbon", "里斯本", "Lisbon"),
    "RS": ("Europe/Belgrade", "贝尔格莱德", "Belgrade"),
    "SA": ("Asia/Riyadh", "利雅得", "Riyadh"),
    "SG": ("Asia/Singapore", "新加坡", "Singapore"),
    "TR": ("Europe/Istanbul", "伊斯坦布尔", "Istanbul"),
    "US": ("America/Los_Angeles", "洛杉矶", "Los Angeles"),
    "VN": ("Asia/Ho_Chi_Minh", "胡志明市", "Ho Chi Minh City"),
    "ZA": ("Africa/Johannesburg", "约翰内斯堡", "Johannesburg"),
}
_SHOWN_MAX = 2


def clocks_line(now: datetime, countries: Iterable[str], wording: Wording) -> str:
    """Return the office's time and that of the person's main markets, as one line."""
    office = wording.pair("公司", "Office")
    parts = [f"{office} {wording.clock(now, OFFICE_ZONE)}"]
    known = (_MARKETS[country] for country in countries if country in _MARKETS)
    for place, (zone, zh, en) in enumerate(known):
        if place < _SHOWN_MAX:
            parts.append(f"{wording.pair(zh, en)} {wording.clock(now, ZoneInfo(zone))}")
    return " · ".join(parts)
