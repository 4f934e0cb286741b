from django.urls import path

from notifications import views

app_name = "notifications"

urlpatterns = [
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/release/", views.release_many, name="release_many"),
    path("outbox/texts/", views.texts, name="texts"),
    path("outbox/texts/<slug:language>/<str:kind>/", views.text, name="text"),
    path("outbox/texts/<slug:language>/<str:kind>/preview/", views.text_preview, name="text_preview"),
    path("outbox/texts/<slug:language>/<str:kind>/reset/", views.text_reset, name="text_reset"),
    path("outbox/<int:number>/", views.letter, name="letter"),
    path("outbox/<int:number>/paper/", views.letter_paper, name="letter_paper"),
    path("outbox/<int:number>/release/", views.letter_release, name="letter_release"),
    path("outbox/<int:number>/try-again/", views.letter_try_again, name="letter_try_again"),
    path("outbox/<int:number>/withdraw/", views.letter_withdraw, name="letter_withdraw"),
]
