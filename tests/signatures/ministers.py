"""Four ministers who write their names in four scripts: State -> name, office."""

WHO = {
    "VNM": ("Nguyễn Thị Ví Dụ", "Bộ trưởng Bộ Ngoại giao"),
    "JOR": ("أمينة المثال", "وزيرة الخارجية وشؤون المغتربين"),
    "CHN": ("范例", "外交部长"),
    "RUS": ("Пример Иванович Образцов", "Министр иностранных дел"),
}
