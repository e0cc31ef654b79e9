"""What people do with requests: ask, decide, talk, deliver."""

from campaigns.requests.actions.deciding import (
    accept_request,
    answer_for_cabinet,
    ask_cabinet,
    ask_more,
    decline_request,
    merge_request,
    redirect_request,
    snooze_request,
)
from campaigns.requests.actions.delivering import (
    answer_delivery,
    begin_production,
    close_request,
    deliver,
    rate_request,
    show_approved_delivery,
)
from campaigns.requests.actions.files import attach_file, attach_files, remove_file
from campaigns.requests.actions.reminding import close_quiet_request, remind_requester
from campaigns.requests.actions.talking import post_message
from campaigns.requests.actions.writing import (
    create_draft,
    drop_draft,
    enter_request,
    missing_for_sending,
    note_in_passing,
    save_request,
    submit_request,
    withdraw_request,
)

__all__ = [
    "accept_request",
    "answer_delivery",
    "answer_for_cabinet",
    "ask_cabinet",
    "ask_more",
    "attach_file",
    "attach_files",
    "begin_production",
    "close_quiet_request",
    "close_request",
    "create_draft",
    "decline_request",
    "deliver",
    "drop_draft",
    "enter_request",
    "merge_request",
    "missing_for_sending",
    "note_in_passing",
    "post_message",
    "rate_request",
    "redirect_request",
    "remind_requester",
    "remove_file",
    "save_request",
    "show_approved_delivery",
    "snooze_request",
    "submit_request",
    "withdraw_request",
]
