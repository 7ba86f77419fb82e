"""The site's own pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from . import account, map_page, sign_in

urlpatterns = [
    path("", map_page.show_map, name="map"),
    path("login", sign_in.SignIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("account", account.show_account, name="account"),
    path("account/tokens", account.create_token, name="create-token"),
    path("account/tokens/<int:token_id>/revoke", account.revoke_token, name="revoke-token"),
]
