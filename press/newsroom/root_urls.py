"""What search engines look for at the root of the site."""

from django.urls import path

from press.newsroom.views import feeds

urlpatterns = [path("robots.txt", feeds.robots, name="robots")]
