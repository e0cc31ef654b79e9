from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from press.newsroom.authenticity import about_digest, about_number, about_text
from press.newsroom.forms import AuthenticityForm, ReceivedTextForm
from press.newsroom.public import open_form


@open_form
def authenticity(request: HttpRequest) -> HttpResponse:
    """A digest or a number in the address, so that a mail can link to the answer; a whole text by POST.

    Nothing is written or kept either way.
    """
    asked = "empreinte" in request.GET
    form = AuthenticityForm(request.GET if asked else None)
    text_form = ReceivedTextForm(request.POST if request.method == "POST" else None)
    answer = comparison = None
    if text_form.is_bound and text_form.is_valid():
        answer, comparison = about_text(text_form.cleaned_data["texte"])
    elif asked and form.is_valid():
        wanted = form.cleaned_data["empreinte"]
        answer = about_digest(wanted["digest"]) if "digest" in wanted else about_number(**wanted)
    context = {"form": form, "text_form": text_form, "answer": answer, "comparison": comparison}
    return render(request, "press/newsroom/authenticity.html", context)
