"""The venue and the programme of two days, as published for Hanoi: the same for the finished ceremony and the live one.

Titles of side events are invented, in the Convention's fields.
"""

from datetime import timedelta

from ceremony.models import Room
from directory.texts import LocalText
from events.models import ProgrammeVersion, Session, SessionKind

PLENARY, BANQUET, EXHIBITION, PRESS = "plenary", "banquet", "exhibition", "press"
ROOMS = [
    (PLENARY, "Plenary Hall", "Phòng họp toàn thể", 3500),
    *((number, f"Conference Room {number}", f"Phòng họp {number}", 320 - 20 * number) for number in range(1, 13)),
    (PRESS, "Press Centre", "Trung tâm Báo chí", 400),
    (BANQUET, "Banquet Hall", "Phòng tiệc", 1500),
    (EXHIBITION, "Exhibition Hall", "Khu triển lãm", 1200),
]
SEMINAR_ROOMS, SIDE_EVENT_ROOMS = [1, 2], range(3, 13)
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
# An hour, and a quarter of an hour to change over. (day, hour, minute) of the start.
SIDE_EVENT_SLOTS = [(0, 14, 0), (0, 15, 15), (1, 9, 0), (1, 10, 15)]
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


def text(english, vietnamese):
    return LocalText(en=english, vi=vietnamese)


def make_programme(ceremony, *, side_events=37, by, at):
    """Rooms and sessions, each side event in a slot of its own; released at `at`, or three weeks before the opening."""
    rooms = Room.objects.bulk_create(
        Room(
            ceremony=ceremony, name=text(english, vietnamese), capacity=seats, position=position,
            # In the plenary whoever sits stays.
            turnover=0 if key == PLENARY else 15,
            booths=7 if key == PLENARY else 2 if key in SEMINAR_ROOMS else 0,
            streams=key in (PLENARY, PRESS, *SEMINAR_ROOMS),
        )
        for position, (key, english, vietnamese, seats) in enumerate(ROOMS)
    )  # fmt: skip
    room_of = {key: room for (key, *_words), room in zip(ROOMS, rooms, strict=True)}

    def clock(day, hour, minute):
        return ceremony.start_of(ceremony.starts_on + timedelta(days=day), hour, minute)

    sessions = [
        Session(
            ceremony=ceremony, kind=kind, title=text(english, vietnamese), room=room_of[room],
            starts_at=clock(day, *start), ends_at=clock(day, *end), no_parallel=alone,
        )
        for kind, english, vietnamese, room, day, start, end, alone in HIGH_LEVEL
    ]  # fmt: skip
    places = [(slot, room) for slot in SEMINAR_SLOTS for room in SEMINAR_ROOMS]
    sessions += [
        Session(
            ceremony=ceremony, kind=SessionKind.SEMINAR, title=text(*words), room=room_of[room],
            starts_at=clock(*slot), ends_at=clock(*slot) + timedelta(minutes=90),
        )
        for words, (slot, room) in zip(SEMINARS, places, strict=True)
    ]  # fmt: skip
    places = [(slot, room) for slot in SIDE_EVENT_SLOTS for room in SIDE_EVENT_ROOMS]
    sessions += [
        Session(
            ceremony=ceremony, kind=SessionKind.SIDE_EVENT, title=text(*words), room=room_of[room],
            starts_at=clock(*slot), ends_at=clock(*slot) + timedelta(minutes=60),
        )
        for words, (slot, room) in zip(SIDE_EVENTS[:side_events], places, strict=False)
    ]  # fmt: skip
    for session in sessions:
        session.clears_at = session.clears()
    made = Session.objects.bulk_create(sessions)
    released_at = min(at, clock(-21, 12, 0))
    ProgrammeVersion.objects.release(ceremony, by=by, at=released_at)
    return made
