"""Decisions of the operator as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """What was decided where the regulation leaves room, by whom, and what therefore holds."""

    name = "congthu.decisions"
    label = "decisions"
    verbose_name = "Quyết định của đơn vị vận hành"
