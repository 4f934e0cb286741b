"""Given names that are usual, and family names that say "example": nobody living is meant, and everybody can see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """How people of one language are named: the word for "example" and given names, each with its Latin form.

    `given` holds "script|latin", or one form only where the two are the same.
    """

    family: str
    given: str
    family_first: bool = False

    @property
    def family_name(self):
        return _forms(self.family)

    @property
    def given_names(self):
        return [_forms(name) for name in self.given.split()]


def _forms(name):
    script, _bar, latin = name.partition("|")
    return script.replace("_", " "), (latin or script).replace("_", " ")


TONGUES = {
    "en": Tongue("Example", "Grace Samuel Ruth Daniel Esther Joseph Naomi Peter Comfort Michael Joy Patrick Claire Andrew Hope Simon Faith Thomas Mercy Philip"),
    "fr": Tongue("Exemple", "Aïcha Jean Élise Moussa Claire Ibrahim Chloé Étienne Fatou Laurent Inès Mathieu Noémie Serge Yasmine Benoît Adèle Olivier Zoé Raphaël"),
    "es": Tongue("Ejemplo", "Lucía Andrés Camila Íñigo Valentina Joaquín Sofía Martín Ximena Rubén Inés Tomás Paula Óscar Elena Julián Marta Nicolás Rocío Héctor"),
    "pt": Tongue("Exemplo", "João Beatriz Tiago Inês Gonçalo Luísa Nuno Conceição Rui Helena Caio Antónia Davi Graça Mateus Sílvia Vasco Marília Otávio Lídia"),
    "de": Tongue("Beispiel", "Anna Lukas Jürgen Käthe Maximilian Grete Björn Sigrid Åse Øyvind Matthias Ulrike Søren Ingrid Lars Elsa Henrik Astrid Felix Lena"),
    "it": Tongue("Esempio", "Giulia Marco Chiara Luca Francesca Niccolò Elisa Matteo Sara Davide Lucia Pietro Caterina Emanuele Irene Stefano"),
    "sw": Tongue("Mfano", "Amina Kito Neema Juma Zawadi Baraka Imani Hamisi Furaha Jabali Subira Tumaini Rehema Bakari Asha Simba"),
    "tr": Tongue("Örnek", "Ayşe Mehmet Gül Emre Zeynep İlker Şule Çağrı Elif Oğuz Fatma Ümit"),
    "id": Tongue("Contoh", "Sari Budi Dewi Agus Putri Wayan Ratna Joko Ayu Rizal Siti Hendra"),
    "hi": Tongue("उदाहरण|Udaharan", "अनिता|Anita राजेश|Rajesh सुनीता|Sunita विक्रम|Vikram मीरा|Meera अर्जुन|Arjun प्रिया|Priya संजय|Sanjay कविता|Kavita रोहन|Rohan"),
    "ru": Tongue("Пример|Primer", "Анна|Anna Сергей|Sergei Ольга|Olga Дмитрий|Dmitrii Елена|Elena Алексей|Aleksei Наталья|Natalia Фёдор|Fedor Мария|Mariia Юрий|Iurii Татьяна|Tatiana Андрей|Andrei Ирина|Irina Михаил|Mikhail Айгуль|Aigul Тимур|Timur"),
    "ar": Tongue("مثال|Mithal", "أمل|Amal خالد|Khalid ليلى|Layla يوسف|Yusuf نور|Nour عمر|Omar سلمى|Salma طارق|Tariq مريم|Mariam حسن|Hassan زينب|Zainab كريم|Karim هدى|Huda سامي|Sami رانيا|Rania ماجد|Majid"),
    "zh": Tongue("例|Li", "伟|Wei 芳|Fang 敏|Min 静|Jing 强|Qiang 丽|Li 磊|Lei 洋|Yang 艳|Yan 勇|Yong 晓明|Xiaoming 秀英|Xiuying 建国|Jianguo 婷|Ting", family_first=True),
    "ja": Tongue("見本|Mihon", "陽子|Yoko 健太|Kenta 美咲|Misaki 大輔|Daisuke 由美|Yumi 翔|Sho 直子|Naoko 誠|Makoto 愛|Ai 拓也|Takuya", family_first=True),
    "ko": Tongue("예시|Yesi", "지훈|Jihun 서연|Seoyeon 민준|Minjun 수진|Sujin 현우|Hyunwoo 은지|Eunji 영호|Youngho 미나|Mina", family_first=True),
    "th": Tongue("ตัวอย่าง|Tuayang", "สมชาย|Somchai มาลี|Malee อนันต์|Anan ดวงใจ|Duangjai วิชัย|Wichai นภา|Napa ปิติ|Piti สุดา|Suda"),
    "vi": Tongue("Ví_Dụ|Vi_Du", "An|An Bình|Binh Hoa|Hoa Minh|Minh Đức|Duc Hương|Huong Tuấn|Tuan Thảo|Thao Quang|Quang Lan|Lan Dũng|Dung Ngọc|Ngoc Sơn|Son Yến|Yen Thành|Thanh Phượng|Phuong Hải|Hai Mai|Mai", family_first=True),
}  # fmt: skip

# Whose people are named how; States that are not here have English forms.
TONGUE_OF = {
    code: tongue
    for tongue, codes in {
        "fr": "BEL BEN BFA BDI CAF CIV CMR COD COG COM FRA GAB GIN GNQ HTI LUX MCO MDG MLI NER SEN SYC TCD TGO CHE CAN",
        "es": "ARG BOL CHL COL CRI CUB DOM ECU ESP GTM HND MEX NIC PAN PER PRY SLV URY VEN AND",
        "pt": "AGO BRA CPV GNB MOZ PRT STP TLS",
        "de": "AUT CZE DEU DNK EST FIN HUN HRV ISL LIE LTU LVA NLD NOR POL SVK SVN SWE ROU ALB BIH MNE MKD",
        "it": "ITA MLT SMR VAT",
        "sw": "KEN TZA UGA RWA",
        "tr": "TUR AZE TKM UZB",
        "id": "IDN MYS BRN",
        "hi": "IND NPL MUS FJI",
        "ru": "RUS BLR KAZ KGZ TJK UKR BGR SRB MDA ARM GEO",
        "ar": "DZA BHR EGY IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SYR TUN ARE YEM DJI SOM",
        "zh": "CHN SGP",
        "ja": "JPN",
        "ko": "KOR PRK",
        "th": "THA LAO",
        "vi": "VNM",
    }.items()
    for code in codes.split()
}
# The language in which the contacts of a State are written to.
LETTERS_IN = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh": "zh-hans", "vi": "vi"}


def tongue_of(entity):
    return TONGUE_OF.get(entity.code, "en")


def invented_name(chance, tongue):
    """(family name, given names, name on the badge) of somebody who does not exist. The badge is in Latin letters."""
    way = TONGUES[tongue]
    given, given_latin = chance.choice(way.given_names)
    if chance.random() < 0.25 and tongue not in {"zh", "ja", "ko"}:
        second, second_latin = chance.choice(way.given_names)
        if second != given:
            given, given_latin = f"{given} {second}", f"{given_latin} {second_latin}"
    family, family_latin = way.family_name
    latin = [family_latin.upper(), given_latin] if way.family_first else [given_latin, family_latin.upper()]
    return family, given, " ".join(latin)
