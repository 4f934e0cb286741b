"""What every calendar that has subscribed, and every reader who comes back, asks: has a version been released since?"""

import re

from bench import load
from bench.workloads import Reach, Requests

TITLE = "programme, unchanged (304)"
REACH = Reach(ratio=0.5, sql=3)
ADDRESS = "/demo/programme/"


def requests(stage):
    answer = load.once(stage.web.address, load.get(ADDRESS), expect=200)
    tag = re.search(rb"(?i)\r\netag: *([^\r]+)", answer)[1].decode()
    request = load.get(ADDRESS, If_None_Match=tag)
    return Requests(lambda number: request, expect=304)
