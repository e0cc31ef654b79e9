from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/notices.html")
