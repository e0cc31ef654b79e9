from press.admin import releases

__all__ = ["releases"]
