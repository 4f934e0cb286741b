"""The two ceremonies themselves: what they are called, where and when, and what they allow."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ceremony.models import Ceremony, Deadline, DeadlineKind, Quota
from directory.models import Entity, EntityKind
from directory.texts import LocalText

TITLE = LocalText(
    {
        "en": "Signing Ceremony and High-Level Conference of the United Nations Convention against Cybercrime "
        "(Hanoi Convention)",
        "fr": "Cérémonie de signature et conférence de haut niveau de la Convention des Nations Unies contre la "
        "cybercriminalité (Convention de Hanoï)",
        "es": "Ceremonia de firma y conferencia de alto nivel de la Convención de las Naciones Unidas contra la "
        "Ciberdelincuencia (Convención de Hanói)",
        "ru": "Церемония подписания и конференция высокого уровня по Конвенции Организации Объединенных Наций против "
        "киберпреступности (Ханойской конвенции)",
        "ar": "مراسم التوقيع والمؤتمر الرفيع المستوى لاتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية (اتفاقية هانوي)",
        "zh-hans": "《联合国打击网络犯罪公约》（《河内公约》）签署仪式暨高级别会议",
        "vi": "Lễ mở ký và Hội nghị cấp cao Công ước của Liên hợp quốc về chống tội phạm mạng (Công ước Hà Nội)",
    }
)
DEMO_TITLE = LocalText(
    {
        "en": "Signing Ceremony and High-Level Conference (demonstration)",
        "fr": "Cérémonie de signature et conférence de haut niveau (démonstration)",
        "es": "Ceremonia de firma y conferencia de alto nivel (demostración)",
        "ru": "Церемония подписания и конференция высокого уровня (демонстрация)",
        "ar": "مراسم التوقيع والمؤتمر الرفيع المستوى (عرض توضيحي)",
        "zh-hans": "签署仪式暨高级别会议（演示）",
        "vi": "Lễ mở ký và Hội nghị cấp cao (bản trình diễn)",
    }
)
CITY = LocalText(
    {"en": "Ha Noi", "fr": "Hanoï", "es": "Hanói", "ru": "Ханой", "ar": "هانوي", "zh-hans": "河内", "vi": "Hà Nội"}
)
VENUE = LocalText(
    {
        "en": "National Convention Center",
        "fr": "Centre national des conférences",
        "es": "Centro Nacional de Convenciones",
        "ru": "Национальный конференц-центр",
        "ar": "المركز الوطني للمؤتمرات",
        "zh-hans": "国家会议中心",
        "vi": "Trung tâm Hội nghị Quốc gia",
    }
)
# As published at the time. The signatures were counted differently from hour to hour; this is the last count.
FIGURES = LocalText(
    {
        "en": "2,500 | delegates accredited, as published for 25 and 26 October 2025\n"
        "110 | States represented\n"
        "150 | international, regional and private organisations\n"
        "72 | signatures (71 States and the European Union), as of 26 October 2025\n"
        "64 | of them in the plenary of 25 October 2025\n"
        "400 | journalists of 180 media outlets\n"
        "37 | side events, and 8 thematic seminars\n"
        "71 | statements in the high-level conference",
        "vi": "2.500 | đại biểu được cấp thẻ, theo số liệu công bố cho ngày 25 và 26 tháng 10 năm 2025\n"
        "110 | quốc gia có đại diện\n"
        "150 | tổ chức quốc tế, khu vực và tư nhân\n"
        "72 | chữ ký (71 quốc gia và Liên minh châu Âu), tính đến ngày 26 tháng 10 năm 2025\n"
        "64 | trong số đó tại phiên toàn thể ngày 25 tháng 10 năm 2025\n"
        "400 | nhà báo của 180 cơ quan báo chí\n"
        "37 | sự kiện bên lề, cùng 8 hội thảo chuyên đề\n"
        "71 | bài phát biểu tại hội nghị cấp cao",
    }
)
CONTACT = "secretariat@demo.plenipo.example"
TIME_ZONE = "Asia/Ho_Chi_Minh"
OPENS_IN = 12  # days
# Kind of entity -> people altogether; roles of which there are fewer.
QUOTAS = {
    EntityKind.MEMBER_STATE: 30, EntityKind.OBSERVER_STATE: 15, EntityKind.NON_MEMBER_STATE: 15, EntityKind.REIO: 20,
    EntityKind.UN_SYSTEM: 10, EntityKind.IGO: 10, EntityKind.NGO: 8, EntityKind.PRIVATE_SECTOR: 8,
    EntityKind.ACADEMIA: 8, EntityKind.OTHER: 8,
}  # fmt: skip
ROLE_QUOTAS = {"spouse": 1, "security": 6}


def make_finished():
    """The opening for signature of the Hanoi Convention, with its real days and venue."""
    # No day of erasure: there never were personal data in it.
    ceremony = _make("hanoi-2025", TITLE, starts_on=date(2025, 10, 25), ends_on=date(2025, 10, 26), in_figures=FIGURES)
    for kind, day in [(DeadlineKind.REGISTRATION, date(2025, 10, 15)), (DeadlineKind.ARRIVALS, date(2025, 10, 22))]:
        Deadline.objects.create(ceremony=ceremony, kind=kind, at=ceremony.start_of(day, 18))
    return ceremony


def make_live(at):
    """A ceremony that opens in twelve days, whatever today is, with every deadline still to come."""
    today = at.astimezone(ZoneInfo(TIME_ZONE)).date()
    opens = today + timedelta(days=OPENS_IN)
    ceremony = _make(
        "demo", DEMO_TITLE, starts_on=opens, ends_on=opens + timedelta(days=1), erase_on=opens + timedelta(days=180)
    )
    for kind, days in [(DeadlineKind.NOTE_VERBALE, 5), (DeadlineKind.REGISTRATION, 7), (DeadlineKind.ARRIVALS, 10)]:
        Deadline.objects.create(ceremony=ceremony, kind=kind, at=ceremony.start_of(today + timedelta(days=days), 18))
    Quota.objects.bulk_create(
        Quota(ceremony=ceremony, entity_kind=kind, role=role, limit=limit)
        for kind, people in QUOTAS.items()
        for role, limit in [("", people), *(ROLE_QUOTAS.items() if kind == EntityKind.MEMBER_STATE else [])]
    )
    return ceremony


def _make(slug, title, **fields):
    return Ceremony.objects.create(
        slug=slug,
        title=title,
        city=CITY,
        venue=VENUE,
        host=Entity.objects.get(code="VNM"),
        time_zone=TIME_ZONE,
        is_public=True,
        contact_email=CONTACT,
        **fields,
    )
