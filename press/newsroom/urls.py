"""`/presse/`: what anybody may read; each view is of one of the kinds in press/newsroom/public.py."""

from django.urls import path, re_path, register_converter

from press.newsroom.converters import Digest, Year
from press.newsroom.views import authenticity, feeds, files, releases, subscriptions

register_converter(Digest, "digest")
register_converter(Year, "year")

app_name = "newsroom"

urlpatterns = [
    path("", releases.home, name="home"),
    path("<year:year>/<slug:slug>/", releases.release, name="release"),
    path("<year:year>/<slug:slug>/kit.zip", releases.kit, name="kit"),
    path("fichiers/<digest:sha256>/<str:name>", files.file, name="file"),
    path("fichiers/<digest:sha256>/<slug:variant>/<str:name>", files.picture, name="picture"),
    path("rss.xml", feeds.rss, name="rss"),
    path("atom.xml", feeds.atom, name="atom"),
    path("themes/<slug:theme>/rss.xml", feeds.rss, name="theme_rss"),
    path("themes/<slug:theme>/atom.xml", feeds.atom, name="theme_atom"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("authentique/", authenticity.authenticity, name="authenticity"),
    path("desinscription/<str:token>/", subscriptions.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", subscriptions.preferences, name="preferences"),
    # the rest of /presse/ has the newsroom's own « introuvable »; only with its slash, added first if need be
    re_path(r"^.+/$", releases.nowhere),
]
