from typing import Any

from django.core.exceptions import ValidationError


class NotARepetition:
    """Fifteen characters that are one short thing said again, which is what a guesser tries first.

    No composition rule: digits alone or small letters alone are welcome.
    """

    FEW = 5

    def validate(self, password: str, user: Any = None) -> None:
        longest = len(password) * 2 // 3
        repeats = any(
            password == (password[:period] * len(password))[: len(password)]
            for period in range(1, longest + 1)
        )
        if repeats or len(set(password)) < self.FEW:
            raise ValidationError(
                "Ce mot de passe se répète : prenez plutôt quelques mots qui ne vont pas ensemble.",
                code="password_repeats",
            )

    def get_help_text(self) -> str:
        return "Le mot de passe ne doit pas être un motif répété."
