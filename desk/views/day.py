from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def my_day(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/my_day.html")
