app_name = "delegations"

urlpatterns = []
