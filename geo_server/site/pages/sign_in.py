"""Signing in with a name and a password."""

from django.contrib.auth.views import LoginView


class SignIn(LoginView):
    """The form; someone who is signed in already goes on to where he wanted."""

    template_name = "site/login.html"
    redirect_authenticated_user = True
