from django.urls import path

from ceremony import views

app_name = "ceremony"

urlpatterns = [
    path("", views.home, name="home"),
]
