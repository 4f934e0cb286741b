"""Which entities come to the demo, how far each has got, and whom to write to."""

from dataclasses import dataclass, field

from accounts.demo import DEMO_PEOPLE
from config.demo.names import LETTERS_IN, invented_name, tongue_of
from delegations.models import DelegationStatus
from directory.models import Contact, Entity, EntityKind

S = DelegationStatus
ALWAYS = [
    "KEN",
    "VNM",
    "BRA",
    "FRA",
    "MAR",
    "EGY",
    "JPN",
    "RUS",
    "CHN",
    "USA",
    "IND",
    "ZAF",
    "MEX",
    "AUS",
    "CIV",
    "TUR",
]
HOST = "VNM"
UNION = "EUE"
STATES, ORGANISATIONS, INSTITUTES, PEOPLE = 110, 150, 50, 2500
# How many of each group have got how far.
STAGES = {
    "states": {S.CONFIRMED: 34, S.SUBMITTED: 30, S.REGISTERING: 26, S.ACKNOWLEDGED: 10, S.INVITED: 10},
    "organisations": {S.CONFIRMED: 22, S.SUBMITTED: 24, S.REGISTERING: 24, S.ACKNOWLEDGED: 13, S.INVITED: 14},
    "institutes": {S.CONFIRMED: 2, S.SUBMITTED: 2, S.REGISTERING: 2},
    "example organisations": {
        S.CONFIRMED: 12, S.SUBMITTED: 18, S.REGISTERING: 9, S.ACKNOWLEDGED: 3, S.INVITED: 3, S.DECLINED: 5, S.WITHDRAWN: 3,
    },
    "example institutes": {
        S.CONFIRMED: 12, S.SUBMITTED: 12, S.REGISTERING: 10, S.ACKNOWLEDGED: 3, S.INVITED: 3, S.DECLINED: 3, S.WITHDRAWN: 1,
    },
}  # fmt: skip
SMALL_STAGES = {
    "states": {S.CONFIRMED: 1, S.SUBMITTED: 1, S.REGISTERING: 1},
    "organisations": {S.SUBMITTED: 1, S.INVITED: 1},
    "institutes": {},
    "example organisations": {S.SUBMITTED: 2, S.DECLINED: 1},
    "example institutes": {S.CONFIRMED: 1},
}
# The demo's own people look around in these.
FIXED = {"KEN": (S.SUBMITTED, 25), HOST: (S.CONFIRMED, 40), UNION: (S.REGISTERING, 14)}
WITH_PEOPLE = [S.CONFIRMED, S.SUBMITTED, S.REGISTERING, S.WITHDRAWN]
SIZES = {EntityKind.MEMBER_STATE: (9, 28), EntityKind.ACADEMIA: (3, 6)}
OTHER_SIZE = (3, 8)


@dataclass
class Guest:
    """An entity on its way to the demo."""

    entity: Entity
    stage: str
    size: int = 0
    user: object = None  # its focal point
    nominator: object = None
    delegation: object = None
    people: list = field(default_factory=list)
    left_at: object = None  # when it declined or withdrew

    @property
    def is_invented(self):
        return is_invented(self.entity)


def is_invented(entity):
    return entity.code.startswith("EXAMPLE-")


def make_invented(organisations, institutes):
    """Entities that do not exist, where the directory's real ones do not suffice."""
    kinds = [EntityKind.IGO, EntityKind.NGO, EntityKind.PRIVATE_SECTOR, EntityKind.NGO]
    made = [
        _invented("ORGANISATION", "Example Organisation", "Tổ chức Ví Dụ", kinds[number % len(kinds)], number)
        for number in range(1, organisations + 1)
    ] + [
        _invented("INSTITUTE", "Example Institute", "Viện Ví Dụ", EntityKind.ACADEMIA, number)
        for number in range(1, institutes + 1)
    ]
    for entity in made:
        entity.fill_keys()
    return Entity.objects.bulk_create(made)


def _invented(word, english, vietnamese, kind, number):
    return Entity(
        code=f"EXAMPLE-{word}-{number:02}",
        kind=kind,
        short_en=f"{english} {number:02}",
        short_vi=f"{vietnamese} {number:02}",
    )


def choose(chance, *, small):
    """The guests, each at its stage: real ones of the directory first, invented ones for the rest."""
    stages = SMALL_STAGES if small else STAGES
    count = {group: sum(stages[group].values()) for group in stages}
    real = Entity.objects.exclude(code__startswith="EXAMPLE-").order_by("code")
    invented = make_invented(count["example organisations"], count["example institutes"])
    members = {entity.code: entity for entity in real.filter(kind=EntityKind.MEMBER_STATE)}
    codes = ALWAYS[: count["states"]]
    codes += chance.sample([code for code in members if code not in codes], count["states"] - len(codes))
    organisations = list(real.exclude(may_sign=True).exclude(kind=EntityKind.ACADEMIA))
    union = real.get(code=UNION)
    groups = {
        "states": [members[code] for code in codes],
        "organisations": [union, *chance.sample(organisations, count["organisations"] - 1)],
        "institutes": list(real.filter(kind=EntityKind.ACADEMIA)[: count["institutes"]]),
        "example organisations": [entity for entity in invented if entity.kind != EntityKind.ACADEMIA],
        "example institutes": [entity for entity in invented if entity.kind == EntityKind.ACADEMIA],
    }
    guests = []
    for group, entities in groups.items():
        order = [stage for stage, number in stages[group].items() for _ in range(number)]
        chance.shuffle(order)
        # Those whose stage is fixed take one of that kind, and the others keep the numbers of the table.
        for entity in entities:
            if entity.code in FIXED and FIXED[entity.code][0] in order:
                order.remove(FIXED[entity.code][0])
        rest = iter(order)
        guests += [Guest(entity, FIXED[entity.code][0] if entity.code in FIXED else next(rest)) for entity in entities]
    _size(chance, guests, small=small)
    return guests


def _size(chance, guests, *, small):
    """How many people each brings; all together the round figure."""
    for guest in guests:
        if guest.stage in WITH_PEOPLE:
            least, most = SIZES.get(guest.entity.kind, OTHER_SIZE)
            guest.size = chance.randint(3, 6) if small else chance.randint(least, most)
        if guest.entity.code in FIXED:
            guest.size = 9 if small else FIXED[guest.entity.code][1]
    if small:
        return
    states = [
        guest for guest in guests if guest.entity.is_state and guest.size and guest.entity.code not in FIXED
    ]  # fmt: skip
    lacking = PEOPLE - sum(guest.size for guest in guests)
    while lacking:
        guest = chance.choice(states)
        step = 1 if lacking > 0 else -1
        if 6 <= guest.size + step <= 30:
            guest.size += step
            lacking -= step


def make_contacts(chance, entities):
    """One invented contact for each entity of the directory; the demo's own focal points are theirs."""
    own = {person.entity: person for person in DEMO_PEOPLE.values() if person.entity}
    contacts = []
    for entity in entities:
        tongue = tongue_of(entity)
        _family, _given, name = invented_name(chance, tongue)
        contacts.append(
            Contact(
                entity=entity,
                name=own[entity.code].name if entity.code in own else name,
                email=own[entity.code].email
                if entity.code in own
                else f"focal.{entity.code.lower()}@demo.plenipo.example",
                office="Permanent Mission (invented)" if entity.is_state else "Secretariat (invented)",
                language=LETTERS_IN.get(tongue, "en"),
            )
        )
    Contact.objects.bulk_create(contacts, ignore_conflicts=True)
