"""What is opened to those who are accredited: pools, press conferences, advisories, badges."""

from datetime import timedelta

from config.demo.press.figures import ADVISORIES
from config.demo.programme import PLENARY, text
from events.models import Session, SessionKind
from press.models import Advisory, Pool, PoolRequest, PressBadge, PressConference, Subscription


class Coverage:
    """Of a ceremony by the accredited of a newsroom: planned, each at its hour."""

    def __init__(self, newsroom, programme):
        self.newsroom, self.programme, self.live, self.post = newsroom, programme, newsroom.live, newsroom.post
        self.ceremony, self.officer = newsroom.ceremony, newsroom.officer
        self.small, self.ago = newsroom.small, newsroom.ago

    def plan(self):
        self._pools()
        self._conferences()
        self._advisories()
        self._badges()

    def _accredited_before(self, at):
        return [one for one in self.newsroom.accredited if one.accreditation.decided_at < at]

    def _pools(self):
        programme, ago = self.programme, self.ago
        opening, signing = programme.of_kind(SessionKind.OPENING)[0], programme.of_kind(SessionKind.SIGNING)[0]
        self.pools = {}
        places = {"photo": (20, "Platform behind row 12"), "tv": (14, "Left gallery"), "print": (16, "Balcony"),
                  "host_broadcaster": (4, "Centre")}  # fmt: skip
        if not self.small:
            # Fewer places than people who would like one.
            places = {kind: (count // 2, where) for kind, (count, where) in places.items()}
        self.post.plan(ago(days=25), self._family_photo, at=ago(days=25))
        for name, session, opened, closes in [
            ("opening", opening, ago(days=20), ago(days=1.5)),
            ("signing", signing, ago(days=2), self.live.at + timedelta(days=4)),
        ]:
            self.post.plan(opened, self._open_pool, name, session, places, closes, at=opened)
        asked = self._asking()
        self.post.plan(ago(days=1.9), self._request, "opening", asked, at=ago(days=1.9))
        self.post.plan(ago(days=1.2), self._draw, at=ago(days=1.2))
        self.post.plan(ago(days=0.5), self._request, "signing", asked[::2], at=ago(days=0.5))

    def _asking(self):
        """Who asks for which kind of place: accredited early enough."""
        kind_of = {"photographer": "photo", "camera": "tv", "reporter": "print", "producer": "tv"}
        early = self._accredited_before(self.ago(days=2))
        found = [(one, kind_of[one.function]) for one in early if one.function in kind_of]
        return found[:4] if self.small else found[:90]

    def _family_photo(self, *, at):
        begins = self.programme.clock(0, 12, 30)
        session = Session.objects.schedule(
            self.ceremony, kind=SessionKind.SIGNING, title=text("Family photo", "Chụp ảnh chung"),
            room=self.programme.rooms[PLENARY], starts_at=begins, ends_at=begins + timedelta(minutes=15),
            by=self.live.users["side-events"], at=at,
        )  # fmt: skip
        self._prepare(
            session,
            {"photo": (12, "Steps of the hall"), "tv": (4, "Right side")},
            self.live.at + timedelta(days=6),
            at,
            "desk",
        )

    def _prepare(self, session, places, closes, at, way="draw", escort=None):
        return Pool.objects.prepare(
            session, places=places, way=way, gathering_point=text("Gate 3, press entrance", "Cổng 3, lối vào báo chí"),
            gathers_at=session.starts_at - timedelta(minutes=75), opens_at=at, closes_at=closes, escort=escort,
            by=self.officer, at=at,
            note=text("Flat shoes; no tripods on the platform.", "Không dùng chân máy trên bục."),
        )  # fmt: skip

    def _open_pool(self, name, session, places, closes, *, at):
        session = Session.objects.get(pk=session.pk)
        escort = self.live.users["press-escort"] if name == "opening" else None
        self.pools[name] = self._prepare(session, places, closes, at, escort=escort)
        self.pools[name].open(by=self.officer, at=at)

    def _request(self, name, asked, *, at):
        for one, kind in asked:
            PoolRequest.objects.ask(self.pools[name], one, kind, by=one.application.opened_by, at=at)

    def _draw(self, *, at):
        self.pools["opening"].give_places(by=self.officer, at=at)

    # Press conferences, advisories, badges

    def _conferences(self):
        for number, session in enumerate(self.programme.of_kind(SessionKind.PRESS_CONFERENCE)):
            self.post.plan(self.ago(days=3 - number), self._conference, session, at=self.ago(days=3 - number))

    def _conference(self, session, *, at):
        people = self._accredited_before(at)[:25]
        conference = PressConference.objects.prepare(
            Session.objects.get(pk=session.pk), seats=20, opens_at=at, closes_at=self.live.at + timedelta(days=9),
            questions_close_at=self.live.at + timedelta(days=8), moderator=self.live.users["press-escort"],
            by=self.officer, at=at,
        )  # fmt: skip
        for one in people:
            conference.sign_up(one, by=one.application.opened_by, at=at)
        for one in people[:4]:
            conference.put_question(
                one, "What changes for a small State on the day after? (invented)", language="en",
                by=one.application.opened_by, at=at,
            )  # fmt: skip

    def _advisories(self):
        for team in self.newsroom.teams[:4]:
            Subscription.objects.begin(self.ceremony, team.user, at=self.ago(days=30))
        for number, (english, vietnamese, body) in enumerate(ADVISORIES):
            at = self.ago(days=10 - 4 * number)
            self.post.plan(at, self._advise, english, vietnamese, body, number < 2, at=at)

    def _advise(self, english, vietnamese, body, is_out, *, at):
        advisory = Advisory.objects.write(
            self.ceremony, day=self.ceremony.local(at).date(), title=text(english, vietnamese), body=text(body, ""),
            by=self.officer, at=at,
        )  # fmt: skip
        if is_out:
            advisory.publish(by=self.officer, at=at)
            advisory.send(at=at)

    def _badges(self):
        self.post.plan(self.ago(hours=5), self._mark, at=self.ago(hours=5))

    def _mark(self, *, at):
        people = self._accredited_before(at)[: 6 if self.small else 60]
        marked, _left = PressBadge.objects.mark(people, by=self.officer, at=at)
        for badge in marked[::2]:
            badge.print(by=self.officer, at=at)
