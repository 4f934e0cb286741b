"""The note verbale of a delegation, and the page of everybody's arrival."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accreditation.models import Status


def test_the_note_verbale_is_handed_in_once_and_replaced_only_on_purpose(kenyan, kenyan_delegation, address, pdf):
    kenyan.post(address("note_verbale", "KEN"), {"file": pdf})
    first = kenyan_delegation.nominator.documents.get()
    assert first.name == "Note 12-2025.pdf"

    pdf.seek(0)
    page = kenyan.post(address("note_verbale", "KEN"), {"file": pdf, "instead_of": first.pk})
    assert page.context["form"].errors["replaces"] == [
        "“Note 12-2025.pdf” is here already. Tick the box if the new file replaces it."
    ]

    pdf.seek(0)
    kenyan.post(address("note_verbale", "KEN"), {"file": pdf, "instead_of": first.pk, "replaces": "on"})
    first.refresh_from_db()
    assert first.replaced_at is not None
    assert kenyan_delegation.nominator.documents.standing().count() == 1


def test_a_picture_called_pdf_is_no_note_verbale(kenyan, kenyan_delegation, address):
    page = kenyan.post(address("note_verbale", "KEN"), {"file": SimpleUploadedFile("note.pdf", b"MZ\x90 program")})
    assert set(page.context["form"].errors) == {"file"}
    assert kenyan_delegation.nominator.documents.count() == 0


def test_arrivals_are_filled_in_for_everybody_on_one_page(kenyan, kenyan_delegation, complete, ceremony, address):
    one, two = complete(kenyan_delegation, "Amina", status=Status.SUBMITTED), complete(kenyan_delegation, "Baraka")
    key = one.accreditation.key
    evening = f"{ceremony.starts_on}T18:05"
    data = {
        f"{key}-arrives_at": evening,
        f"{key}-arrives_by": "VN 36",
        f"{two.accreditation.key}-arrives_at": "",
    }
    kenyan.post(address("arrivals", "KEN"), data)
    one.refresh_from_db()
    assert (ceremony.local(one.arrives_at).isoformat(), one.arrives_by) == (f"{evening}:00+07:00", "VN 36")


def test_an_arrival_of_a_strangers_delegate_is_not_taken(
    kenyan, brazilian_delegation, complete, kenyan_delegation, address, ceremony
):
    complete(kenyan_delegation)
    stranger = complete(brazilian_delegation, "Bento")
    key = stranger.accreditation.key
    data = {f"{key}-arrives_at": f"{ceremony.starts_on}T18:05", f"{key}-arrives_by": "VN 36"}
    kenyan.post(address("arrivals", "KEN"), data)
    stranger.refresh_from_db()
    assert stranger.arrives_at is None
