def test_a_person_changes_name_and_language(client, kito):
    client.force_login(kito)
    client.post(
        "/accounts/me/", {"name": "Kito A. Example", "language": "vi", "email": "x@y.example", "is_staff": "on"}
    )
    kito.refresh_from_db()
    assert (kito.name, kito.language) == ("Kito A. Example", "vi")
    assert (kito.email, kito.is_staff) == ("kito@mission.example", False)
    assert client.get("/accounts/me/")["Content-Language"] == "vi"


def test_only_complete_languages_are_offered_and_the_one_kept_from_before(client, kito):
    client.force_login(kito)

    def offered():
        return [code for code, _name in client.get("/accounts/me/").context["form"].fields["language"].choices]

    assert offered() == ["en", "vi"]
    kito.language = "fr"
    kito.save(update_fields=["language"])
    assert offered() == ["en", "fr", "vi"]


def test_what_was_typed_is_kept_when_it_is_refused(client, kito):
    client.force_login(kito)
    page = client.post("/accounts/me/", {"name": "Kito Changed", "language": "tlh"}).content.decode()
    assert "Kito Changed" in page
    kito.refresh_from_db()
    assert kito.name == "Kito Example"


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/accounts/me/")["Location"] == "/accounts/login/?next=/accounts/me/"
