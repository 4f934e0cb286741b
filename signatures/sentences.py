"""What stands against an act, in words. The codes are those of `authority.py` and of the log's own rules (`verifier.py`)."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ceremony.here import ceremony_here
from signatures.models.treaty import Action, Part

SENTENCES = {
    # Authority
    "nobody_named": _("Nobody is named who signs for %(entity)s."),
    "office_not_confirmed": _("%(name)s is said to be %(office)s: no treaty officer has confirmed it yet."),
    "no_powers": _("%(name)s (%(title)s) needs full powers: none were announced."),
    "powers_revoked": _("The full powers were revoked."),
    "powers_name_another": _("The full powers name %(other)s, not %(name)s."),
    "powers_returned": _("The full powers were returned with defects."),
    "powers_not_verified": _("The full powers of %(name)s are “%(status)s”, not verified by the depositary."),
    # Full powers that are not taken
    "powers_of_another_office": _("The office that issued the full powers does not issue any."),
    "powers_to_oneself": _("Nobody issues full powers to himself or herself: issuer and person are the same."),
    "not_treaty_named": _("The full powers do not name this treaty."),
    "not_signing_authorised": _("The full powers do not authorise signature expressly."),
    "not_person_named": _("The full powers do not name the person who signs."),
    "not_same_entity": _("The full powers come from another State or organisation."),
    "not_issuer_signed": _("The full powers are not signed by the issuer."),
    "not_office_stated": _("The full powers do not state the issuer's office."),
    "not_dated": _("The full powers give no date and place."),
    "not_translated": _("There is no translation of the full powers."),
    "own_upload": _("Who uploaded the copy does not verify it."),
    # Bars
    "signature_not_allowed": _("This treaty is not signed subject to ratification."),
    "definitive": _("A definitive signature is not possible: this treaty is signed subject to ratification."),
    "may_not_sign": _("%(entity)s may not sign this treaty."),
    "has_signed": _("%(entity)s has signed already: entry %(number)d, %(at)s."),
    "has_acceded": _("%(entity)s has acceded already: entry %(number)d. Who has acceded does not sign."),
    "no_member_signed": _("%(entity)s signs only after one of its member States: none has signed yet."),
    # Of the log
    "stands": _("%(entity)s has a %(part)s already: entry %(number)d, %(at)s."),
    "reio_first": _("%(entity)s comes after at least one of its member States: that would leave it without any."),
    "not_signed": _("%(entity)s has not signed before that time: only who has signed ratifies, accepts or approves."),
    "signed": _("%(entity)s has signed: accession is for those who did not."),
    "nothing_stands": _("Entry %(number)d does not stand any more: nothing of it can be corrected."),
    "other_matter": _("Entry %(number)d is about another State, organisation or act."),
    "not_allowed": _("The treaty does not allow this action: %(action)s."),
    "outside_window": _("%(at)s lies outside the days on which the treaty is open for signature there."),
    "no_authority": _("There is neither a confirmed office, nor verified full powers, nor the depositary's acceptance."),
    "reio_office": _("An organisation never signs by virtue of office."),
    "no_instrument": _("A signature is no instrument: it is recorded at the table, or entered from paper."),
    "one_officer": _("Who records does not confirm: another officer does."),
    "no_reason": _("A correction says why."),
    "future": _("%(at)s lies in the future of the officer who enters it: look at the time, and at the clock."),
    # Of the desk
    "depositary_alone": _("Only the depositary's officers do this."),
    "officers_alone": _("Only the treaty officers and the depositary's officers of this ceremony do this."),
    "delegation_alone": _("Only who answers for the delegation does this, and the treaty and depositary's officers."),
    "erased": _("What was recorded has been erased with the personal data of the ceremony: send it back."),
    "recorded_pending": _("Something about %(entity)s waits to be confirmed: %(by)s recorded it, %(since)s. Confirm it or send it back first."),
}  # fmt: skip
# The same in a few words, where each stands in a row or within a sentence.
IN_SHORT = {
    "nobody_named": _("nobody named"),
    "office_not_confirmed": _("office not confirmed"),
    "no_powers": _("no full powers"),
    "powers_revoked": _("full powers revoked"),
    "powers_name_another": _("full powers name another person"),
    "powers_returned": _("full powers returned with defects"),
    "powers_not_verified": _("full powers not verified"),
    "powers_of_another_office": _("full powers of an office that issues none"),
    "powers_to_oneself": _("full powers issued to oneself"),
    "not_treaty_named": _("full powers do not name the treaty"),
    "not_signing_authorised": _("full powers do not authorise signature"),
    "not_person_named": _("full powers do not name the person"),
    "not_same_entity": _("full powers of another State or organisation"),
    "not_issuer_signed": _("full powers not signed"),
    "not_office_stated": _("full powers do not state the office"),
    "not_dated": _("full powers without date and place"),
    "not_translated": _("full powers without translation"),
    "own_upload": _("uploaded and verified by one officer"),
    "signature_not_allowed": _("the treaty is not signed subject to ratification"),
    "definitive": _("definitive signature"),
    "may_not_sign": _("may not sign"),
    "has_signed": _("has signed already"),
    "has_acceded": _("has acceded already"),
    "no_member_signed": _("no member State has signed"),
    "stands": _("stands already"),
    "reio_first": _("comes before any member State"),
    "not_signed": _("has not signed"),
    "signed": _("has signed, and cannot accede"),
    "nothing_stands": _("nothing stands that could be corrected"),
    "other_matter": _("the entry is about something else"),
    "not_allowed": _("not allowed by the treaty"),
    "outside_window": _("outside the signing window"),
    "no_authority": _("no authority"),
    "reio_office": _("an organisation by virtue of office"),
    "no_instrument": _("a signature as an instrument"),
    "one_officer": _("recorded and confirmed by one officer"),
    "no_reason": _("no reason given"),
    "future": _("a time in the future"),
    "depositary_alone": _("not the depositary's officer"),
    "officers_alone": _("no officer of the signing"),
    "delegation_alone": _("does not answer for the delegation"),
    "erased": _("what was recorded is erased"),
    "recorded_pending": _("something waits to be confirmed"),
}
WORDS = {"action": dict(Action.choices), "part": dict(Part.choices)}


def sentence(code, values) -> str:
    return str(SENTENCES[code]) % {name: _said(name, value) for name, value in values.items()}


def _said(name, value):
    if name == "at":
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        ceremony = ceremony_here.get()
        return ceremony.show_time(at) if ceremony else at.strftime("%Y-%m-%d %H:%M UTC")
    return WORDS.get(name, {}).get(value, value)


def in_short(code) -> str:
    return str(IN_SHORT.get(code, code))
