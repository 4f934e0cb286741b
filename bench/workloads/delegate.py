"""A focal point puts a person forward: the form with a photo of 300 KB, each time somebody else."""

import itertools

from accreditation.models import Accreditation
from bench import load
from bench.cast import delegations_being_registered
from bench.portrait import portrait
from bench.workloads import Reach, Requests
from delegations.models import DelegateRole, Rank
from directory.models import Entity

TITLE = "POST of a person with photo"
REACH = Reach(ratio=0.03, sql=15)
FAMILY_NAME = "Benchmark-Example"
BOUNDARY = "a-line-that-no-photo-holds"


def requests(stage):
    pages = [page(*one) for one in itertools.islice(delegations_being_registered(), load.CONNECTIONS)]
    nationality = Entity.objects.get(code="KEN").pk
    photo = portrait(300_000)
    numbers = itertools.count(1)
    sent = itertools.count()

    def post(connection):
        next(sent)
        address, focal_point = pages[connection % len(pages)]
        body = form(fields(focal_point.csrf, next(numbers), nationality), photo)
        length = sum(map(len, body))
        head = load.head(
            "POST",
            address,
            {
                "Cookie": focal_point.cookies,
                "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
                "Content-Length": length,
            },
        )
        return [head, *body]

    def check():
        """Everybody who was sent is there, with a photo; then they go, and their photos with them."""
        people = Accreditation.objects.filter(family_name=FAMILY_NAME)
        there, posted = people.exclude(photo="").count(), next(sent)
        if there != posted:
            raise load.Unexpected(f"{posted} people were sent, {there} are there")
        for photo in people.values_list("photo", flat=True):
            Accreditation._meta.get_field("photo").storage.delete(photo)
        people.delete()

    return Requests(post, expect=302, check=check)


def page(delegation, focal_point):
    return f"{delegation.get_absolute_url()}people/add/", focal_point


def fields(csrf, number, nationality):
    return {
        "csrfmiddlewaretoken": csrf,
        "family_name": FAMILY_NAME,
        "given_names": f"Number {number}",
        "badge_name": f"No. {number} Example",
        "role": DelegateRole.ADVISER,
        "rank": Rank.OTHER,
        "title": "Adviser to the Minister of Justice",
        "nationality": nationality,
        "date_of_birth": "1980-02-29",
        "passport_number": f"BX{number:07}",
        "email": f"number.{number}@delegation.example",
        "needs": "Vegetarian",
    }


def form(values, photo):
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in values.items()
    ]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="photo.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return ["".join(parts).encode(), photo, f"\r\n--{BOUNDARY}--\r\n".encode()]
