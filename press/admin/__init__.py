from press.admin import contacts, releases

__all__ = ["contacts", "releases"]
