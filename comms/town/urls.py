app_name = "town"

urlpatterns = []
