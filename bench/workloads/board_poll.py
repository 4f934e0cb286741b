"""What a thousand telephones in the hall ask every three seconds: has anything been signed? Mostly nothing has."""

import re

from bench import load
from bench.workloads import Reach, Requests

TITLE = "board poll, unchanged (304)"
REACH = Reach(ratio=0.5, sql=2)
ADDRESS = "/hanoi-2025/signatures/version"


def requests(stage):
    answer = load.once(stage.web.address, load.get(ADDRESS), expect=200)
    tag = re.search(rb"(?i)\r\netag: *([^\r]+)", answer)[1].decode()
    request = load.get(ADDRESS, If_None_Match=tag)
    return Requests(lambda number: request, expect=304)
