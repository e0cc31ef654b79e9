"""{% load planning_discussions %} {% discussion action %} {% attachments action %}, on the page of an action
or of a task; four queries."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone

from campaigns.planning.actions.discussions import handle, people_to_mention, split_mentions
from campaigns.planning.forms.discussions import AttachmentForm, CommentForm
from campaigns.planning.models import Action, Attachment, Comment, Task
from campaigns.planning.permissions import may_change_comment

register = template.Library()


@register.inclusion_tag("planning/_discussion.html", takes_context=True)
def discussion(context: Context, subject: Action | Task) -> dict[str, Any]:
    people, now = people_to_mention(), timezone.now()
    comments = list(Comment.objects.about(subject).select_related("author"))
    for comment in comments:
        comment.pieces = split_mentions(comment.text, people)
        comment.is_mine_to_change = may_change_comment(context["user"], comment, now)
    return {
        "comments": comments,
        "people": [(handle(user), user) for user in people],
        "comment_form": CommentForm(),
        "comment_url": reverse(f"planning:{subject._meta.model_name}_comment", args=[subject.pk]),
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("planning/_attachments.html", takes_context=True)
def attachments(context: Context, subject: Action | Task) -> dict[str, Any]:
    return {
        "files": Attachment.objects.about(subject).select_related("added_by"),
        "attachment_form": AttachmentForm(),
        "attach_url": reverse(f"planning:{subject._meta.model_name}_attach", args=[subject.pk]),
        "csrf_token": context.get("csrf_token", ""),
    }
