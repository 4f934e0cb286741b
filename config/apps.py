from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class HouseConfig(AppConfig):
    """Commands and the frame of pages; no models, no rules."""

    name = "config"
    default = True


class AdminSite(admin_apps.AdminConfig):
    default_site = "config.admin.PlenipoAdminSite"
    default = False
