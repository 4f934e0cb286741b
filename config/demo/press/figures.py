"""The outlets of the demo and what they bring along: invented, and everybody can see it."""

from config.demo.names import TONGUES

# Kind -> how many of 180, and how they are called beside the word for "example".
KINDS = {
    "print": (48, ["Times", "Post", "Daily", "Gazette", "Courier", "Weekly"]),
    "online": (46, ["Online", "Wire", "Observer", "Now"]),
    "tv": (40, ["Television", "News Channel", "Broadcasting"]),
    "radio": (16, ["Radio", "Wave"]),
    "agency": (16, ["News Agency", "Press Agency"]),
    "photo": (8, ["Pictures"]),
    "documentary": (6, ["Films"]),
}
# Written by an example of each language; a State for each, so that there are countries to count by.
HOMES = {
    "en": ["GBR", "AUS", "NGA", "JAM", "NZL", "GHA"], "fr": ["FRA", "SEN", "BEL"], "es": ["MEX", "ESP", "ARG"],
    "pt": ["BRA", "PRT"], "de": ["DEU", "NOR"], "it": ["ITA"], "sw": ["KEN", "TZA"], "tr": ["TUR"], "id": ["IDN", "MYS"],
    "hi": ["IND"], "ru": ["KAZ", "RUS"], "ar": ["EGY", "MAR"], "zh": ["CHN", "SGP"], "ja": ["JPN"], "ko": ["KOR"],
    "th": ["THA"], "vi": ["VNM"],
}  # fmt: skip
QUOTAS = {"": 4, "agency": 8, "tv": 9, "print": 4, "online": 3, "radio": 3, "photo": 4, "documentary": 5}
# Kind of outlet -> functions of its people, the first one first.
FUNCTIONS = {
    "tv": ["reporter", "camera", "producer", "sound", "technician", "driver"],
    "agency": ["reporter", "photographer", "camera", "editor"],
    "photo": ["photographer", "photographer", "technician"],
    "documentary": ["producer", "camera", "sound"],
    "radio": ["reporter", "technician"],
    "print": ["reporter", "photographer", "editor"],
    "online": ["reporter", "editor", "camera"],
}
# Function -> what such a person carries: (kind, make, model, value in EUR, more).
CARRIED = {
    "camera": [
        ("camera", "Beispiel", "EX-900", 18_400, {}), ("lens", "Exemple", "24-120", 6_200, {}),
        ("transmitter", "Ejemplo", "LiveLink 5", 3_900, {"frequency_from": 5_745, "frequency_to": 5_805, "power_mw": 100, "bandwidth_khz": 20_000}),
    ],
    "photographer": [("camera", "Beispiel", "P-1", 5_400, {}), ("lens", "Exemple", "70-200", 2_100, {})],
    "sound": [
        ("sound", "Mfano", "Mixer 6", 2_800, {}),
        ("transmitter", "Mfano", "Lapel 2", 640, {"frequency_from": 518, "frequency_to": 542, "power_mw": 30, "bandwidth_khz": 200}),
    ],
    "technician": [("light", "Örnek", "Panel 60", 900, {})],
    "reporter": [("computer", "Contoh", "Notebook 14", 1_200, {})],
}  # fmt: skip
NEEDED = (
    "A letter of assignment on letterhead, signed and dated, with the name of everybody whom it sends\n"
    "A press card that is valid on both days\nA passport that is valid until the end of the conference\n"
    "A photo, taken in front of a light wall",
    "Giấy cử phóng viên có tiêu đề, chữ ký và ngày, ghi tên từng người được cử\n"
    "Thẻ nhà báo còn hiệu lực trong cả hai ngày\nHộ chiếu còn hiệu lực đến hết hội nghị\nẢnh chụp trên nền sáng",
)
CENTRE = (
    "Ground floor, gate 3. Open from 06:30 to 22:00 on both days: 300 desks, network by cable, booths for radio.\n"
    "Invented for the demonstration.",
    "Tầng trệt, cổng 3. Mở cửa từ 06:30 đến 22:00 cả hai ngày.\nHư cấu cho bản trình diễn.",
)
PORTS = [("HAN", "Noi Bai Airport", "Sân bay Nội Bài"), ("SGN", "Tan Son Nhat Airport", "Sân bay Tân Sơn Nhất"),
         ("HPH", "Port of Hai Phong", "Cảng Hải Phòng")]  # fmt: skip
CONTACTS = [
    ("Mai Example", "Accreditation", "Cấp thẻ", "+84 24 0000 0001", ["en", "vi"]),
    ("Olivier Exemple", "Pools and interviews", "Nhóm phóng viên và phỏng vấn", "+84 24 0000 0002", ["en", "fr"]),
]
ADVISORIES = [
    ("How to apply, and what customs ask", "Cách đăng ký và yêu cầu của hải quan",
     "Declare every item with its serial number. Transmitters need their frequency and power.\n\nInvented for the demonstration."),
    ("The pool of the opening is drawn", "Bốc thăm nhóm phóng viên dự khai mạc",
     "The places are drawn; the seed is on the pool's page.\n\nInvented for the demonstration."),
    ("Programme of the first day", "Chương trình ngày thứ nhất", "The media centre opens at 06:30.\n\nInvented for the demonstration."),
]  # fmt: skip
WHAT_TO_FIX = {
    "letter": "The letter bears no date. Please hand in a dated one.",
    "not_named": "The letter names your colleagues, not you. Please have your editor add your name.",
    "press_card": "The press card is of last year.",
    "photo": "The photo is dark. Please send one taken in front of a light wall.",
    "passport": "One digit of the passport number seems to be missing.",
}
REFUSED_BECAUSE = {
    "no_letter": "No letter of assignment was handed in.",
    "letter": "The letter is not signed.",
    "not_named": "Nobody of this name stands in the letter.",
    "not_media": "What was shown is advertising.",
    "samples": "No work was shown.",
}


def names(chance, count):
    """(name, kind, tongue) of as many outlets as there are to be; no two are called the same."""
    share, found, taken = count / 180, [], set()
    for kind, (often, nouns) in KINDS.items():
        for number in range(max(1, round(often * share))):
            for _attempt in range(60):
                tongue = chance.choice(list(TONGUES))
                word = TONGUES[tongue].family_name[1]
                name = f"{word} {nouns[number % len(nouns)]}"
                if name in taken:
                    name = f"{chance.choice(PLACES)} {name}"
                if name not in taken:
                    break
            taken.add(name)
            found.append((name, kind, tongue))
    chance.shuffle(found)
    return found[:count]


PLACES = ["Northern", "Southern", "Eastern", "Western", "Harbour", "Capital", "Valley", "Island", "River", "Evening"]
