"""The venue and the programme of two days, as published for Hanoi: the same for the finished ceremony and the live one.

Titles of side events are invented, in the Convention's fields.
"""

from datetime import timedelta

from ceremony.models import Layout, Room, RoomSetup
from directory.texts import LocalText
from events.models import Access, RunItem, Session, SessionChair, SessionKind, Slot, Theme


def text(english, vietnamese):
    return LocalText(en=english, vi=vietnamese)


PLENARY, BANQUET, EXHIBITION, PRESS = "plenary", "banquet", "exhibition", "press"
ROOMS = [
    (PLENARY, "Plenary Hall", "Phòng họp toàn thể", 3500),
    *((number, f"Conference Room {number}", f"Phòng họp {number}", 320 - 20 * number) for number in range(1, 13)),
    (PRESS, "Press Centre", "Trung tâm Báo chí", 400),
    (BANQUET, "Banquet Hall", "Phòng tiệc", 1500),
    (EXHIBITION, "Exhibition Hall", "Khu triển lãm", 1200),
]
SEMINAR_ROOMS, SIDE_EVENT_ROOMS, WITH_BOOTHS = [1, 2], range(3, 13), range(1, 7)
SEMINARS = [
    ("From signature to ratification: what a State has to prepare", "Từ ký kết đến phê chuẩn: những việc quốc gia cần chuẩn bị"),
    ("Criminalisation: bringing offences into national law", "Hình sự hóa: nội luật hóa các tội danh của Công ước"),
    ("Electronic evidence across borders", "Bằng chứng điện tử xuyên biên giới"),
    ("The 24/7 network: points of contact that answer", "Mạng lưới 24/7: các đầu mối luôn sẵn sàng phản hồi"),
    ("Safeguards and human rights in investigations", "Các biện pháp bảo đảm và quyền con người trong điều tra"),
    ("Protecting children online", "Bảo vệ trẻ em trên không gian mạng"),
    ("Recovering the proceeds of cybercrime", "Thu hồi tài sản do tội phạm mạng mà có"),
    ("Technical assistance and capacity-building", "Hỗ trợ kỹ thuật và nâng cao năng lực"),
]  # fmt: skip
SIDE_EVENTS = [
    ("Preserving data before it is gone", "Bảo quản dữ liệu trước khi bị mất"),
    ("Joint investigation teams in practice", "Thực tiễn hoạt động của các nhóm điều tra chung"),
    ("A judge's guide to electronic evidence", "Cẩm nang về bằng chứng điện tử dành cho thẩm phán"),
    ("Ransomware: one attack, twelve jurisdictions", "Mã độc tống tiền: một vụ tấn công, mười hai quyền tài phán"),
    ("Online scams and the people forced to run them", "Lừa đảo trực tuyến và những người bị ép buộc thực hiện"),
    ("Small States, large networks", "Quốc gia nhỏ, mạng lưới lớn"),
    ("Tracing virtual assets", "Truy vết tài sản ảo"),
    ("Victims first: reporting and support", "Nạn nhân là trung tâm: trình báo và hỗ trợ"),
    ("Police academies in the digital age", "Học viện cảnh sát trong kỷ nguyên số"),
    ("Public and private partners at one table", "Đối tác công và tư cùng ngồi một bàn"),
    ("Mutual legal assistance in days, not years", "Tương trợ tư pháp tính bằng ngày, không tính bằng năm"),
    ("Women in cybersecurity", "Phụ nữ trong an ninh mạng"),
    ("Artificial intelligence and crime", "Trí tuệ nhân tạo và tội phạm"),
    ("Computer emergency teams and the police", "Các đội ứng cứu sự cố máy tính và cơ quan cảnh sát"),
    ("Extradition under the Convention", "Dẫn độ theo quy định của Công ước"),
    ("Teaching prosecutors: lessons from five regions", "Đào tạo công tố viên: bài học từ năm khu vực"),
    ("Image-based abuse and the law", "Xâm hại bằng hình ảnh và pháp luật"),
    ("Critical infrastructure under attack", "Hạ tầng trọng yếu trước các cuộc tấn công"),
    ("Privacy by design in investigations", "Bảo vệ đời tư ngay từ khâu thiết kế trong điều tra"),
    ("Asset recovery: first cases", "Thu hồi tài sản: những vụ việc đầu tiên"),
    ("Digital forensics on a small budget", "Giám định kỹ thuật số với ngân sách hạn chế"),
    ("Young people against cybercrime", "Thanh niên chung tay chống tội phạm mạng"),
    ("The Pacific way of cooperation", "Hợp tác theo cách của Thái Bình Dương"),
    ("Africa's road to ratification", "Con đường tới phê chuẩn của châu Phi"),
    ("ASEAN against online fraud", "ASEAN chống lừa đảo trực tuyến"),
    ("Latin American networks of prosecutors", "Mạng lưới công tố viên Mỹ La-tinh"),
    ("Internet service providers and lawful requests", "Nhà cung cấp dịch vụ Internet và các yêu cầu hợp pháp"),
    ("Measuring cybercrime: statistics that compare", "Đo lường tội phạm mạng: số liệu thống kê so sánh được"),
    ("Parliaments and the Convention", "Nghị viện và Công ước"),
    ("Universities and research on cybercrime", "Các trường đại học và nghiên cứu về tội phạm mạng"),
    ("Disinformation, fraud and the limits of the law", "Tin giả, gian lận và giới hạn của pháp luật"),
    ("Crime as a service", "Tội phạm như một dịch vụ"),
    ("Witness protection online", "Bảo vệ nhân chứng trên không gian mạng"),
    ("Learning from the Budapest Convention", "Kinh nghiệm từ Công ước Budapest"),
    ("Model laws: a workshop", "Luật mẫu: phiên thảo luận chuyên đề"),
    ("Dark markets and the postal service", "Chợ đen trên mạng và bưu chính"),
    ("What comes next: the Conference of the States Parties", "Bước tiếp theo: Hội nghị các quốc gia thành viên"),
]  # fmt: skip
# Bids that found no slot, or have not found one yet.
MORE_BIDS = [
    "Cloud providers and the seizure of data", "A glossary that translates itself", "Cyber hygiene for village councils",
    "Bounties, backdoors and the good-faith researcher", "Forensic laboratories that share a queue", "The cost of a stolen identity",
    "Games, coins and money laundering", "A hotline for schools", "Sextortion: what platforms can do", "Undersea cables and their law",
    "Evidence from the home: connected devices", "Emergency disclosure in practice", "Prosecuting without borders: a moot court",
    "Cybercrime reporting by telephone", "Old laws, new crimes", "Judges meet engineers",
]  # fmt: skip
THEMES = [
    ("Criminalisation and national law", "Hình sự hóa và pháp luật quốc gia"),
    ("Electronic evidence", "Bằng chứng điện tử"),
    ("International cooperation and the 24/7 network", "Hợp tác quốc tế và mạng lưới 24/7"),
    ("Safeguards and human rights", "Các biện pháp bảo đảm và quyền con người"),
    ("Children and victims", "Trẻ em và nạn nhân"),
    ("Proceeds of crime", "Tài sản do phạm tội mà có"),
    ("Technical assistance and capacity-building", "Hỗ trợ kỹ thuật và nâng cao năng lực"),
    ("Prevention and partnerships", "Phòng ngừa và quan hệ đối tác"),
]  # fmt: skip
SEMINAR_THEMES = [0, 0, 1, 2, 3, 4, 5, 6]
# The theme of each side event above, in their order.
SIDE_EVENT_THEMES = [
    1,
    2,
    1,
    2,
    4,
    6,
    5,
    4,
    6,
    7,
    2,
    7,
    0,
    7,
    2,
    6,
    4,
    7,
    3,
    5,
    1,
    7,
    2,
    6,
    7,
    2,
    1,
    7,
    0,
    6,
    3,
    0,
    3,
    2,
    0,
    5,
    2,
]
LEVELS_INVENTED = text(
    "The number of statements is as published; their order, levels and times are invented for the demonstration.",
    "Số lượng bài phát biểu theo số liệu công bố; thứ tự, cấp và thời gian là hư cấu cho bản trình diễn.",
)
INVENTED = text(
    "Invented for the demonstration: title, sponsors and speakers are examples.",
    "Hư cấu cho bản trình diễn: tên gọi, bên bảo trợ và diễn giả chỉ là ví dụ.",
)
# An hour, and a quarter of an hour to change over. (day, hour, minute) of the start.
SIDE_EVENT_SLOTS = [(0, 14, 0), (0, 15, 15), (0, 16, 30), (1, 9, 0), (1, 10, 15), (1, 11, 30)]
SEMINAR_SLOTS = [(0, 14, 0), (0, 15, 45), (1, 9, 0), (1, 10, 45)]
# (kind, title in English, in Vietnamese, room, day, from, to, nothing in parallel)
HIGH_LEVEL = [
    (SessionKind.WELCOME, "Welcome of heads of delegation", "Lễ đón các trưởng đoàn", PLENARY, 0, (8, 0), (9, 0), False),
    (SessionKind.OPENING, "High-level opening", "Lễ khai mạc cấp cao", PLENARY, 0, (9, 0), (10, 0), True),
    (SessionKind.SIGNING, "Signing ceremony", "Lễ ký kết", PLENARY, 0, (10, 0), (12, 30), True),
    (SessionKind.PRESS_CONFERENCE, "Press conference of the host and the United Nations", "Họp báo của nước chủ nhà và Liên hợp quốc", PRESS, 0, (12, 45), (13, 30), False),
    (SessionKind.PLENARY, "High-level conference: statements", "Hội nghị cấp cao: các bài phát biểu", PLENARY, 0, (14, 0), (18, 0), False),
    (SessionKind.RECEPTION, "Reception of the host", "Chiêu đãi của nước chủ nhà", BANQUET, 0, (19, 0), (21, 0), True),
    (SessionKind.PLENARY, "High-level conference: statements, continued", "Hội nghị cấp cao: các bài phát biểu (tiếp theo)", PLENARY, 1, (9, 0), (12, 30), False),
    (SessionKind.SIGNING, "Signing, continued", "Ký kết (tiếp theo)", PLENARY, 1, (14, 0), (15, 30), False),
    (SessionKind.PLENARY, "Closing", "Phiên bế mạc", PLENARY, 1, (16, 0), (17, 0), True),
    (SessionKind.PRESS_CONFERENCE, "Closing press conference", "Họp báo bế mạc", PRESS, 1, (17, 15), (18, 0), False),
    *((SessionKind.EXHIBITION, "Exhibition", "Triển lãm", EXHIBITION, day, (8, 0), (18, 0), False) for day in (0, 1)),
]  # fmt: skip


