from django.urls import path

from signatures.views import focal_points, public

app_name = "signatures"

urlpatterns = [
    path("signatures/", public.board, name="board"),
    path("signatures/treaty/", public.treaty, name="treaty"),
    path("delegation/<str:code>/signing/", focal_points.signing, name="signing"),
]
