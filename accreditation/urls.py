from django.urls import path

from accreditation import views

app_name = "accreditation"

urlpatterns = [
    path("accreditation/", views.queue, name="queue"),
    path("accreditation/export.<str:ending>", views.export, name="export"),
    path("accreditation/bulk/", views.bulk, name="bulk"),
    path("accreditation/people/<uuid:key>/", views.person, name="person"),
    path("accreditation/people/<uuid:key>/photo/", views.photo, name="photo"),
    path("accreditation/people/<uuid:key>/vetting/", views.vetting, name="vetting"),
    path("accreditation/people/<uuid:key>/<slug:verb>/", views.decide, name="decide"),
    path("accreditation/documents/<uuid:key>/", views.document, name="document"),
]
