from django.contrib import admin
from django.urls import include, path

from ceremony.views import front, work
from config import health

urlpatterns = [
    path("", front, name="front"),
    path("work/", work, name="work"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    # Everything else lies below a ceremony; RESERVED_SLUGS keeps ceremonies off the addresses above.
    path("<slug:ceremony>/", include("ceremony.urls")),
    path("<slug:ceremony>/", include("notifications.urls")),
    path("<slug:ceremony>/", include("accreditation.urls")),
    path("<slug:ceremony>/", include("delegations.urls")),
    path("<slug:ceremony>/", include("events.urls")),
    path("<slug:ceremony>/", include("press.urls")),
    path("<slug:ceremony>/", include("signatures.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
