from django.urls import path

from ceremony import views

app_name = "ceremony"

urlpatterns = [
    path("", views.home, name="home"),
    path("overview/", views.overview, name="overview"),
    path("officers/", views.officers, name="officers"),
    path("officers/<int:pk>/second/", views.officer_second, name="officer_second"),
    path("officers/<int:pk>/end/", views.officer_end, name="officer_end"),
    path("rehearsal/", views.rehearsal_make, name="rehearsal_make"),
]
