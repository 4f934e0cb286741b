from django.urls import path

from events.views import (
    board,
    decisions,
    feeds,
    plans,
    proposals,
    public,
    release,
    review,
    rooms,
    sessions,
    sponsors,
)

app_name = "events"

urlpatterns = [
    # Everybody's: the newest version, earlier ones, the foyer's screen
    path("programme/", public.programme, name="programme"),
    path("programme/session/<uuid:key>/", public.session, name="session"),
    path("programme/now/", public.now, name="now"),
    path("programme/versions/", public.versions, name="versions"),
    path("programme/versions/<int:number>/", public.version, name="version"),
    path("programme/versions/<int:number>/session/<uuid:key>/", public.version_session, name="version_session"),
    # The same for calendars and programs
    path("programme.ics", feeds.everything, name="ics"),
    path("programme/theme/<int:theme>.ics", feeds.theme, name="theme_ics"),
    path("programme/session/<uuid:key>.ics", feeds.session, name="session_ics"),
    path("programme.json", feeds.data, name="json"),
    path("programme.schema.json", feeds.schema, name="schema"),
    # Those who propose, and those whom they ask
    path("side-events/", proposals.side_events, name="side_events"),
    path("side-events/new/", proposals.new, name="side_event_new"),
    path("side-events/speaking/", proposals.speaking, name="speaking"),
    path("side-events/<uuid:key>/", proposals.side_event, name="side_event"),
    path("side-events/<uuid:key>/submit/", proposals.submit, name="side_event_submit"),
    path("side-events/<uuid:key>/withdraw/", proposals.withdraw, name="side_event_withdraw"),
    path("side-events/<uuid:key>/sponsor/", sponsors.sponsor, name="sponsor"),
    path("side-events/<uuid:key>/ask/<str:code>/", sponsors.ask, name="sponsor_ask"),
    path("side-events/<uuid:key>/merge/<int:merge>/", sponsors.merge_answer, name="merge_answer"),
    # The coordinators' desk: review, decide, merge
    path("side-events/desk/", review.desk, name="desk"),
    path("side-events/desk/proposals.<str:format>", review.export, name="desk_export"),
    path("side-events/desk/bulk/", decisions.bulk, name="desk_bulk"),
    path("side-events/desk/decisions/", decisions.release, name="decisions"),
    path("side-events/desk/merge/", decisions.mergers, name="mergers"),
    path("side-events/desk/merge/<int:merge>/call-off/", decisions.merge_call_off, name="merge_call_off"),
    path("side-events/desk/<uuid:key>/", review.desk_event, name="desk_event"),
    path("side-events/desk/<uuid:key>/<slug:verb>/", review.desk_verb, name="desk_verb"),
    # The board
    path("side-events/board/", board.board, name="board"),
    path("side-events/board/move/", board.move, name="board_move"),
    path("side-events/board/overrun/", board.overrun, name="overrun"),
    path("side-events/board/plan/", plans.plans, name="plans"),
    path("side-events/board/plan/<uuid:key>/", plans.plan, name="plan"),
    path("side-events/board/plan/<uuid:key>/decide/", plans.plan_decide, name="plan_decide"),
    # Sessions, rooms, slots
    path("side-events/desk/sessions/", sessions.sessions, name="desk_sessions"),
    path("side-events/desk/sessions/new/", sessions.session_new, name="desk_session_new"),
    path("side-events/desk/sessions/<uuid:key>/", sessions.session_detail, name="desk_session"),
    path("side-events/desk/sessions/<uuid:key>/edit/", sessions.session_edit, name="desk_session_edit"),
    path("side-events/desk/sessions/<uuid:key>/run/", sessions.run_of_show, name="run_of_show"),
    path("side-events/desk/sessions/<uuid:key>/chairs/", sessions.chairs, name="session_chairs"),
    path("side-events/desk/sessions/<uuid:key>/cancel/", sessions.cancel, name="session_cancel"),
    path("side-events/desk/rooms/", rooms.rooms, name="desk_rooms"),
    path("side-events/desk/rooms/new/", rooms.room_new, name="desk_room_new"),
    path("side-events/desk/rooms/<int:room>/", rooms.room_edit, name="desk_room"),
    path("side-events/desk/rooms/<int:room>/remove/", rooms.room_remove, name="room_remove"),
    path("side-events/desk/rooms/<int:room>/block/", rooms.block_add, name="block_add"),
    path("side-events/desk/rooms/<int:room>/block/<int:block>/remove/", rooms.block_remove, name="block_remove"),
    path("side-events/desk/slots/", rooms.slots, name="desk_slots"),
    path("side-events/desk/slots/<int:slot>/remove/", rooms.slot_remove, name="slot_remove"),
    # Before a release
    path("side-events/desk/release/", release.release, name="release"),
    path("side-events/desk/release/preview/", release.release_preview, name="release_preview"),
]
