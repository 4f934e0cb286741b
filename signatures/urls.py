from django.urls import path

from signatures.views import (
    board_switch,
    call_lists,
    desk,
    entities,
    entries,
    focal_points,
    papers,
    powers,
    public,
    public_files,
)

app_name = "signatures"

urlpatterns = [
    # Everybody's
    path("signatures/", public.board, name="board"),
    path("signatures/at/<str:version>", public.board, name="board_at"),
    path("signatures/hall/", public.hall, name="hall"),
    path("signatures/hall/at/<str:version>", public.hall, name="hall_at"),
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
    # Sittings and their call lists
    path("signatures/desk/sittings/", call_lists.sittings, name="sittings"),
    path("signatures/desk/sittings/new/", call_lists.sitting_new, name="sitting_new"),
    path("signatures/desk/sittings/<int:sitting>/", call_lists.call_list_page, name="call_list"),
    path("signatures/desk/sittings/<int:sitting>/edit/", call_lists.sitting_edit, name="sitting_edit"),
    path("signatures/desk/sittings/<int:sitting>/generate/", call_lists.generate, name="generate"),
    path("signatures/desk/sittings/<int:sitting>/add/", call_lists.call_add, name="call_add"),
    path("signatures/desk/sittings/<int:sitting>/move/", call_lists.call_move, name="call_move"),
    path("signatures/desk/sittings/<int:sitting>/print/", call_lists.call_list_print, name="call_list_print"),
    path("signatures/desk/sittings/<int:sitting>/caller/", call_lists.caller, name="caller"),
    path("signatures/desk/calls/<int:call>/", call_lists.call_change, name="call_change"),
    # The desk: who records, and who confirms
    path("signatures/desk/record/<int:sitting>/", desk.record, name="record"),
    path("signatures/desk/record/<int:sitting>/state", desk.record_state, name="record_state"),
    path("signatures/desk/record/<int:sitting>/afterwards/", desk.afterwards, name="afterwards"),
    path("signatures/desk/calls/<int:call>/accept-despite/", desk.accept_despite, name="accept_despite"),
    path("signatures/desk/calls/<int:call>/<slug:act>/", desk.call_act, name="call_act"),
    path("signatures/desk/confirm/", desk.confirm, name="confirm"),
    path("signatures/desk/recordings/<uuid:recording>/confirm", desk.recording_confirm, name="recording_confirm"),
    path("signatures/desk/recordings/<uuid:recording>/send-back", desk.recording_send_back, name="recording_send_back"),
    path("signatures/desk/recordings/<uuid:recording>/state", desk.recording_state, name="recording_state"),
    # The log, as officers read and correct it
    path("signatures/desk/entries/", entries.entries, name="entries"),
    path("signatures/desk/entries/<int:entry>/", entries.entry, name="entry"),
    path("signatures/desk/entries/<int:entry>/annul/", entries.annul, name="annul"),
    path("signatures/desk/entries/<int:entry>/rectify/", entries.rectify, name="rectify"),
    path("signatures/desk/attempts/", entries.attempts, name="attempts"),
    path("signatures/desk/instruments/", entries.deposit, name="deposit"),
    # How much of it everybody sees
    path("signatures/desk/board/", board_switch.board_switch, name="board_switch"),
    # Papers of the signing
    path("signatures/desk/papers/", papers.papers, name="papers"),
    path("signatures/desk/papers/<uuid:paper>/", papers.paper, name="paper"),
    path("signatures/desk/papers/<uuid:paper>/again", papers.paper_again, name="paper_again"),
]
