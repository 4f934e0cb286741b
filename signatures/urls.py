from django.urls import path

from signatures.views import entities, focal_points, powers, public, public_files

app_name = "signatures"

urlpatterns = [
    # Everybody's
    path("signatures/", public.board, name="board"),
    path("signatures/hall/", public.hall, name="hall"),
    path("signatures/version", public.version, name="version"),
    path("signatures/status/", public.status, name="status"),
    path("signatures/treaty/", public.treaty, name="treaty"),
    path("signatures/log/", public.log, name="log"),
    path("signatures.json", public_files.json_file, name="json"),
    path("signatures.csv", public_files.csv_file, name="csv"),
    path("signatures/log.jsonl", public_files.log_export, name="log_export"),
    path("signatures/verifier.py", public_files.verifier, name="verifier"),
    # The delegation's own
    path("delegation/<str:code>/signing/", focal_points.signing, name="signing"),
    path("delegation/<str:code>/signing/intention/", focal_points.intention, name="signing_intention"),
    path("delegation/<str:code>/signing/representative/", focal_points.representative, name="signing_representative"),
    path("delegation/<str:code>/signing/powers/", focal_points.hand_in, name="powers_hand_in"),
    path("delegation/<str:code>/signing/powers/announce/", focal_points.announce, name="powers_announce"),
    # Who will sign, and with which full powers
    path("signatures/desk/", entities.entities, name="entities"),
    path("signatures/desk/entities.<str:format>", entities.export, name="entities_export"),
    path("signatures/desk/entity/<str:code>/", entities.entity, name="entity"),
    path("signatures/desk/entity/<str:code>/intention/", entities.intention, name="intention"),
    path("signatures/desk/entity/<str:code>/representative/", entities.representative_name, name="representative_name"),
    path("signatures/desk/entity/<str:code>/confirm-office/", entities.office_confirm, name="office_confirm"),
    path("signatures/desk/entity/<str:code>/withdraw-office/", entities.office_withdraw, name="office_withdraw"),
    path("signatures/desk/entity/<str:code>/powers/", entities.powers_bring, name="powers_bring"),
    path("signatures/desk/entity/<str:code>/powers/announce/", entities.powers_announce, name="powers_expect"),
    path("signatures/desk/powers/", powers.powers_list, name="powers_list"),
    path("signatures/desk/powers/<uuid:key>/", powers.powers, name="powers"),
    path("signatures/desk/powers/<uuid:key>/copy", powers.powers_copy, name="powers_copy"),
    path("signatures/desk/powers/<uuid:key>/<str:verb>/", powers.powers_verb, name="powers_verb"),
]
