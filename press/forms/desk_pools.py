"""Pools as the desk sets them up, and what it does with each request."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from directory.sorting import search_key
from events.forms.instants import InstantField
from events.forms.plain import PlainForm
from events.models import Session
from press.forms.desk_outlets import dress
from press.forms.people import PersonField, account_of
from press.forms.verbs import VerbForm, words
from press.models import Journalist, PlaceKind, Pool, PoolRequest, PoolStatus, PoolWay, RequestStatus
from press.own_affairs import refuse_own_affair

MOST_PLACES = 500


class PoolForm(PlainForm, forms.ModelForm):
    """A pool: where and when it gathers, until when one asks, how many places of each kind there are and where."""

    opens_at = InstantField(label=_("Requests from"))
    closes_at = InstantField(label=_("Requests until"))
    gathers_at = InstantField(label=_("Gathers at"))
    escort_email = PersonField(
        label=_("The escort's e-mail address"),
        help_text=_("Sees the list of those who come, and gets a letter with the way to it."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Pool
        fields = ["session", "way", "opens_at", "closes_at", "gathering_point", "gathers_at", "note"]

    def __init__(self, *args, ceremony, **options):
        super().__init__(*args, **options)
        self.ceremony = ceremony
        pool = self.instance
        if pool.pk:
            del self.fields["session"]
            self.fields["escort_email"].initial = pool.escort.email if pool.escort_id else ""
            self.fields["seen"].initial = pool.revision
            if pool.status != PoolStatus.PREPARED:
                for name in ["way", "opens_at", "closes_at"]:
                    del self.fields[name]
        else:
            self.fields["session"].queryset = sessions_without("pool", ceremony)
            self.fields["session"].label_from_instance = session_label
        there = {one.kind: one for one in pool.places.all()} if pool.pk else {}
        for kind in PlaceKind:
            row = there.get(kind)
            self.fields[f"count_{kind}"] = forms.IntegerField(
                label=_now("Places: %(kind)s") % {"kind": kind.label}, required=False, min_value=0, max_value=MOST_PLACES,
                initial=row.count if row else None,
            )  # fmt: skip
            self.fields[f"position_{kind}"] = forms.CharField(
                label=_now("Position: %(kind)s") % {"kind": kind.label}, required=False, max_length=200,
                initial=row.position if row else "", widget=forms.TextInput(attrs={"dir": "auto"}),
                help_text=_("Where they stand, such as: platform behind row 12."),
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        opens, closes, gathers = data.get("opens_at"), data.get("closes_at"), data.get("gathers_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _now("Requests close after they open."))
        closes = closes or (self.instance.closes_at if self.instance.pk else None)
        if closes and gathers and gathers < closes:
            self.add_error("gathers_at", _now("Requests close before the pool gathers."))
        session = data.get("session") or (self.instance.session if self.instance.pk else None)
        begins = session and session.starts_at
        if begins and gathers and gathers > begins and gathers != (self.instance.pk and self.instance.gathers_at):
            self.add_error(
                "gathers_at",
                _now("The session begins at %(time)s: the pool gathers before that.")
                % {"time": self.ceremony.show_time(begins)},
            )
        return data

    def _post_clean(self):
        """The verbs write."""

    def places(self):
        data = self.cleaned_data
        return {
            kind.value: (data[f"count_{kind}"], data[f"position_{kind}"].strip())
            for kind in PlaceKind
            if data.get(f"count_{kind}")
        }

    def columns(self):
        """Of a pool that is there only what was changed here: the form shows minutes and no seconds, and those are no change."""
        names = [
            name
            for name in ["way", "opens_at", "closes_at", "gathering_point", "gathers_at", "note"]
            if name in self.fields and (not self.instance.pk or name in self.changed_data)
        ]
        return {name: self.cleaned_data[name] for name in names} | {
            "escort": account_of(self.cleaned_data["escort_email"])
        }


def sessions_without(what, ceremony):
    return Session.objects.filter(ceremony=ceremony, cancelled_at=None, **{what: None}).order_by("starts_at", "pk")


def session_label(session):
    return (
        f"{session.title}, {session.ceremony.show_time(session.starts_at)}" if session.starts_at else str(session.title)
    )


class OpenPool(VerbForm):
    verb, label, to, is_first = "open", _("Open it for requests"), PoolStatus.OPEN, True
    done = _("Requests may come. For a draw, the hash of the seed is published on the pool's page now.")

    def carry_out(self, **how):
        self.subject.open(**how)


class GivePlaces(VerbForm):
    verb, label, to, is_first = "give", _("Give the places"), PoolStatus.GIVEN, True
    done = _("The places are given, and everybody who asked has a letter.")

    def prepare(self):
        self.label = _("Draw the places") if self.subject.way == PoolWay.DRAW else self.label

    @classmethod
    def is_open_for(cls, pool, at):
        return pool.status == PoolStatus.OPEN and at >= pool.closes_at

    def carry_out(self, **how):
        self.subject.give_places(**how)


class CancelPool(VerbForm):
    verb, label, to, is_danger = "cancel", _("Cancel the pool"), PoolStatus.CANCELLED, True
    done = _("The pool is cancelled; those who asked are told.")
    reason = words(_("Why"), _("Those who asked read it."), longest=500)

    def carry_out(self, **how):
        self.subject.cancel(reason=self.cleaned_data["reason"], **how)


class LateRequest(VerbForm):
    """Somebody who asks when the places are given already: to the end of the waiting list."""

    verb, label, done = "late", _("Take a late request"), _("The request is taken.")
    name = forms.CharField(label=_("Name of the person"), max_length=200, help_text=_("Somebody who is accredited."))
    kind = forms.ChoiceField(label=_("Kind of place"))
    reason = words(_("Why it is taken late"), _("It stays on record."), longest=500)

    def prepare(self):
        kinds = dict(PlaceKind.choices)
        self.fields["kind"].choices = [(one.kind, kinds[one.kind]) for one in self.subject.places.all() if one.count]

    @classmethod
    def is_open_for(cls, pool, at):
        return pool.status == PoolStatus.GIVEN

    def clean_name(self):
        people = Journalist.objects.of_ceremony(self.subject.ceremony).approved().for_lists()
        for word in search_key(self.cleaned_data["name"]).split():
            people = people.filter(accreditation__search_key__contains=word)
        found = list(people[:3])
        if not found:
            raise forms.ValidationError(_now("Nobody accredited is called that. Look at the name in the queue."))
        if len(found) > 1:
            names = ", ".join(f"{one} ({one.application.outlet})" for one in found)
            raise forms.ValidationError(
                _now("Several are called that: %(names)s. Write the whole name.") % {"names": names}
            )
        return found[0]

    def carry_out(self, *, by, at):
        data = self.cleaned_data
        refuse_own_affair(by, [data["name"].application.nominator_id])
        PoolRequest.objects.ask(
            self.subject, data["name"], data["kind"], by=by, at=at, late_because=data["reason"].strip()
        )  # fmt: skip


class NameForTheHost(LateRequest):
    """Somebody of the host broadcaster, while others ask: nobody asks for those places himself."""

    verb, label, done = "name", _("Name somebody of the host broadcaster"), _("The person is named.")

    def prepare(self):
        del self.fields["kind"], self.fields["reason"]

    @classmethod
    def is_open_for(cls, pool, at):
        return pool.takes_requests(at) and bool(pool.count_of(PlaceKind.HOST_BROADCASTER))

    def carry_out(self, *, by, at):
        who = self.cleaned_data["name"]
        refuse_own_affair(by, [who.application.nominator_id])
        PoolRequest.objects.name_for_the_host(self.subject, who, by=by, at=at)


POOL_VERBS = [OpenPool, GivePlaces, NameForTheHost, LateRequest, CancelPool]


class RequestFilter(forms.Form):
    q = forms.CharField(label=_("Name or outlet"), required=False, max_length=100)
    kind = forms.ChoiceField(label=_("Kind of place"), choices=[("", _("All")), *PlaceKind.choices], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *RequestStatus.choices], required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        dress(self)
        self.is_valid()

    @property
    def is_narrowing(self):
        return any(self.cleaned_data.values())

    def narrow(self, requests):
        data = self.cleaned_data
        for name in ["kind", "status"]:
            if data.get(name):
                requests = requests.filter(**{name: data[name]})
        for word in search_key(data.get("q", "")).split():
            requests = requests.filter(
                Q(journalist__accreditation__search_key__contains=word)
                | Q(journalist__application__outlet__search_key__contains=word)
            )
        return requests


# What may be done with one request, by its status: (verb, word of the button, whether it may say why).
ACTS = {
    RequestStatus.REQUESTED: [("give", _("Give a place"), True), ("withdraw", _("Withdraw"), True)],
    RequestStatus.WAITING: [("give", _("Give a place out of turn"), True), ("withdraw", _("Withdraw"), True)],
    RequestStatus.LEFT_OUT: [("put_back", _("On the waiting list"), True), ("give", _("Give a place"), True)],
    RequestStatus.PLACED: [
        ("hand_card", _("Hand out the card"), False), ("no_show", _("Did not come"), True), ("withdraw", _("Withdraw"), True),
    ],
    RequestStatus.COLLECTED: [("no_show", _("Did not come"), True), ("withdraw", _("Withdraw"), True)],
    RequestStatus.NO_SHOW: [("put_back", _("Came after all"), True)],
}  # fmt: skip
ESCORTS_ACTS = {"hand_card", "no_show", "put_back"}


def acts_for(request, *, pool, at, is_escort=False):
    """What its row offers now."""
    if pool.status == PoolStatus.CANCELLED:
        return []
    acts = ACTS.get(request.status, [])
    if pool.status == PoolStatus.OPEN:
        acts = [act for act in acts if act[0] == "withdraw" or (act[0] == "give" and pool.way == PoolWay.DESK)]
    if at < pool.gathers_at:
        acts = [act for act in acts if act[0] != "no_show"]
    return [act for act in acts if not is_escort or act[0] in ESCORTS_ACTS]
