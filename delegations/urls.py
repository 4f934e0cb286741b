from django.urls import include, path

from delegations.views import delegates, focal_points, officers, papers

app_name = "delegations"

delegation = [
    path("", focal_points.detail, name="detail"),
    path("history/", focal_points.history, name="history"),
    path("acknowledge/", focal_points.acknowledge, name="acknowledge"),
    path("decline/", focal_points.decline, name="decline"),
    path("reopen/", focal_points.reopen, name="reopen"),
    path("withdraw/", focal_points.withdraw, name="withdraw"),
    path("colleagues/", focal_points.colleagues, name="colleagues"),
    path("submit/", focal_points.submit, name="submit"),
    path("head/", focal_points.head, name="head"),
    path("people/", delegates.people, name="people"),
    path("people.<str:format>", delegates.export, name="people_export"),
    path("people/add/", delegates.add, name="delegate_add"),
    path("people/<uuid:key>/", delegates.edit, name="delegate_edit"),
    path("people/<uuid:key>/remove/", delegates.remove, name="delegate_remove"),
    path("people/<uuid:key>/resubmit/", delegates.resubmit, name="delegate_resubmit"),
    path("note-verbale/", papers.note_verbale, name="note_verbale"),
    path("arrivals/", papers.arrivals, name="arrivals"),
    path("confirm/", officers.confirm, name="confirm"),
    path("admit-late/", officers.admit_late, name="admit_late"),
]

urlpatterns = [
    path("delegations/", officers.delegation_list, name="list"),
    path("delegations.<str:format>", officers.export, name="export"),
    path("delegations/invite/", officers.invite, name="invite"),
    path("delegations/invite/contact/<str:code>/", officers.add_contact, name="add_contact"),
    path("delegation/", focal_points.mine, name="mine"),
    path("delegation/<str:code>/", include(delegation)),
]
