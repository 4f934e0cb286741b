"""The two treaties: that of Ha Noi with its real facts, and one of the same kind for the live ceremony, named as a demonstration."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from config.demo.ceremonies import CITY
from directory.models import EntityKind
from directory.texts import LocalText
from signatures.models import Action, IssuingOffice, Office, SigningWindow, Sitting, Treaty

# As the General Assembly adopted it; where a language has the first part of the title alone, that is the surer one.
TITLE = LocalText(
    {
        "en": "United Nations Convention against Cybercrime; Strengthening International Cooperation for Combating Certain "
        "Crimes Committed by Means of Information and Communications Technology Systems and for the Sharing of Evidence "
        "in Electronic Form of Serious Crimes",
        "fr": "Convention des Nations Unies contre la cybercriminalité; Renforcement de la coopération internationale pour "
        "la lutte contre certaines infractions commises au moyen de systèmes d’information et de communication et pour "
        "la communication de preuves sous forme électronique d’infractions graves",
        "es": "Convención de las Naciones Unidas contra la Ciberdelincuencia; Fortalecimiento de la Cooperación "
        "Internacional para la Lucha contra Determinados Delitos Cometidos mediante Sistemas de Tecnología de la "
        "Información y las Comunicaciones y para la Transmisión de Pruebas en Forma Electrónica de Delitos Graves",
        "ru": "Конвенция Организации Объединенных Наций против киберпреступности; укрепление международного сотрудничества "
        "в борьбе с определенными преступлениями, совершаемыми с использованием информационно-коммуникационных систем, "
        "и в обмене доказательствами в электронной форме, относящимися к серьезным преступлениям",
        "ar": "اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية",
        "zh-hans": "《联合国打击网络犯罪公约》",
        "vi": "Công ước của Liên hợp quốc về chống tội phạm mạng; Tăng cường hợp tác quốc tế để đấu tranh với một số tội "
        "phạm được thực hiện thông qua các hệ thống công nghệ thông tin và truyền thông và để chia sẻ chứng cứ dưới dạng "
        "điện tử của các tội phạm nghiêm trọng",
    }
)
SHORT_TITLE = LocalText(
    {
        "en": "Hanoi Convention",
        "fr": "Convention de Hanoï",
        "es": "Convención de Hanói",
        "ru": "Ханойская конвенция",
        "ar": "اتفاقية هانوي",
        "zh-hans": "《河内公约》",
        "vi": "Công ước Hà Nội",
    }
)
DEMO_TITLE = LocalText(
    {
        "en": "Convention against Cybercrime (demonstration)",
        "fr": "Convention contre la cybercriminalité (démonstration)",
        "es": "Convención contra la Ciberdelincuencia (demostración)",
        "ru": "Конвенция против киберпреступности (демонстрация)",
        "ar": "اتفاقية مكافحة الجريمة السيبرانية (عرض توضيحي)",
        "zh-hans": "打击网络犯罪公约（演示）",
        "vi": "Công ước về chống tội phạm mạng (bản trình diễn)",
    }
)
DEMO_SHORT_TITLE = LocalText(
    {
        "en": "Demonstration Convention",
        "fr": "Convention de démonstration",
        "es": "Convención de demostración",
        "ru": "Демонстрационная конвенция",
        "ar": "الاتفاقية التوضيحية",
        "zh-hans": "演示公约",
        "vi": "Công ước trình diễn",
    }
)
NEW_YORK = LocalText(
    {
        "en": "New York",
        "fr": "New York",
        "es": "Nueva York",
        "ru": "Нью-Йорк",
        "ar": "نيويورك",
        "zh-hans": "纽约",
        "vi": "New York",
    }
)
PLENARY = LocalText(en="Signing plenary", fr="Séance plénière de signature", vi="Phiên toàn thể ký kết")
APPOINTMENTS = LocalText(en="Signature by appointment", fr="Signature sur rendez-vous", vi="Ký theo lịch hẹn")
AT_HEADQUARTERS = LocalText(
    en="Signature by appointment, New York", fr="Signature sur rendez-vous, New York", vi="Ký theo lịch hẹn, New York"
)
HA_NOI_ZONE, NEW_YORK_ZONE = "Asia/Ho_Chi_Minh", "America/New_York"
BEFORE, AFTER = timedelta(days=3), timedelta(days=14)


def make_finished_treaty(ceremony):
    treaty = _make(
        ceremony,
        title=TITLE,
        short_title=SHORT_TITLE,
        chapter="XVIII-16",
        adopted_on=date(2024, 12, 24),
        adopted_at=NEW_YORK,
        adopted_by="General Assembly resolution 79/243",
        depositary_url="https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-16&chapter=18&clang=_en",
    )
    window, _later = _open(
        treaty, (date(2025, 10, 25), date(2025, 10, 26)), (date(2025, 10, 27), date(2026, 12, 31))
    )  # fmt: skip
    for name, day, hour in [(PLENARY, 25, 10), (APPOINTMENTS, 25, 15), (APPOINTMENTS, 26, 14)]:
        starts = ceremony.start_of(date(2025, 10, day), hour)
        Sitting.objects.create(treaty=treaty, window=window, name=name, starts_at=starts)
    return treaty


def make_live_treaty(ceremony, *, at):
    """Open now: a plenary that began an hour and a half ago, appointments from tomorrow on, and New York after two weeks."""
    treaty = _make(
        ceremony,
        title=DEMO_TITLE,
        short_title=DEMO_SHORT_TITLE,
        chapter="DEMO-1",
        adopted_on=ceremony.local(at).date() - timedelta(days=300),
        adopted_at=NEW_YORK,
    )
    today = ceremony.local(at).date()
    closes = today + AFTER
    window, later = _open(
        treaty, (today - BEFORE, closes), (closes + timedelta(days=1), closes + timedelta(days=400))
    )  # fmt: skip
    began = (at - timedelta(minutes=90)).replace(second=0, microsecond=0)
    tomorrow = ceremony.start_of(today + timedelta(days=1), 14)
    headquarters = tomorrow.replace(hour=10, tzinfo=ZoneInfo(NEW_YORK_ZONE)) + (later.first_day - tomorrow.date())
    return treaty, [
        Sitting.objects.create(treaty=treaty, window=its_window, name=name, starts_at=starts)
        for its_window, name, starts in [
            (window, PLENARY, began),
            (window, APPOINTMENTS, tomorrow),
            (later, AT_HEADQUARTERS, headquarters),
        ]
    ]


def _make(ceremony, **facts):
    """Simple signature, subject to ratification, acceptance or approval; accession for those who did not sign."""
    allowed = [Action.SIGNATURE, Action.RATIFICATION, Action.ACCEPTANCE, Action.APPROVAL, Action.ACCESSION]
    treaty = Treaty.objects.create(
        ceremony=ceremony, actions=allowed, threshold=40, days_after_threshold=90, days_for_later_parties=30, **facts
    )
    for kind in (EntityKind.MEMBER_STATE, EntityKind.OBSERVER_STATE, EntityKind.NON_MEMBER_STATE):
        for office in (Office.HEAD_OF_STATE, Office.HEAD_OF_GOVERNMENT, Office.FOREIGN_MINISTER):
            IssuingOffice.objects.create(treaty=treaty, entity_kind=kind, office=office)
    IssuingOffice.objects.create(treaty=treaty, entity_kind=EntityKind.REIO, office=Office.COMPETENT_AUTHORITY)
    return treaty


def _open(treaty, ha_noi, new_york):
    return [
        SigningWindow.objects.create(treaty=treaty, place=place, time_zone=zone, first_day=first, last_day=last)
        for place, zone, (first, last) in [(CITY, HA_NOI_ZONE, ha_noi), (NEW_YORK, NEW_YORK_ZONE, new_york)]
    ]
