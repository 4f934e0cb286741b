"""What an accreditation officer looks at all day: fifty people of two and a half thousand."""

from bench import load
from bench.people import sign_in
from bench.workloads import Reach, Requests
from ceremony.models import Officer, Role

TITLE = "accreditation list, 50 of 2,500"
REACH = Reach(ratio=0.08, sql=12)


def requests(stage):
    officer = Officer.objects.filter(ceremony__slug="demo", role=Role.ACCREDITATION).first().user
    request = load.get("/demo/accreditation/", Cookie=sign_in(officer).cookies)
    return Requests(lambda number: request, contains=("</html>",))
