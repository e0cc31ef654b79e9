"""{% load reports %} {{ count|whole }}: « 12 400 »."""

from django import template

from desk.reports.papers import whole

register = template.Library()
register.filter("whole", whole)