RUN_OF_SIGNING = [
    ("Words of the host", 10), ("Words of the Secretary-General", 10), ("How one signs: the Treaty Section", 5),
    ("Signatures, in the order of the call list", 115), ("Photograph of all signatories", 10),
]  # fmt: skip


class Programme:
    """The venue, slots, themes, and every session but the side events, as one ceremony has them."""

    def __init__(self, ceremony):
        self.ceremony = ceremony
        self.rooms = self._rooms()
        self.themes = Theme.objects.bulk_create(
            Theme(ceremony=ceremony, name=text(*words), position=position) for position, words in enumerate(THEMES, 1)
        )
        self.slots = Slot.objects.bulk_create(
            Slot(ceremony=ceremony, starts_at=self.clock(*start), ends_at=self.clock(*start) + timedelta(minutes=75))
            for start in SIDE_EVENT_SLOTS
        )
        self.sessions = self._sessions()
        self._people_and_items()

    def clock(self, day, hour, minute=0):
        return self.ceremony.start_of(self.ceremony.starts_on + timedelta(days=day), hour, minute)

    def _rooms(self):
        rooms = Room.objects.bulk_create(
            Room(
                ceremony=self.ceremony, name=text(english, vietnamese), capacity=seats, position=position,
                # In the plenary whoever sits stays.
                turnover=0 if key == PLENARY else 15,
                booths=7 if key == PLENARY else 2 if key in WITH_BOOTHS else 0,
                streams=key in (PLENARY, PRESS, *WITH_BOOTHS), takes_side_events=key in SIDE_EVENT_ROOMS,
            )
            for position, (key, english, vietnamese, seats) in enumerate(ROOMS)
        )  # fmt: skip
        RoomSetup.objects.bulk_create(
            RoomSetup(room=room, layout=layout, capacity=room.capacity * share // 100)
            for (key, *_words), room in zip(ROOMS, rooms, strict=True)
            if isinstance(key, int)
            for layout, share in [
                (Layout.THEATRE, 100), (Layout.CLASSROOM, 60), (Layout.ROUND, 50), (Layout.U_SHAPE, 35),
            ]
        )  # fmt: skip
        return {key: room for (key, *_words), room in zip(ROOMS, rooms, strict=True)}

    def _sessions(self):
        every = ["fr", "es", "ru", "ar", "zh-hans", "vi"]
        sessions = [
            Session(
                ceremony=self.ceremony, kind=kind, title=text(english, vietnamese), room=self.rooms[room],
                starts_at=self.clock(day, *start), ends_at=self.clock(day, *end), no_parallel=alone,
                languages=every if room == PLENARY else [],
                access=Access.PRESS if room == PRESS else Access.INVITATION if room == BANQUET else Access.OPEN,
                stream_url="https://webtv.example/" if room == PLENARY else "",
                responsible="Conference services" if room == PLENARY else "",
                description=LEVELS_INVENTED if "statements" in english else LocalText(),
            )
            for kind, english, vietnamese, room, day, start, end, alone in HIGH_LEVEL
        ]  # fmt: skip
        places = [(slot, room) for slot in SEMINAR_SLOTS for room in SEMINAR_ROOMS]
        sessions += [
            Session(
                ceremony=self.ceremony, kind=SessionKind.SEMINAR, title=text(*words), room=self.rooms[room],
                starts_at=self.clock(*slot), ends_at=self.clock(*slot) + timedelta(minutes=90),
                theme=self.themes[theme], languages=["fr", "vi"],
            )
            for words, theme, (slot, room) in zip(SEMINARS, SEMINAR_THEMES, places, strict=True)
        ]  # fmt: skip
        return store_sessions(sessions)

    def of_kind(self, kind):
        return [session for session in self.sessions if session.kind == kind]

    def _people_and_items(self):
        host = self.ceremony.host
        chairs = []
        for session in [*self.of_kind(SessionKind.OPENING), *self.of_kind(SessionKind.SIGNING)]:
            chairs += [
                SessionChair(session=session, name="Chair of the host (invented)", entity=host, position=1),
                SessionChair(
                    session=session, name="Representative of the Secretary-General (invented)", is_co=True, position=2
                ),
            ]
        SessionChair.objects.bulk_create(chairs)
        RunItem.objects.bulk_create(
            RunItem(session=self.of_kind(SessionKind.SIGNING)[0], position=position, title=title, minutes=minutes)
            for position, (title, minutes) in enumerate(RUN_OF_SIGNING, start=1)
        )

    @property
    def debates(self):
        """The sessions at which statements are heard, in the order of time."""
        return [session for session in self.of_kind(SessionKind.PLENARY) if "statements" in session.title["en"]]

    def places(self):
        """(slot, room) of every place for a side event, the largest room of the first slot first."""
        return [(slot, self.rooms[room]) for slot in self.slots for room in SIDE_EVENT_ROOMS]


def store_sessions(sessions):
    for session in sessions:
        session.clears_at = session.clears()
    return Session.objects.bulk_create(sessions)
