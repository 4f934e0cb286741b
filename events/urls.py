from django.urls import path

from events.views import feeds, public, release

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
    # Before a release
    path("side-events/desk/release/", release.release, name="release"),
    path("side-events/desk/release/preview/", release.release_preview, name="release_preview"),
]
