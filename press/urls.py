from django.urls import path

from press.views import advisories, application, conferences, media, pools

app_name = "press"

urlpatterns = [
    # The public
    path("press/", media.page, name="media"),
    path("press/advisories/<uuid:key>/", advisories.advisory, name="advisory"),
    path("press/pools/<uuid:key>/", pools.pool, name="pool"),
    # Those who apply
    path("press/application/<uuid:key>/", application.state, name="application"),
    path("press/my/conferences/", conferences.own, name="conferences"),
    # The desk
]
